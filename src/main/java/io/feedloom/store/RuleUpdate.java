package io.feedloom.store;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.RuleResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Judges stored entries of one feed again, some in each transaction. How far it came is not noted:
 * a feed that was not judged to its end is begun anew, and finds little left to change.
 */
final class RuleUpdate {
  private static final String LOCK =
      "SELECT id, group_id, newest, hidden, info FROM feed WHERE name = ? FOR UPDATE";

  static final String SHOWN =
      """
      SELECT e.id, e.fingerprint, e.river, e.first_seen, e.last_changed, e.payload, j.text
      FROM entry e LEFT JOIN judgement j ON j.feed_id = e.feed_id AND j.id = e.id
      WHERE e.feed_id = ? AND e.id > ?
      ORDER BY e.feed_id, e.id FETCH FIRST ? ROWS ONLY
      """;

  static final String HIDDEN =
      """
      SELECT e.id, e.fingerprint, e.river, e.first_seen, e.last_changed, e.payload, j.text
      FROM hidden_entry e LEFT JOIN judgement j ON j.feed_id = e.feed_id AND j.id = e.id
      WHERE e.feed_id = ? AND e.id > ? AND e.payload IS NOT NULL
      ORDER BY e.feed_id, e.id FETCH FIRST ? ROWS ONLY
      """;

  private static final String BEGIN = "UPDATE feed SET judged = ? WHERE id = ?";

  /** Only where no poll stored entries judged by other rules since {@link #BEGIN}. */
  private static final String DONE = "UPDATE feed SET judged = ? WHERE id = ? AND judged = ?";

  /** A feed without entries is judged when it gets some. */
  private static final String JUDGED =
      """
      SELECT name, judged FROM feed WHERE name IS NOT NULL AND (entries > 0 OR hidden > 0)
      """;

  private RuleUpdate() {}

  /** The feeds that were judged by other rules than these. */
  static List<FeedId> otherwise(Connection c, Map<FeedId, Long> rules) throws SQLException {
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

  private record Feed(
      int id, int group, Optional<Long> newest, long hidden, Optional<String> language) {}

  /**
   * Where judging goes on.
   *
   * @param hidden whether among the hidden entries, which are judged before the others
   * @param after the id of the last that was judged
   */
  record Position(boolean hidden, long after) {
    static final Position START = new Position(true, Long.MIN_VALUE);

    /** The first of those that show. */
    static final Position SHOWN = new Position(false, Long.MIN_VALUE);
  }

  /**
   * What came of some entries.
   *
   * @param next where the rest begins; empty when all are judged
   */
  record Step(List<Arrival> arrivals, Optional<Position> next) {}

  /** Judges the next entries. A feed that is gone has none. */
  static Step step(
      Connection c,
      FeedId name,
      Position start,
      int most,
      long rules,
      BiFunction<Entry, Optional<String>, RuleResult> judge)
      throws SQLException {
    var locked =
        Sql.first(
            c,
            LOCK,
            row ->
                new Feed(
                    row.getInt("id"),
                    row.getInt("group_id"),
                    Sql.number(row, "newest"),
                    row.getLong("hidden"),
                    Sql.text(row, "info").map(FeedJson::info).flatMap(FeedInfo::language)),
            name.value());
    if (locked.isEmpty()) {
      return new Step(List.of(), Optional.empty());
    }
    var row = locked.get();
    int feed = row.id();
    if (start.equals(Position.START)) {
      Sql.run(c, BEGIN, underWay(rules), feed);
    }
    var categories = new CategoryKeys();
    boolean hidden = start.hidden() && row.hidden() > 0;
    var from = hidden == start.hidden() ? start : Position.SHOWN;
    var stored =
        Sql.list(
            c,
            hidden ? HIDDEN : SHOWN,
            found -> StoredRow.read(found, hidden, categories),
            feed,
            from.after(),
            most);
    var writer = new EntryWriter(feed, name, row.group(), categories);
    for (var before : stored) {
      want(writer, before, entry -> judge.apply(entry, row.language()), categories);
    }
    var arrivals = new ArrayList<>(writer.write(c));
    if (!arrivals.isEmpty() || writer.hiddenMore() != 0) {
      FeedFigures.write(c, feed, row.newest(), writer);
    }
    var next = next(from, stored, most);
    if (next.isEmpty()) {
      Sql.run(c, DONE, rules, feed, underWay(rules));
    }
    return new Step(arrivals, next);
  }

  /**
   * Returns what a feed is marked with while its entries are judged by these rules. It equals the
   * fingerprint of no rules in use, so that a poll under other rules replaces it.
   */
  static long underWay(long rules) {
    return ~rules;
  }

  private static void want(
      EntryWriter writer,
      StoredRow before,
      Function<Entry, RuleResult> judge,
      CategoryKeys categories) {
    var entry = before.entry();
    if (entry == null) {
      return;
    }
    var judgement = judge.apply(entry);
    if (!judgement.equals(before.judgement())) {
      var wanted = before.judged(judgement, categories.of(entry, judgement));
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
