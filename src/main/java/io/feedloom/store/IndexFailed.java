package io.feedloom.store;

/**
 * The index of texts cannot be read or written now, so nothing can be searched. It is opened or
 * made again by itself. The message says to the admin what failed; it may name files.
 */
public final class IndexFailed extends StoreException {
  private static final long serialVersionUID = 1;

  IndexFailed(String message) {
    super(message);
  }

  IndexFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
