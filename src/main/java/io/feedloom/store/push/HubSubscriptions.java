package io.feedloom.store.push;

import io.feedloom.feed.Secret;
import io.feedloom.store.api.HubFigures;
import io.feedloom.store.api.HubRequest;
import io.feedloom.store.api.HubSubscriber;
import io.feedloom.store.api.HubTopic;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The subscriptions to topics of the hub: one for each topic and callback. */
public final class HubSubscriptions {
  private static final String ADD =
      """
      INSERT INTO hub_subscription (topic_id, callback_digest, callback, host, secret, asked, base,
      since, ends, place, failures, next_try)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)
      """;

  /** A subscriber that renews its subscription keeps its place, and is tried again at once. */
  private static final String RENEW =
      """
      UPDATE hub_subscription SET secret = ?, asked = ?, base = ?, ends = ?, failures = 0,
      next_try = 0 WHERE topic_id = ? AND callback_digest = ?
      """;

  private static final String BEHIND =
      """
      SELECT s.id, s.callback, s.host, s.secret, s.base, s.place, s.failures
      FROM hub_subscription s JOIN hub_topic t ON t.id = s.topic_id
      WHERE s.topic_id = ? AND s.id > ? AND s.place < t.news AND s.next_try <= ? AND s.ends > ?
      ORDER BY s.id FETCH FIRST ? ROWS ONLY
      """;

  /** Does nothing if the subscription has ended or has another place. */
  private static final String PROGRESS =
      """
      UPDATE hub_subscription SET place = ?, failures = ?, next_try = ?,
      delivered = COALESCE(?, delivered), failure = ? WHERE id = ? AND place = ?
      """;

  private static final String STATES =
      """
      SELECT s.id, t.address, t.key_name, t.news, s.callback, s.since, s.ends, s.place, s.failures,
      s.next_try, s.delivered, s.failure
      FROM hub_subscription s JOIN hub_topic t ON t.id = s.topic_id
      WHERE s.id > ? ORDER BY s.id FETCH FIRST ? ROWS ONLY
      """;

  private static final String FIGURES =
      """
      SELECT (SELECT COUNT(*) FROM hub_topic) AS topics, COUNT(*) AS subscriptions,
      COALESCE(SUM(CASE WHEN s.place < t.news THEN 1 ELSE 0 END), 0) AS waiting,
      COALESCE(SUM(CASE WHEN s.failures > 0 THEN 1 ELSE 0 END), 0) AS failing,
      (SELECT COUNT(*) FROM hub_request) AS requests
      FROM hub_subscription s JOIN hub_topic t ON t.id = s.topic_id
      """;

  private final Database database;

  public HubSubscriptions(Database database) {
    this.database = database;
  }

  /**
   * Begins or renews the subscription that a request asks for, and removes the request. A new
   * subscriber receives what arrived after the place of the request.
   *
   * @return false if the lease of the request is lost
   */
  public boolean subscribe(HubRequest.Leased leased, Instant now) {
    return database.write(
        c -> {
          HubTopics.lock(c);
          return HubRequests.end(c, leased) && subscribe(c, leased.request(), now);
        });
  }

  private static boolean subscribe(Connection c, HubRequest request, Instant now)
      throws SQLException {
    long topic = HubTopics.find(c, request.address(), request.key(), request.place());
    var callback = HubTopic.hex(request.callback());
    var secret = request.secret().map(Secret::value).orElse(null);
    long ends = Millis.of(now.plus(request.lease()));
    int renewed = Sql.run(c, RENEW, secret, request.asked(), request.base(), ends, topic, callback);
    if (renewed == 0) {
      Sql.run(
          c,
          ADD,
          topic,
          callback,
          request.callback(),
          request.host(),
          secret,
          request.asked(),
          request.base(),
          Millis.of(now),
          ends,
          request.place());
    }
    Sql.run(c, "UPDATE hub_topic SET due = 0 WHERE id = ?", topic);
    return true;
  }

  /**
   * Ends the subscription that a request names, and removes the request.
   *
   * @return false if the lease of the request is lost
   */
  public boolean unsubscribe(HubRequest.Leased leased) {
    return database.write(
        c -> {
          HubTopics.lock(c);
          if (!HubRequests.end(c, leased)) {
            return false;
          }
          var request = leased.request();
          var topic = HubTopics.id(c, HubTopic.digest(request.address(), request.key()));
          if (topic.isPresent()) {
            Sql.run(
                c,
                "DELETE FROM hub_subscription WHERE topic_id = ? AND callback_digest = ?",
                topic.get(),
                HubTopic.hex(request.callback()));
            HubTopics.removeUnused(c);
          }
          return true;
        });
  }

  /** Ends a subscription. */
  public void end(long subscriber) {
    database.write(
        c -> {
          HubTopics.lock(c);
          Sql.run(c, "DELETE FROM hub_subscription WHERE id = ?", subscriber);
          HubTopics.removeUnused(c);
          return true;
        });
  }

