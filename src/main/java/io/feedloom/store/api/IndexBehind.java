package io.feedloom.store.api;

/** The text index does not contain all entries yet, so a search would miss some. */
public final class IndexBehind extends StoreException {
  private static final long serialVersionUID = 1;

  public IndexBehind(String message) {
    super(message);
  }
}
