package io.feedloom.feed;

import java.net.URI;

/**
 * A feed that a web page names.
 *
 * @param address where it is said to be
 */
public record NamedFeed(URI address, Kind kind) {

  /** What the page says of it; what is asked for first comes first. */
  public enum Kind {
    ATOM,
    RSS,
    JSON_FEED,
    /** A feed of another or of no known type. */
    OTHER,
    /** Where the page sends browsers at once: a feed, or another page that names some. */
    REFRESH,
    /** A feed of comments, which is not what a reader of the page wants. */
    COMMENTS
  }
}
