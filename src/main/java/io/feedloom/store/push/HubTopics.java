package io.feedloom.store.push;

import io.feedloom.store.api.HubTopic;
import io.feedloom.store.api.LogPlace;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The topics that have subscribers. A process that notices news of a topic marks it as due, and one
 * process leases it to deliver them. With H2, there is only one process, and leases are ignored.
 */
public final class HubTopics {
  /** The time of a topic without anything to deliver. */
  static final long NEVER = Long.MAX_VALUE;

  private static final String VERSION = "SELECT number FROM turn WHERE name = 'hub topics'";

  private static final String SCANNED = "SELECT number FROM turn WHERE name = 'hub'";

  private static final String ALL =
      "SELECT id, address, key_name, key_digest FROM hub_topic ORDER BY id";

  private static final String ANY =
      """
      SELECT 1 FROM turn WHERE EXISTS (SELECT 1 FROM hub_topic) OR EXISTS
      (SELECT 1 FROM hub_request) FETCH FIRST 1 ROWS ONLY
      """;

  private static final String MARK =
      """
      UPDATE hub_topic SET due = 0, news = CASE WHEN news < ? THEN ? ELSE news END
      WHERE id = ? AND news < ?
      """;

  /** Reads an index in its order and locks nothing. */
  private static final String FIND_DUE =
      """
      SELECT id, address, key_name, key_digest, news, due FROM hub_topic
      WHERE due <= ? AND (leased <= ? OR owner = ?)
      ORDER BY due, id FETCH FIRST ? ROWS ONLY
      """;

  private static final String LEASE =
      """
      UPDATE hub_topic SET due = ?, leased = ?, owner = ?
      WHERE id = ? AND due = ? AND news = ? AND (leased <= ? OR owner = ?)
      """;

  /** A topic with news stays due. */
  private static final String RENEW =
      """
      UPDATE hub_topic SET leased = ?, due = CASE WHEN due < ? THEN due ELSE ? END
      WHERE id = ? AND owner = ?
      """;

  private static final String SETTLE =
      """
      UPDATE hub_topic SET leased = 0, due = COALESCE(
        (SELECT MIN(s.next_try) FROM hub_subscription s
         WHERE s.topic_id = hub_topic.id AND s.place < hub_topic.news AND s.ends > ?), ?)
      WHERE id = ? AND owner = ?
      """;

  private static final String NEXT = "SELECT MIN(due) AS due FROM hub_topic";

  private static final String NEXT_SHARED =
      """
      SELECT MIN(CASE WHEN owner <> ? AND leased > due THEN leased ELSE due END) AS due
      FROM hub_topic
      """;

  private static final String REMIND = "UPDATE hub_topic SET due = ? WHERE id = ? AND due > ?";

  private final Database database;
  private final long owner;

  /**
   * @param owner the number of this process
   */
  public HubTopics(Database database, long owner) {
    this.database = database;
    this.owner = owner;
  }

  /**
   * All topics at one time.
   *
   * @param version changes with the set of topics
   */
  public record Known(long version, List<HubTopic> topics) {
    public Known {
      topics = List.copyOf(topics);
    }
  }

  /** Returns whether other processes can use the same database. */
  public boolean isShared() {
    return database.dialect().isShared();
  }

  /**
   * Returns whether there are topics or requests that other processes may have added. Queries
   * nothing if there are no other processes.
   */
  public boolean isUsedByOthers() {
    return isShared() && database.read(c -> Sql.first(c, ANY, row -> true).isPresent());
  }

  /** Returns all topics; the given ones if they have not changed. */
  public Known all(Known before) {
    return database.read(
        c -> {
          // First the version: topics that are added in between make it old, which is noticed.
          long version = Sql.first(c, VERSION, row -> row.getLong(1)).orElse(0L);
          return version == before.version()
              ? before
              : new Known(version, Sql.list(c, ALL, HubTopics::topic));
        });
  }

  private static HubTopic topic(ResultSet row) throws SQLException {
    return new HubTopic(row.getLong("id"), row.getString("address"), HubRequests.key(row));
  }

  /** Returns the number of the last update that was compared with all topics. */
  public long scanned() {
    return database.read(c -> Sql.first(c, SCANNED, row -> row.getLong(1)).orElse(0L));
  }

  /**
   * Marks topics as due, and all updates up to a number as compared with all topics.
   *
   * @param news the place after the last arrival that may concern each topic, by its id
   * @param version of the topics that were compared
   * @return false if the set of topics has changed since; then nothing was marked
   */
  public boolean mark(Map<Long, Long> news, long update, long version) {
    return database.write(c -> mark(c, news, update, version));
  }

  private static boolean mark(Connection c, Map<Long, Long> news, long update, long version)
      throws SQLException {
    if (lock(c) != version) {
      return false;
    }
    for (var topic : new TreeMap<>(news).entrySet()) {
      long place = topic.getValue();
      Sql.run(c, MARK, place, place, topic.getKey(), place);
    }
    Sql.run(c, "UPDATE turn SET number = ? WHERE name = 'hub' AND number < ?", update, update);
    return true;
  }

  /** Waits until no other process adds topics or marks them, and returns the version. */
  static long lock(Connection c) throws SQLException {
    return Sql.first(c, VERSION + " FOR UPDATE", row -> row.getLong(1)).orElse(0L);
  }

