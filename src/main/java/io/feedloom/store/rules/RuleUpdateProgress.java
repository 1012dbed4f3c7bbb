package io.feedloom.store.rules;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Declared;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.RuleResult;
import io.feedloom.store.analysis.StoryTraits;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.log.LoggedWriter;
import io.feedloom.store.row.ArticleTable;
import io.feedloom.store.row.CategoryKeys;
import io.feedloom.store.row.StoredRow;
import io.feedloom.store.write.Digests;
import io.feedloom.store.write.LockedFeed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Applies changed rules to the stored entries of one feed, some in each transaction. Its position
 * is not stored. After an interruption it begins again, and finds little left to change. Not
 * thread-safe.
 */
public final class RuleUpdateProgress {
  /** How many entries one transaction reads. Polls of the feed wait for it. */
  private static final int BATCH_SIZE = 100;

  private static final String BEGIN = "UPDATE feed SET judged = ? WHERE id = ?";

  /** Changes nothing if a poll has applied other rules since {@link #BEGIN}. */
  private static final String DONE = "UPDATE feed SET judged = ? WHERE id = ? AND judged = ?";

  private final LoggedWriter writer;
  private final Digests digests;
  private final FeedId feed;
  private final long rules;
  private final Instant at;
  private final BiFunction<Entry, Declared, RuleResult> applyRules;
  private Optional<Position> position = Optional.of(Position.START);

  RuleUpdateProgress(
      LoggedWriter writer,
      Digests digests,
      FeedId feed,
      long rules,
      Instant at,
      BiFunction<Entry, Declared, RuleResult> applyRules) {
    this.writer = writer;
    this.digests = digests;
    this.feed = feed;
    this.rules = rules;
    this.at = at;
    this.applyRules = applyRules;
  }

  /**
   * The position after which the next entries are read.
   *
   * @param hidden whether it is among the hidden entries, which come before the others
   * @param after the id of the last entry that was read
   */
  private record Position(boolean hidden, long after) {
    static final Position START = new Position(true, Long.MIN_VALUE);

    /** The position before the first shown entry. */
    static final Position SHOWN = new Position(false, Long.MIN_VALUE);
  }

  /**
   * The result of applying the rules to some entries.
   *
   * @param next the position of the remaining entries; empty if none remain
   */
  private record Step(List<Arrival> arrivals, Optional<Position> next) {}

  /** Returns whether entries remain. */
  public boolean hasMore() {
    return position.isPresent();
  }

  /** Applies the rules to some entries, and returns the entries that changed. */
  public List<Arrival> next() {
    var from = position.orElseThrow();
    var step = writer.write(c -> step(c, from), Step::arrivals);
    position = step.next();
    return step.arrivals();
  }

  /** Applies the rules to the next entries. Does nothing if the feed is not subscribed. */
  private Step step(Connection c, Position start) throws SQLException {
    var locked = LockedFeed.lock(c, feed);
    if (locked.isEmpty()) {
      return new Step(List.of(), Optional.empty());
    }
    var row = locked.get();
    if (start.equals(Position.START)) {
      Sql.run(c, BEGIN, LockedFeed.underWay(rules), row.id());
    }
    var categories = new CategoryKeys();
    boolean hidden = start.hidden() && row.hidden() > 0;
    var from = hidden == start.hidden() ? start : Position.SHOWN;
    var stored = StoredRow.after(c, row.id(), hidden, from.after(), BATCH_SIZE, categories);
    var entries = row.writer(categories, digests);
    var held = from.hidden() ? ArticleTable.held(c, row.id()) : Set.<Long>of();
    var declared = row.declared();
    for (var before : stored) {
      var entry = before.entry();
      var judgement = entry == null ? before.judgement() : applyRules.apply(entry, declared);
      if (entry != null && !judgement.equals(before.judgement())) {
        var labels = categories.of(entry, judgement);
        var judged = before.judged(judgement, labels, Millis.of(at));
        var wanted = held.contains(before.id()) ? judged.hide() : judged;
        entries.want(wanted, () -> StoryTraits.of(entry), before);
      }
    }
    var arrivals = row.write(c, entries);
    var next = next(from, stored);
    if (next.isEmpty()) {
      Sql.run(c, DONE, rules, row.id(), LockedFeed.underWay(rules));
    }
    return new Step(arrivals, next);
  }

  private static Optional<Position> next(Position from, List<StoredRow> stored) {
    if (stored.size() == BATCH_SIZE) {
      return Optional.of(new Position(from.hidden(), stored.getLast().id()));
    }
    return from.hidden() ? Optional.of(Position.SHOWN) : Optional.empty();
  }
}
