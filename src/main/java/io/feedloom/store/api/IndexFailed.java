package io.feedloom.store.api;

/**
 * The text index cannot be read or written now, so nothing can be searched. The store opens or
 * rebuilds it automatically. The message explains the failure to the admin and may name files.
 */
public final class IndexFailed extends StoreException {
  private static final long serialVersionUID = 1;

  public IndexFailed(String message) {
    super(message);
  }

  public IndexFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
