package io.feedloom.feed;

import java.util.List;

/** What came of reading a publisher's document. */
public sealed interface Parsed {

  /**
   * A feed, perhaps with problems.
   *
   * @param items in document order, each with another {@link Item#guid}; of two that are the same
   *     in everything the first stays
   */
  record Feed(FeedInfo info, List<Item> items, List<Problem> problems) implements Parsed {
    public Feed {
      items = List.copyOf(items);
      problems = List.copyOf(problems);
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
