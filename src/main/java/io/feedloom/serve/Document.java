package io.feedloom.serve;

import java.util.List;

/**
 * What every page has around its content.
 *
 * @param feeds of what the page shows, in every format
 */
public record Document(String site, String title, List<FeedLink> feeds) {
  /** A feed in one format, as a page links to it. */
  public record FeedLink(String name, String mediaType, String path) {}
}