  /** Changes the version of the set of topics. The caller has the lock. */
  private static void changed(Connection c) throws SQLException {
    Sql.run(c, "UPDATE turn SET number = number + 1 WHERE name = 'hub topics'");
  }

  /**
   * Returns the id of a topic, and adds it if it is missing. The caller has the lock.
   *
   * @param place the first place of its first subscriber
   */
  static long find(Connection c, String address, Optional<HubTopic.Key> key, long place)
      throws SQLException {
    var digest = HubTopic.digest(address, key);
    var known = id(c, digest);
    if (known.isPresent()) {
      return known.get();
    }
    // What arrived up to now was not compared with this topic.
    long end =
        Sql.first(c, "SELECT number FROM turn WHERE name = 'arrivals'", row -> row.getLong(1))
            .orElse(0L);
    if (Sql.first(c, "SELECT id FROM hub_topic FETCH FIRST 1 ROWS ONLY", row -> 1).isEmpty()) {
      Sql.run(c, "UPDATE turn SET number = ? WHERE name = 'hub' AND number < ?", end, end);
    }
    Sql.run(
        c,
        """
        INSERT INTO hub_topic (digest, address, key_name, key_digest, news, due, leased, owner)
        VALUES (?, ?, ?, ?, ?, 0, 0, 0)
        """,
        digest,
        address,
        key.map(HubTopic.Key::name).orElse(null),
        key.map(HubTopic.Key::digest).orElse(null),
        Math.max(place, LogPlace.after(end)));
    changed(c);
    return id(c, digest).orElseThrow();
  }

  static Optional<Long> id(Connection c, String digest) throws SQLException {
    return Sql.first(
        c, "SELECT id FROM hub_topic WHERE digest = ?", row -> row.getLong("id"), digest);
  }

  /** Removes the topics without subscribers. The caller has the lock. */
  static void removeUnused(Connection c) throws SQLException {
    int removed =
        Sql.run(
            c,
            """
            DELETE FROM hub_topic WHERE NOT EXISTS
            (SELECT 1 FROM hub_subscription s WHERE s.topic_id = hub_topic.id)
            """);
    if (removed > 0) {
      changed(c);
    }
  }

  /**
   * A topic that this process has leased.
   *
   * @param news the place after the last arrival that may concern it
   */
  public record Leased(HubTopic topic, long news) {}

  private record Due(HubTopic topic, long news, long due) {}

  /**
   * Leases the topics that are due. Also returns those that this process has leased before and that
   * have more news.
   *
   * @param most how many at most
   */
  public List<Leased> take(Instant now, int most, Duration lease) {
    long free = database.dialect().isShared() ? Millis.of(now) : NEVER;
    var due =
        database.read(
            c ->
                Sql.list(
                    c,
                    FIND_DUE,
                    row -> new Due(topic(row), row.getLong("news"), row.getLong("due")),
                    Millis.of(now),
                    free,
                    owner,
                    most));
    long until = Millis.of(now.plus(lease));
    return due.isEmpty() ? List.of() : database.write(c -> lease(c, due, until, free));
  }

  private List<Leased> lease(Connection c, List<Due> due, long until, long free)
      throws SQLException {
    var taken = new ArrayList<Leased>();
    // In the order in which others lock the rows.
    var sorted = due.stream().sorted(Comparator.comparingLong(one -> one.topic().id())).toList();
    for (var one : sorted) {
      long id = one.topic().id();
      if (Sql.run(c, LEASE, until, until, owner, id, one.due(), one.news(), free, owner) == 1) {
        taken.add(new Leased(one.topic(), one.news()));
      }
    }
    return taken;
  }

  /**
   * Ends the leases that a killed process left in an H2 database. With PostgreSQL, they may belong
   * to other processes, and end by themselves.
   */
  public void recover() {
    if (!database.dialect().isShared()) {
      database.write(
          c -> Sql.run(c, "UPDATE hub_topic SET due = 0, leased = 0 WHERE due <> ?", NEVER));
    }
  }

  /** Extends leases of this process. */
  public void renew(List<Long> topics, Instant now, Duration lease) {
    if (!topics.isEmpty()) {
      long time = Millis.of(now);
      long until = Millis.of(now.plus(lease));
      database.write(
          c -> {
            for (long id : topics.stream().sorted().toList()) {
              Sql.run(c, RENEW, until, time, until, id, owner);
            }
            return true;
          });
    }
  }

  /**
   * Ends leases. Each topic is due when the next of its subscribers is due that has not received
   * all news.
   */
  public void settle(List<Long> topics, Instant now) {
    if (!topics.isEmpty()) {
      database.write(
          c -> {
            for (long id : topics.stream().sorted().toList()) {
              Sql.run(c, SETTLE, Millis.of(now), NEVER, id, owner);
            }
            return true;
          });
    }
  }

  /** Makes a topic due at this time, unless it is due before. */
  public void remind(long topic, Instant time) {
    database.write(c -> Sql.run(c, REMIND, Millis.of(time), topic, Millis.of(time)));
  }

  /** Returns when this process may lease the next topic; empty if there is nothing to deliver. */
  public Optional<Instant> nextDue() {
    return database
        .read(
            c ->
                database.dialect().isShared()
                    ? Sql.first(c, NEXT_SHARED, row -> Sql.number(row, "due"), owner)
                    : Sql.first(c, NEXT, row -> Sql.number(row, "due")))
        .flatMap(due -> due)
        .filter(due -> due != NEVER)
        .map(Millis::at);
  }
}
