package io.feedloom.store.push;

import io.feedloom.feed.Secret;
import io.feedloom.store.api.HubRequest;
import io.feedloom.store.api.HubRequest.Acceptance;
import io.feedloom.store.api.HubTopic;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The requests to the hub whose callbacks must still confirm them. They are stored, so that they
 * survive the process, and leased, so that no two processes ask the same callback.
 */
public final class HubRequests {
  private static final String OF_HOST =
      """
      SELECT (SELECT COUNT(*) FROM hub_request WHERE host = ? AND pair <> ?)
      + (SELECT COUNT(*) FROM hub_subscription WHERE host = ?) AS n
      """;

  private static final String OF_ALL =
      """
      SELECT (SELECT COUNT(*) FROM hub_request) + (SELECT COUNT(*) FROM hub_subscription) AS n
      """;

  private static final String KNOWN =
      """
      SELECT s.id FROM hub_subscription s JOIN hub_topic t ON t.id = s.topic_id
      WHERE t.digest = ? AND s.callback_digest = ?
      """;

  private static final String ADD =
      """
      INSERT INTO hub_request (pair, mode, address, key_name, key_digest, callback, host, secret,
      asked, base, lease_seconds, place, due, tries)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
      """;

  /** Does nothing if another process has taken or replaced the request since. */
  private static final String LEASE =
      "UPDATE hub_request SET due = ?, tries = tries + 1 WHERE pair = ? AND due = ?";

  private final Database database;

  public HubRequests(Database database) {
    this.database = database;
  }

  /**
   * Limits of the hub.
   *
   * @param perHost the most subscriptions and requests with callbacks on one host
   * @param all the most subscriptions and requests
   */
  public record Limits(int perHost, int all) {}

  /**
   * Adds a request. It replaces an earlier one for the same topic and callback.
   *
   * @param now when its callback is first asked
   */
  public Acceptance add(HubRequest request, Instant now, Limits limits) {
    return database.write(c -> add(c, request, now, limits));
  }

  private static Acceptance add(Connection c, HubRequest request, Instant now, Limits limits)
      throws SQLException {
    var pair = request.pair();
    var key = request.key();
    boolean known =
        Sql.first(
                c,
                KNOWN,
                row -> row.getLong(1),
                HubTopic.digest(request.address(), key),
                HubTopic.hex(request.callback()))
            .isPresent();
    if (!known) {
      if (count(c, OF_HOST, request.host(), pair, request.host()) >= limits.perHost()) {
        return Acceptance.HOST_FULL;
      }
      if (count(c, OF_ALL) >= limits.all()) {
        return Acceptance.FULL;
      }
    }
    Sql.run(c, "DELETE FROM hub_request WHERE pair = ?", pair);
    Sql.run(
        c,
        ADD,
        pair,
        request.mode().name(),
        request.address(),
        key.map(HubTopic.Key::name).orElse(null),
        key.map(HubTopic.Key::digest).orElse(null),
        request.callback(),
        request.host(),
        request.secret().map(Secret::value).orElse(null),
        request.asked(),
        request.base(),
        request.lease().toSeconds(),
        request.place(),
        Millis.of(now));
    return Acceptance.ACCEPTED;
  }

  private static long count(Connection c, String sql, Object... values) throws SQLException {
    return Sql.first(c, sql, row -> row.getLong("n"), values).orElse(0L);
  }

  /**
   * Leases the requests that are due, the first due first.
   *
   * @param most how many at most
   * @param perHost how many callbacks of one host may be asked at once
   * @param underWay how many callbacks of each host are being asked
   */
  public List<HubRequest.Leased> take(
      Instant now, int most, Duration lease, int perHost, Map<String, Integer> underWay) {
    var full =
        underWay.entrySet().stream()
            .filter(host -> host.getValue() >= perHost)
            .map(Map.Entry::getKey)
            .toList();
    var room = new HashMap<>(underWay);
    var due =
        database.read(c -> Sql.list(c, findDue(full), Due::of, values(now, full, most))).stream()
            .filter(one -> room.merge(one.request().host(), 1, Integer::sum) <= perHost)
            .toList();
    long until = Millis.of(now.plus(lease));
    return due.isEmpty() ? List.of() : database.write(c -> lease(c, due, until));
  }

  /**
   * Returns the query that leaves these hosts out. It reads an index in its order and locks
   * nothing.
   */
  private static String findDue(List<String> hosts) {
    var others = hosts.isEmpty() ? "" : "AND host NOT IN (" + "?, ".repeat(hosts.size() - 1) + "?)";
    return """
    SELECT pair, mode, address, key_name, key_digest, callback, host, secret, asked, base,
    lease_seconds, place, due, tries
    FROM hub_request WHERE due <= ? %s ORDER BY due, pair FETCH FIRST ? ROWS ONLY
    """
        .formatted(others);
  }

  private static Object[] values(Instant now, List<String> hosts, int most) {
    return Stream.of(Stream.of(Millis.of(now)), hosts.stream(), Stream.of(most))
        .flatMap(Function.identity())
        .toArray();
  }

  private record Due(HubRequest request, long due, int tries) {
    static Due of(ResultSet row) throws SQLException {
      return new Due(
          new HubRequest(
              HubRequest.Mode.valueOf(row.getString("mode")),
              row.getString("address"),
              key(row),
              row.getString("callback"),
              row.getString("host"),
              Sql.text(row, "secret").map(Secret::new),
              row.getString("asked"),
              row.getString("base"),
              Duration.ofSeconds(row.getLong("lease_seconds")),
              row.getLong("place")),
          row.getLong("due"),
          row.getInt("tries"));
    }
  }

  /** Returns the key of a topic from a row. */
  static Optional<HubTopic.Key> key(ResultSet row) throws SQLException {
    var digest = Sql.text(row, "key_digest");
    return Sql.text(row, "key_name").flatMap(n -> digest.map(d -> new HubTopic.Key(n, d)));
  }

  private static List<HubRequest.Leased> lease(Connection c, List<Due> due, long until)
      throws SQLException {
    var taken = new ArrayList<HubRequest.Leased>();
    for (var one : due) {
      if (Sql.run(c, LEASE, until, one.request().pair(), one.due()) == 1) {
        taken.add(new HubRequest.Leased(one.request(), until, one.tries() + 1));
      }
    }
    return taken;
  }

  /** Returns when the next request is due. */
  public Optional<Instant> nextDue() {
    return database
        .read(
            c ->
                Sql.first(
                    c, "SELECT MIN(due) AS due FROM hub_request", row -> Sql.number(row, "due")))
        .flatMap(due -> due)
        .map(Millis::at);
  }

  /** Has the callback of a request asked again. Does nothing if the lease is lost. */
  public void postpone(HubRequest.Leased request, Instant next) {
    database.write(
        c ->
            Sql.run(
                c,
                "UPDATE hub_request SET due = ? WHERE pair = ? AND due = ?",
                Millis.of(next),
                request.request().pair(),
                request.mark()));
  }

  /** Removes a request. Does nothing if the lease is lost. */
  public void drop(HubRequest.Leased request) {
    database.write(c -> end(c, request));
  }

  /** Removes a request. Returns whether the lease was valid. */
  static boolean end(Connection c, HubRequest.Leased request) throws SQLException {
    return Sql.run(
            c,
            "DELETE FROM hub_request WHERE pair = ? AND due = ?",
            request.request().pair(),
            request.mark())
        == 1;
  }
}
