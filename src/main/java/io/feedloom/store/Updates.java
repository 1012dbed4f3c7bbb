package io.feedloom.store;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes one update of one feed. Made once for each update. */
final class Updates {
  private static final String LOCK =
      """
      SELECT name IS NOT NULL AS subscribed, group_id, entries, newest
      FROM feed WHERE id = ? AND leased_until = ?
      FOR UPDATE
      """;

  private static final String KNOWN =
      """
      SELECT e.id, e.river, e.categories, e.payload
      FROM UNNEST(?) k (id) JOIN entry e ON e.feed_id = ? AND e.id = k.id
      """;

  private static final String INSERT_ENTRY =
      """
      INSERT INTO entry
      (feed_id, id, fingerprint, river, first_seen, last_changed, group_id, categories, payload)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String UPDATE_ENTRY =
      """
      UPDATE entry SET fingerprint = ?, last_changed = ?, categories = ?, payload = ?
      WHERE feed_id = ? AND id = ?
      """;

  /** What a poll that read nothing leaves behind: one row, found by its key. */
  private static final String UPDATE_STATE =
      """
      UPDATE feed SET due = CASE WHEN name IS NULL THEN NULL ELSE CAST(? AS BIGINT) END,
      leased_until = 0, state = ?,
      history = COALESCE(SUBSTRING(CAST(? AS BYTEA) || history FROM 1 FOR ?), ?)
      WHERE id = ? AND leased_until = ?
      """;

  private static final String UPDATE_FEED =
      """
      UPDATE feed SET due = ?, leased_until = 0, state = ?, info = COALESCE(?, info),
      problems = COALESCE(?, problems), entries = ?, newest = ?,
      history = COALESCE(SUBSTRING(CAST(? AS BYTEA) || history FROM 1 FOR ?), ?)
      WHERE id = ?
      """;

  private final Update update;
  private final int feed;
  private final Categories categories = new Categories();
  private final List<Written> written;

  /** All that can be done before a transaction is begun: the costly part. */
  Updates(Update update) {
    this.update = update;
    feed = update.lease().key();
    var byId = new LinkedHashMap<Long, Change>();
    update.changed().forEach(change -> byId.putIfAbsent(change.id(), change));
    written =
        byId.values().stream()
            .map(
                c ->
                    new Written(
                        c,
                        Payload.of(c.entry()),
                        categories.of(c.entry()),
                        StoryTraits.of(c.entry())))
            .toList();
  }

  /**
   * An entry as it will be stored.
   *
   * @param labels of its categories by key
   */
  private record Written(
      Change change, byte[] payload, Map<String, String> labels, StoryTraits traits) {
    long id() {
      return change.id();
    }

    long river() {
      return Millis.of(change.river());
    }
  }

  /** What is stored of an entry that arrived again. */
  private record Known(long id, long river, long[] categories, Map<String, String> labels) {}

  private record Feed(boolean subscribed, int group, long entries, Optional<Long> newest) {}

  /**
   * @throws LeaseLost if the lease does not stand any more
   */
  List<Arrival> apply(Connection c) throws SQLException {
    if (written.isEmpty() && update.info().isEmpty()) {
      updateState(c);
      return List.of();
    }
    var row = lock(c);
    var known = row.entries() == 0 ? Map.<Long, Known>of() : known(c);
    insertEntries(c, row, known);
    updateEntries(c, known);
    changeCategoryRuns(c, row, known);
    new CategoryCounter(feed, categories).count(c, gained(), lost(known));
    updateFeed(c, row, known);
    return arrivals(row, known, stories(c, known));
  }

  /** Those that belong to a story of several feeds. */
  private Set<Long> stories(Connection c, Map<Long, Known> known) throws SQLException {
    var told = new HashSet<>(Stories.join(c, feed, fresh(known)));
    var again = known.keySet().stream().map(id -> new EntryKey(feed, id)).toList();
    Stories.members(c, again).keySet().forEach(key -> told.add(key.id()));
    return told;
  }

  private List<Stories.Fresh> fresh(Map<Long, Known> known) {
    return written.stream()
        .filter(entry -> !known.containsKey(entry.id()))
        .map(e -> new Stories.Fresh(e.id(), e.river(), e.change().entry(), e.traits()))
        .toList();
  }

  private Feed lock(Connection c) throws SQLException {
    return Sql.first(
            c,
            LOCK,
            row ->
                new Feed(
                    row.getBoolean("subscribed"),
                    row.getInt("group_id"),
                    row.getLong("entries"),
                    Sql.number(row, "newest")),
            feed,
            Millis.of(update.lease().leasedUntil()))
        .orElseThrow(() -> new LeaseLost(update.lease()));
  }

  private Map<Long, Known> known(Connection c) throws SQLException {
    var known = new HashMap<Long, Known>();
    if (!written.isEmpty()) {
      var ids = written.stream().mapToLong(Written::id).toArray();
      Sql.list(
              c,
              KNOWN,
              row ->
                  new Known(
                      row.getLong("id"),
                      row.getLong("river"),
                      Categories.unpack(row.getBytes("categories")),
                      categories.of(Payload.entry(row.getBytes("payload")))),
              ids,
              feed)
          .forEach(entry -> known.put(entry.id(), entry));
    }
    return known;
  }

  private void insertEntries(Connection c, Feed row, Map<Long, Known> known) throws SQLException {
    var rows = new ArrayList<@Nullable Object[]>();
    long now = Millis.of(update.at());
    for (var entry : written) {
      if (!known.containsKey(entry.id())) {
        rows.add(
            Sql.values(
                feed,
                entry.id(),
                entry.change().fingerprint(),
                entry.river(),
                now,
                now,
                row.group(),
                categories.pack(entry.labels().keySet()),
                entry.payload()));
      }
    }
    Sql.batch(c, INSERT_ENTRY, rows);
  }

  /** The place in the river and the time when it was first seen stay. */
  private void updateEntries(Connection c, Map<Long, Known> known) throws SQLException {
    var rows = new ArrayList<@Nullable Object[]>();
    long now = Millis.of(update.at());
    for (var entry : written) {
      if (known.containsKey(entry.id())) {
        rows.add(
            Sql.values(
                entry.change().fingerprint(),
                now,
                categories.pack(entry.labels().keySet()),
                entry.payload(),
                feed,
                entry.id()));
      }
    }
    Sql.batch(c, UPDATE_ENTRY, rows);
  }

  private void changeCategoryRuns(Connection c, Feed row, Map<Long, Known> known)
      throws SQLException {
    var added = new ArrayList<@Nullable Object[]>();
    var removed = new ArrayList<@Nullable Object[]>();
    for (var entry : written) {
      var before = known.get(entry.id());
      var old = before == null ? Set.<Long>of() : numbers(before.categories());
      long river = before == null ? entry.river() : before.river();
      var now = new TreeSet<Long>();
      entry.labels().keySet().forEach(key -> now.add(categories.number(key)));
      for (long number : now) {
        if (!old.contains(number)) {
          added.add(Sql.values(number, row.group(), river, feed, entry.id()));
        }
      }
      for (long number : old) {
        if (!now.contains(number)) {
          removed.add(Sql.values(number, row.group(), river, feed, entry.id()));
        }
      }
    }
    CategoryRuns.remove(c, removed);
    CategoryRuns.add(c, added);
  }

  private static Set<Long> numbers(long[] categories) {
    var numbers = new TreeSet<Long>();
    for (long number : categories) {
      numbers.add(number);
    }
    return numbers;
  }

  private Collection<Map<String, String>> gained() {
    return written.stream().map(Written::labels).toList();
  }

  private static Collection<Map<String, String>> lost(Map<Long, Known> known) {
    return known.values().stream().map(Known::labels).toList();
  }

  private void updateState(Connection c) throws SQLException {
    var next = update.next();
    byte[] polled = History.of(update);
    int updated =
        Sql.run(
            c,
            UPDATE_STATE,
            next.outcome() == Outcome.GONE ? null : (Object) Millis.of(next.nextPoll()),
            FeedJson.state(next),
            polled,
            History.SIZE,
            polled,
            feed,
            Millis.of(update.lease().leasedUntil()));
    if (updated == 0) {
      throw new LeaseLost(update.lease());
    }
  }

  private void updateFeed(Connection c, Feed row, Map<Long, Known> known) throws SQLException {
    var next = update.next();
    boolean due = row.subscribed() && next.outcome() != Outcome.GONE;
    byte[] polled = History.of(update);
    var newest =
        written.stream()
            .filter(entry -> !known.containsKey(entry.id()))
            .map(Written::river)
            .reduce(Math::max);
    Sql.run(
        c,
        UPDATE_FEED,
        due ? (Object) Millis.of(next.nextPoll()) : null,
        FeedJson.state(next),
        update.info().map(FeedJson::info).orElse(null),
        update.info().map(read -> FeedJson.problems(update.problems())).orElse(null),
        row.entries() + written.size() - known.size(),
        later(row.newest(), newest).orElse(null),
        polled,
        History.SIZE,
        polled,
        feed);
  }

  private static Optional<Long> later(Optional<Long> one, Optional<Long> other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(Math.max(one.get(), other.get()))
        : one.or(() -> other);
  }

  private List<Arrival> arrivals(Feed row, Map<Long, Known> known, Set<Long> joined) {
    return written.stream()
        .map(
            entry -> {
              var before = Optional.ofNullable(known.get(entry.id()));
              var keys = new TreeSet<>(entry.labels().keySet());
              before.ifPresent(old -> keys.addAll(old.labels().keySet()));
              return new Arrival(
                  new EntryKey(feed, entry.id()),
                  update.lease().id(),
                  row.group(),
                  keys,
                  Millis.at(before.map(Known::river).orElseGet(entry::river)),
                  before.isEmpty(),
                  joined.contains(entry.id()));
            })
        .toList();
  }
}
