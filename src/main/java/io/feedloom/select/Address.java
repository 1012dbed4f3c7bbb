package io.feedloom.select;

import io.feedloom.feed.MediaType;

/**
 * Where a selection is found on this server, percent-encoded (RFC 3986). Equal selections have
 * equal addresses.
 *
 * @param path begins with a slash; names no format
 * @param query without the question mark; empty where there is none
 */
public record Address(String path, String query) {
  private static final String TAGS = "/tags/";
  private static final String SOURCES = "/sources/";

  /** Where the page for people is, and the feed by content negotiation. */
  public String page() {
    return path + asked(query);
  }

  /** Where the feed is in this format. */
  public String feed(MediaType type) {
    return path + "." + type.extension() + asked(query);
  }

  /**
   * The selection in parameters alone, with the question mark, to put behind any other path; empty
   * for everything.
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

  /** The same as {@link #page()}. */
  @Override
  public String toString() {
    return page();
  }
}
