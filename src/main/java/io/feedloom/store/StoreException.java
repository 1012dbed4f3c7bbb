package io.feedloom.store;

/**
 * The database cannot do what was asked. The message is worded for the admin and holds no secret.
 */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