  /** Ends all subscriptions to a topic, and returns them. */
  public List<HubSubscriber.Ended> endAll(long topic) {
    return database.write(
        c -> {
          HubTopics.lock(c);
          var ended =
              Sql.list(
                  c,
                  "SELECT callback, asked FROM hub_subscription WHERE topic_id = ?",
                  row -> new HubSubscriber.Ended(row.getString("callback"), row.getString("asked")),
                  topic);
          Sql.run(c, "DELETE FROM hub_subscription WHERE topic_id = ?", topic);
          HubTopics.removeUnused(c);
          return ended;
        });
  }

  /** Ends the subscriptions whose lease is over, and returns how many. */
  public int expire(Instant now) {
    long time = Millis.of(now);
    boolean any =
        database
            .read(
                c ->
                    Sql.first(
                        c,
                        "SELECT id FROM hub_subscription WHERE ends <= ? FETCH FIRST 1 ROWS ONLY",
                        row -> row.getLong(1),
                        (Object) time))
            .isPresent();
    return !any
        ? 0
        : database.write(
            c -> {
              HubTopics.lock(c);
              int ended = Sql.run(c, "DELETE FROM hub_subscription WHERE ends <= ?", time);
              HubTopics.removeUnused(c);
              return ended;
            });
  }

  /**
   * Returns the subscribers of a topic that have not received all news and may be tried, by id.
   *
   * @param after only subscribers with a larger id
   * @param most how many at most
   */
  public List<HubSubscriber> behind(long topic, long after, Instant now, int most) {
    long time = Millis.of(now);
    return database.read(
        c ->
            Sql.list(
                c,
                BEHIND,
                row ->
                    new HubSubscriber(
                        row.getLong("id"),
                        row.getString("callback"),
                        row.getString("host"),
                        Sql.text(row, "secret").map(Secret::new),
                        row.getString("base"),
                        row.getLong("place"),
                        row.getInt("failures")),
                topic,
                after,
                time,
                time,
                most));
  }

  /** Stores the results of deliveries, and returns the ids of subscriptions that still exist. */
  public Set<Long> advance(List<HubSubscriber.Progress> results) {
    var sorted =
        results.stream()
            .sorted(Comparator.comparingLong(HubSubscriber.Progress::subscriber))
            .toList();
    return database.write(
        results.size(),
        c -> {
          var known = new HashSet<Long>();
          for (var result : sorted) {
            if (advance(c, result)) {
              known.add(result.subscriber());
            }
          }
          return known;
        });
  }

  private static boolean advance(Connection c, HubSubscriber.Progress result) throws SQLException {
    return Sql.run(
            c,
            PROGRESS,
            result.to(),
            result.failures(),
            Millis.of(result.nextTry()),
            result.delivered().map(Millis::of).orElse(null),
            result.failure().map(Sql::clean).orElse(null),
            result.subscriber(),
            result.from())
        == 1;
  }

  /**
   * A part of the list of all subscriptions.
   *
   * @param next where the next part begins; empty after the last
   */
  public record Part(List<HubSubscriber.State> states, Optional<Long> next) {}

  private record Row(long id, HubSubscriber.State state) {}

  /**
   * Returns subscriptions, the oldest first.
   *
   * @param after from an earlier part, or 0
   * @param most how many at most
   */
  public Part states(long after, int most) {
    var rows = database.read(c -> Sql.list(c, STATES, HubSubscriptions::row, after, most));
    return new Part(
        rows.stream().map(Row::state).toList(),
        rows.size() < most ? Optional.empty() : Optional.of(rows.getLast().id()));
  }

  private static Row row(ResultSet row) throws SQLException {
    boolean behind = row.getLong("place") < row.getLong("news");
    long next = row.getLong("next_try");
    return new Row(
        row.getLong("id"),
        new HubSubscriber.State(
            row.getString("address"),
            Sql.text(row, "key_name"),
            row.getString("callback"),
            Millis.at(row.getLong("since")),
            Millis.at(row.getLong("ends")),
            behind,
            row.getInt("failures"),
            behind && next > 0 ? Optional.of(Millis.at(next)) : Optional.empty(),
            Sql.number(row, "delivered").map(Millis::at),
            Sql.text(row, "failure")));
  }

  /** Returns the size of the hub. */
  public HubFigures figures() {
    return database
        .read(
            c ->
                Sql.first(
                    c,
                    FIGURES,
                    row ->
                        new HubFigures(
                            row.getLong("topics"),
                            row.getLong("subscriptions"),
                            row.getLong("waiting"),
                            row.getLong("failing"),
                            row.getLong("requests"))))
        .orElse(new HubFigures(0, 0, 0, 0, 0));
  }
}
