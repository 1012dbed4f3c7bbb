package io.feedloom.feed;

import java.net.URI;

/**
 * A feed that a web page links to.
 *
 * @param address the feed's address according to the page
 */
public record NamedFeed(URI address, Kind kind) {

  /** The kind of feed according to the page, in the order in which Feedloom requests them. */
  public enum Kind {
    ATOM,
    RSS,
    JSON_FEED,
    /** A feed of another or of no known type. */
    OTHER,
    /**
     * The address to which the page redirects browsers: a feed, or another page that names feeds.
     */
    REFRESH,
    /** A feed of comments, which readers of the page seldom want. */
    COMMENTS,
    /** A sitemap, which may have news. */
    SITEMAP,
    /** The list of posts of WordPress's REST interface. */
    POSTS
  }
}
