package io.feedloom.select;

import io.feedloom.feed.OutputFormat;

/**
 * The address of a selection on this server, percent-encoded (RFC 3986). Equal selections have
 * equal addresses.
 *
 * @param path begins with a slash; names no format
 * @param query without the question mark; empty if there is none
 */
public record Address(String path, String query) {
  private static final String TAGS = "/tags/";
  private static final String SOURCES = "/sources/";

  /**
   * Returns the address of the page, which is also the address of the feed by content negotiation.
   */
  public String page() {
    return path + asked(query);
  }

  /** Returns the address of the feed in this format. */
  public String feed(OutputFormat format) {
    return path + "." + format.extension() + asked(query);
  }

  /**
   * Returns the whole selection as a query with the question mark, to append to any path. Empty for
   * everything.
   */
  public String asQuery() {
    if (path.startsWith(TAGS)) {
      return asked(joined("tag=" + path.substring(TAGS.length())));
    }
    if (path.startsWith(SOURCES)) {
      return asked(joined("source=" + path.substring(SOURCES.length())));
    }
    return asked(query);
  }

  private String joined(String first) {
    return query.isEmpty() ? first : first + "&" + query;
  }

  private static String asked(String query) {
    return query.isEmpty() ? "" : "?" + query;
  }

  /** Returns {@link #page()}. */
  @Override
  public String toString() {
    return page();
  }
}
