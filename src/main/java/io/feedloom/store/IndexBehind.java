package io.feedloom.store;

/** The index of texts does not hold all entries yet, so that a search would miss some. */
public final class IndexBehind extends StoreException {
  private static final long serialVersionUID = 1;

  IndexBehind(String message) {
    super(message);
  }
}
