package io.feedloom.store.rules;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Declared;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.RuleResult;
import io.feedloom.store.analysis.StoryTraits;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.row.ArticleTable;
import io.feedloom.store.row.CategoryKeys;
import io.feedloom.store.row.StoredRow;
import io.feedloom.store.write.Digests;
import io.feedloom.store.write.EntryWriter;
import io.feedloom.store.write.JudgedMark;
import io.feedloom.store.write.LockedFeed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Applies changed rules to the stored entries of one feed, some in each transaction. Its position
 * is not stored. After an interruption it begins again, and finds little left to change.
 */
final class RuleUpdate {
  private static final String BEGIN = "UPDATE feed SET judged = ? WHERE id = ?";

  /** Changes nothing if a poll has applied other rules since {@link #BEGIN}. */
  private static final String DONE = "UPDATE feed SET judged = ? WHERE id = ? AND judged = ?";

  /** Selects feeds that have entries. */
  private static final String JUDGED =
      """
      SELECT name, judged FROM feed WHERE name IS NOT NULL AND (entries > 0 OR hidden > 0)
      """;

  private RuleUpdate() {}

  /** Returns the feeds to whose entries other rules were applied. */
  static List<FeedId> outdated(Connection c, Map<FeedId, Long> rules) throws SQLException {
    var found = new ArrayList<FeedId>();
    Sql.list(
        c,
        JUDGED,
        row -> {
          var wanted = rules.get(new FeedId(row.getString("name")));
          if (wanted != null && wanted != row.getLong("judged")) {
            found.add(new FeedId(row.getString("name")));
          }
          return found;
        });
    return found;
  }

  /**
   * The position after which the next entries are read.
   *
   * @param hidden whether it is among the hidden entries, which come before the others
   * @param after the id of the last entry that was read
   */
  record Position(boolean hidden, long after) {
    static final Position START = new Position(true, Long.MIN_VALUE);

    /** The position before the first shown entry. */
    static final Position SHOWN = new Position(false, Long.MIN_VALUE);
  }

  /**
   * The result of applying the rules to some entries.
   *
   * @param next the position of the remaining entries; empty if none remain
   */
  record Step(List<Arrival> arrivals, Optional<Position> next) {}

  /** Applies the rules to the next entries. Does nothing if the feed is not subscribed. */
  static Step step(
      Connection c,
      Digests digests,
      FeedId name,
      Position start,
      int most,
      long rules,
      Instant at,
      BiFunction<Entry, Declared, RuleResult> applyRules)
      throws SQLException {
    var locked = LockedFeed.lock(c, name);
    if (locked.isEmpty()) {
      return new Step(List.of(), Optional.empty());
    }
    var row = locked.get();
    int feed = row.id();
    if (start.equals(Position.START)) {
      Sql.run(c, BEGIN, JudgedMark.underWay(rules), feed);
    }
    var categories = new CategoryKeys();
    boolean hidden = start.hidden() && row.hidden() > 0;
    var from = hidden == start.hidden() ? start : Position.SHOWN;
    var stored = StoredRow.after(c, feed, hidden, from.after(), most, categories);
    var writer = row.writer(categories, digests);
    var declared = row.declared();
    var held = from.hidden() ? ArticleTable.held(c, feed) : Set.<Long>of();
    for (var before : stored) {
      want(
          writer,
          before,
          entry -> applyRules.apply(entry, declared),
          categories,
          held.contains(before.id()),
          Millis.of(at));
    }
    var arrivals = row.write(c, writer);
    var next = next(from, stored, most);
    if (next.isEmpty()) {
      Sql.run(c, DONE, rules, feed, JudgedMark.underWay(rules));
    }
    return new Step(arrivals, next);
  }

  private static void want(
      EntryWriter writer,
      StoredRow before,
      Function<Entry, RuleResult> applyRules,
      CategoryKeys categories,
      boolean held,
      long now) {
    var entry = before.entry();
    if (entry == null) {
      return;
    }
    var judgement = applyRules.apply(entry);
    if (!judgement.equals(before.judgement())) {
      var judged = before.judged(judgement, categories.of(entry, judgement), now);
      var wanted = held ? judged.hide() : judged;
      writer.want(wanted, () -> StoryTraits.of(entry), before);
    }
  }

  private static Optional<Position> next(Position from, List<StoredRow> stored, int most) {
    if (stored.size() == most) {
      return Optional.of(new Position(from.hidden(), stored.getLast().id()));
    }
    return from.hidden() ? Optional.of(Position.SHOWN) : Optional.empty();
  }
}
