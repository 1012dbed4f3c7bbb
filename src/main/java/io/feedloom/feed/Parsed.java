package io.feedloom.feed;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The result of reading a publisher's document. */
public sealed interface Parsed {

  /**
   * How far a document was read. This decides whether a missing item proves that the feed lacks it.
   */
  enum Extent {
    /** Read to its end, and well-formed: a missing item is not in the document. */
    WHOLE,
    /** Read to its end, but with errors in the markup: they may have hidden some items. */
    ILL_FORMED,
    /** Read to its end, but incomplete: it was cut off, perhaps during the transfer. */
    TORN,
    /** Like {@link #TORN}, and it ends inside its last item, before that item's id. */
    TORN_IN_ITEM,
    /** Read up to our limits: any number of items may follow. */
    CUT;

    /**
     * Returns the extent of a document.
     *
     * @param cut whether it continues beyond our limits
     * @param torn whether it ends before the feed does
     * @param problems what is wrong in it
     */
    public static Extent of(boolean cut, boolean torn, List<Problem> problems) {
      return cut ? CUT : torn ? TORN : problems.isEmpty() ? WHOLE : ILL_FORMED;
    }
  }

  /**
   * A feed, with the problems found in it.
   *
   * @param items in document order; no two have both the same guid and the same fingerprint
   * @param tombstones the entries that the document declares withdrawn (RFC 6721)
   * @param extent how far the document was read
   * @param complete whether the publisher says that the feed has no other entries (RFC 5005 section
   *     2)
   * @param matched how many items the document has, with those that are left out
   */
  record Feed(
      FeedInfo info,
      List<Item> items,
      List<Problem> problems,
      List<Tombstone> tombstones,
      Extent extent,
      boolean complete,
      int matched)
      implements Parsed {
    /** Makes a feed of whose items none is left out. */
    public Feed(
        FeedInfo info,
        List<Item> items,
        List<Problem> problems,
        List<Tombstone> tombstones,
        Extent extent,
        boolean complete) {
      this(info, items, problems, tombstones, extent, complete, items.size());
    }

    public Feed {
      items = List.copyOf(items);
      problems = List.copyOf(problems);
      tombstones = List.copyOf(tombstones);
    }

    /** Returns a copy with another name of its format. */
    public Feed withFormat(String format) {
      return withInfo(info.withFormat(format));
    }

    /** Returns a copy with other information about the feed itself. */
    public Feed withInfo(FeedInfo other) {
      return new Feed(other, items, problems, tombstones, extent, complete, matched);
    }

    /** Returns a copy with another number of items that the document has. */
    public Feed withMatched(int other) {
      return new Feed(info, items, problems, tombstones, extent, complete, other);
    }
  }

  /**
   * A web page.
   *
   * @param feeds the feeds that it links to, the preferred ones first
   * @param unusable the linked addresses at which no feed can be, as the page writes them
   * @param entries the entries that the page itself describes
   */
  record Page(List<NamedFeed> feeds, List<String> unusable, Optional<Feed> entries)
      implements Parsed {
    /** Makes a page without entries. */
    public Page(List<NamedFeed> feeds, List<String> unusable) {
      this(feeds, unusable, Optional.empty());
    }

    public Page {
      feeds = List.copyOf(feeds);
      unusable = List.copyOf(unusable);
    }
  }

  /**
   * An index of sitemaps.
   *
   * @param sitemaps the ones that it names, the newest first
   */
  record Index(List<URI> sitemaps) implements Parsed {
    public Index {
      sitemaps = List.copyOf(sitemaps);
    }
  }

  /** A document that is neither a feed nor a web page. */
  record Unreadable(Problem problem) implements Parsed {}
}
