package io.feedloom.store.row;

/** Shows statements to tests in other packages. */
public final class RowStatements {
  public static final String ALONG_GROUP = EntryRows.ALONG_GROUP;
  public static final String ALONG_FEED = EntryRows.ALONG_FEED;
  public static final String KNOWN = AliasTable.KNOWN;

  private RowStatements() {}
}
