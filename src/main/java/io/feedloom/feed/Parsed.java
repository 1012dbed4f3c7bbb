package io.feedloom.feed;

import java.util.List;

/** What came of reading a publisher's document. */
public sealed interface Parsed {

  /**
   * A feed, perhaps with problems.
   *
   * @param items in document order, each with another {@link Item#guid}; of two that are the same
   *     in everything the first stays
   * @param tombstones the entries that it says are withdrawn (RFC 6721)
   * @param sound whether the document is well-formed, so that no item of it can have been missed
   * @param complete whether the publisher says that the feed has no other entries (RFC 5005 section
   *     2)
   */
  record Feed(
      FeedInfo info,
      List<Item> items,
      List<Problem> problems,
      List<Tombstone> tombstones,
      boolean sound,
      boolean complete)
      implements Parsed {
    public Feed {
      items = List.copyOf(items);
      problems = List.copyOf(problems);
      tombstones = List.copyOf(tombstones);
    }
  }

  /**
   * A web page.
   *
   * @param feeds the absolute addresses of the feeds that it names, in its order
   */
  record Page(List<String> feeds) implements Parsed {
    public Page {
      feeds = List.copyOf(feeds);
    }
  }

  /** Neither. */
  record Unreadable(Problem problem) implements Parsed {}
}
