package io.feedloom.feed;

/**
 * Credentials that a publisher requires for a feed. They are sent only to the feed's own origin.
 */
public sealed interface Credentials {
  /** RFC 6750: {@code Authorization: Bearer}. */
  record Bearer(Secret token) implements Credentials {}

  /** RFC 7617: {@code Authorization: Basic}, in UTF-8. */
  record Basic(String user, Secret password) implements Credentials {}
}
