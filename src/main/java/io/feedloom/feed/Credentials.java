package io.feedloom.feed;

/** What a publisher asks for before it shows a feed. Sent to the feed's own origin only. */
public sealed interface Credentials {
  /** RFC 6750: {@code Authorization: Bearer}. */
  record Bearer(Secret token) implements Credentials {}

  /** RFC 7617: {@code Authorization: Basic}, in UTF-8. */
  record Basic(String user, Secret password) implements Credentials {}
}
