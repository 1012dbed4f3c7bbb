package io.feedloom.store.push;

import io.feedloom.feed.PushEvidence;
import io.feedloom.feed.PushEvidence.Suspect;
import io.feedloom.feed.Secret;
import io.feedloom.feed.TopicSubscription;
import io.feedloom.feed.TopicSubscription.Course;
import io.feedloom.feed.TopicSubscription.Deliveries;
import io.feedloom.feed.TopicSubscription.Mode;
import io.feedloom.feed.TopicSubscription.State;
import io.feedloom.store.api.TopicChange;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements about subscriptions at hubs. */
final class TopicTable {
  static final String SELECT = "SELECT * FROM topic_subscription ";

  private static final String UPDATE =
      """
      UPDATE topic_subscription SET
      state = ?, pending = ?, due = ?, since = ?, expires = ?, failures = ?, message = ?,
      deliveries = ?, last_delivery = ?, newest_document = ?, recent = ?,
      brought = ?, missed = ?, streak = ?, suspects = ?
      WHERE path = ?
      """;

  private static final String INSERT =
      """
      INSERT INTO topic_subscription (
      state, pending, due, since, expires, failures, message,
      deliveries, last_delivery, newest_document, recent,
      brought, missed, streak, suspects,
      path, feed_id, callback, topic, hub, secret)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String FORGET_PROBLEMS =
      """
      UPDATE feed SET push_problems = NULL
      WHERE id = (SELECT feed_id FROM topic_subscription WHERE path = ?)
      AND push_problems IS NOT NULL
      """;

  private static final int MAX_MESSAGE = 1_000;

  private TopicTable() {}

  /** Returns a subscription and locks its row. */
  static Optional<TopicSubscription> lock(Connection c, String path) throws SQLException {
    return Sql.first(c, SELECT + "WHERE path = ? FOR UPDATE", TopicTable::read, path);
  }

  static List<TopicSubscription> ofFeed(Connection c, int feed) throws SQLException {
    return Sql.list(c, SELECT + "WHERE feed_id = ? ORDER BY path", TopicTable::read, feed);
  }

  static TopicSubscription read(ResultSet row) throws SQLException {
    return new TopicSubscription(
        row.getString("path"),
        row.getInt("feed_id"),
        row.getString("callback"),
        row.getString("topic"),
        row.getString("hub"),
        new Secret(row.getString("secret")),
        new Course(
            State.of(row.getString("state")),
            Sql.text(row, "pending").map(Mode::of),
            Millis.at(row.getLong("due")),
            Sql.number(row, "since").map(Millis::at),
            Sql.number(row, "expires").map(Millis::at),
            row.getInt("failures"),
            row.getString("message")),
        new Deliveries(
            row.getLong("deliveries"),
            Sql.number(row, "last_delivery").map(Millis::at),
            Sql.number(row, "newest_document").map(Millis::at),
            numbers(row.getBytes("recent")),
            new PushEvidence(
                row.getLong("brought"),
                row.getLong("missed"),
                row.getInt("streak"),
                suspects(row.getBytes("suspects")))));
  }

  /** Writes changes. Returns how many rows changed. */
  static int write(Connection c, List<TopicChange> changes) throws SQLException {
    int rows = 0;
    for (var change : changes) {
      rows +=
          switch (change) {
            case TopicChange.Put(TopicSubscription subscription) -> put(c, subscription);
            case TopicChange.Remove(String path) -> remove(c, path);
          };
    }
    return rows;
  }

  /** Removes a subscription, and the problems with its deliveries. */
  private static int remove(Connection c, String path) throws SQLException {
    Sql.run(c, FORGET_PROBLEMS, path);
    return Sql.run(c, "DELETE FROM topic_subscription WHERE path = ?", path);
  }

  private static int put(Connection c, TopicSubscription subscription) throws SQLException {
    var course = subscription.course();
    var received = subscription.received();
    var evidence = received.evidence();
    var values = new ArrayList<@Nullable Object>();
    var message = Sql.clean(course.message());
    values.add(course.state().word());
    values.add(course.pending().map(Mode::word).orElse(null));
    values.add(Millis.of(course.due()));
    values.add(course.since().map(Millis::of).orElse(null));
    values.add(course.expires().map(Millis::of).orElse(null));
    values.add(course.failures());
    values.add(message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message);
    values.add(received.count());
    values.add(received.last().map(Millis::of).orElse(null));
    values.add(received.newest().map(Millis::of).orElse(null));
    values.add(packed(received.recent()));
    values.add(evidence.brought());
    values.add(evidence.missed());
    values.add(evidence.streak());
    values.add(packedSuspects(evidence.suspects()));
    values.add(subscription.path());
    int updated = Sql.run(c, UPDATE, values.toArray());
    if (updated > 0) {
      return updated;
    }
    values.add(subscription.feed());
    values.add(subscription.callback());
    values.add(Sql.clean(subscription.topic()));
    values.add(Sql.clean(subscription.hub()));
    values.add(subscription.secret().value());
    return Sql.run(c, INSERT, values.toArray());
  }

  private static byte[] packed(List<Long> numbers) {
    var bytes = ByteBuffer.allocate(Long.BYTES * numbers.size());
    numbers.forEach(bytes::putLong);
    return bytes.array();
  }

  private static List<Long> numbers(byte[] packed) {
    var bytes = ByteBuffer.wrap(packed);
    var numbers = new ArrayList<Long>();
    while (bytes.remaining() >= Long.BYTES) {
      numbers.add(bytes.getLong());
    }
    return numbers;
  }

  private static byte[] packedSuspects(List<Suspect> suspects) {
    var numbers = new ArrayList<Long>();
    for (var suspect : suspects) {
      numbers.add(suspect.id());
      numbers.add(Millis.of(suspect.at()));
    }
    return packed(numbers);
  }

  private static List<Suspect> suspects(byte[] packed) {
    var numbers = numbers(packed);
    var suspects = new ArrayList<Suspect>();
    for (int i = 0; i + 1 < numbers.size(); i += 2) {
      suspects.add(new Suspect(numbers.get(i), Millis.at(numbers.get(i + 1))));
    }
    return suspects;
  }
}
