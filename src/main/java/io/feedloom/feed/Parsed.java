package io.feedloom.feed;

import java.util.List;

/** What came of reading a publisher's document. */
public sealed interface Parsed {

  /** How far a document was read, and so what it proves that an item is not among its items. */
  enum Extent {
    /** To its end, and it is well-formed: such an item does not stand in it. */
    WHOLE,
    /** As far as it makes sense: faults may have hidden a few items. */
    ILL_FORMED,
    /** To its end, which comes before the feed's: it was cut off, perhaps on the way. */
    TORN,
    /** The same, and it ends inside of its last item, before the id of that was read. */
    TORN_IN_ITEM,
    /** Up to our limits: any number of items may follow. */
    CUT;

    /**
     * That of a document.
     *
     * @param cut whether it goes on behind our limits
     * @param torn whether it ends before the feed does
     * @param problems what had to be overlooked to read it
     */
    public static Extent of(boolean cut, boolean torn, List<Problem> problems) {
      return cut ? CUT : torn ? TORN : problems.isEmpty() ? WHOLE : ILL_FORMED;
    }
  }

  /**
   * A feed, perhaps with problems.
   *
   * @param items in document order; no two have both the same guid and the same fingerprint
   * @param tombstones the entries that it says are withdrawn (RFC 6721)
   * @param extent how far the document was read
   * @param complete whether the publisher says that the feed has no other entries (RFC 5005 section
   *     2)
   */
  record Feed(
      FeedInfo info,
      List<Item> items,
      List<Problem> problems,
      List<Tombstone> tombstones,
      Extent extent,
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
   * @param feeds those that it names, the ones to prefer first
   * @param unusable what it names where no feed can be, as it is written
   */
  record Page(List<NamedFeed> feeds, List<String> unusable) implements Parsed {
    public Page {
      feeds = List.copyOf(feeds);
      unusable = List.copyOf(unusable);
    }
  }

  /** Neither. */
  record Unreadable(Problem problem) implements Parsed {}
}
