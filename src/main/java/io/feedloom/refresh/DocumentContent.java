package io.feedloom.refresh;

import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Item;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.Parsed.Extent;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Problem;
import io.feedloom.feed.Tombstone;
import io.feedloom.feed.Update.Withdrawal.Missing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The content that a poll read, before any decision about it.
 *
 * @param matched how many items the document has, with those that are left out
 */
record DocumentContent(
    PollState before,
    Fetched fetched,
    Optional<FeedInfo> info,
    List<Item> items,
    List<Problem> problems,
    List<Tombstone> tombstones,
    Extent extent,
    Missing missing,
    int matched) {

  /** Returns the content of a feed. */
  static DocumentContent feed(
      PollState before, Fetched fetched, Parsed.Feed read, List<Problem> notes) {
    var problems = new ArrayList<>(notes);
    problems.addAll(read.problems());
    return new DocumentContent(
        before,
        fetched,
        Optional.of(read.info()),
        read.items(),
        problems,
        read.tombstones(),
        read.extent(),
        missing(read),
        read.matched());
  }

  /** Returns the content of an answer without a new document. */
  static DocumentContent nothing(PollState before, Fetched fetched) {
    return new DocumentContent(
        before,
        fetched,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Extent.CUT,
        Missing.NONE,
        0);
  }

  private static Missing missing(Parsed.Feed read) {
    return switch (read.extent()) {
      case WHOLE -> read.complete() ? Missing.ALL : Missing.BETWEEN;
      case ILL_FORMED, TORN, TORN_IN_ITEM, CUT -> Missing.NONE;
    };
  }

  /** Returns whether the document contains all current entries of the feed. */
  boolean isWhole() {
    return info.isPresent()
        && extent != Extent.CUT
        && extent != Extent.TORN
        && extent != Extent.TORN_IN_ITEM
        && !ReadAnswer.body(fetched).map(Fetched.Fresh::partial).orElse(true);
  }
}
