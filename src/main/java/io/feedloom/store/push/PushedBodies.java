package io.feedloom.store.push;

import io.feedloom.feed.Digest;
import io.feedloom.feed.DocumentHeaders;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Problem;
import io.feedloom.feed.PushedBody;
import io.feedloom.feed.TopicSubscription.Deliveries;
import io.feedloom.store.api.TopicChange;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.json.DatedProblem;
import io.feedloom.store.json.FeedJson;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The documents that hubs delivered and that wait to be read. They are stored, so that they survive
 * the process, and leased, so that no two processes read the same one. Those of one subscription
 * are read in the order in which they came.
 */
public final class PushedBodies {
  /** The most documents of one subscription that wait. */
  public static final int MAX_WAITING = 20;

  /** The most documents that wait in all. */
  private static final int MAX_WAITING_IN_ALL = 500;

  /** How many digests of a subscription's last bodies are kept. */
  private static final int RECENT = 32;

  /** The most problems with deliveries that are shown for a feed. */
  private static final int PROBLEMS = 5;

  private static final int PIECE = 512 * 1024;

  private static final String ADD =
      """
      INSERT INTO pushed_body
      (path, feed_id, due, tries, received, content_type, content_language)
      VALUES (?, ?, ?, 0, ?, ?, ?)
      """;

  private static final String ADD_PIECE =
      "INSERT INTO pushed_piece (body_id, number, bytes) VALUES (?, ?, ?)";

  /** Finds the first document of each subscription, if it is due. */
  private static final String DUE =
      """
      SELECT b.id, b.due FROM pushed_body b
      WHERE b.due <= ?
      AND NOT EXISTS (SELECT 1 FROM pushed_body e WHERE e.path = b.path AND e.id < b.id)
      ORDER BY b.id FETCH FIRST ? ROWS ONLY
      """;

  private static final String LEASE =
      "UPDATE pushed_body SET due = ?, tries = tries + 1 WHERE id = ? AND due = ?";

  private static final String TAKEN =
      """
      SELECT b.*, f.name, s.topic FROM pushed_body b
      LEFT JOIN feed f ON f.id = b.feed_id
      LEFT JOIN topic_subscription s ON s.path = b.path
      WHERE b.id = ?
      """;

  private static final String END = "DELETE FROM pushed_body WHERE id = ? AND due = ?";

  private final Database database;

  public PushedBodies(Database database) {
    this.database = database;
  }

  /** What became of a delivery. */
  public enum Taken {
    /** It is stored. */
    STORED,
    /** It is the same as one of the last ones. */
    REPEATED,
    /** Too many wait. */
    TOO_MANY,
    /** There is no such subscription. */
    UNKNOWN
  }

  /**
   * Stores a delivery.
   *
   * @param path of the subscription
   */
  public Taken add(String path, DocumentHeaders headers, byte[] body, Instant now) {
    long digest = ByteBuffer.wrap(Digest.sha256(body)).getLong();
    return database.write(
        1 + body.length / PIECE,
        c -> {
          var stored = TopicTable.lock(c, path);
          if (stored.isEmpty()) {
            return Taken.UNKNOWN;
          }
          var received = stored.get().received();
          if (received.recent().contains(digest)) {
            return Taken.REPEATED;
          }
          if (isFull(c, path)) {
            return Taken.TOO_MANY;
          }
          insert(c, path, stored.get().feed(), headers, body, Millis.of(now));
          var recent =
              Stream.concat(Stream.of(digest), received.recent().stream()).limit(RECENT).toList();
          var next =
              new Deliveries(
                  received.count() + 1,
                  Optional.of(now),
                  received.newest(),
                  recent,
                  received.evidence());
          TopicTable.write(c, List.of(new TopicChange.Put(stored.get().withReceived(next))));
          return Taken.STORED;
        });
  }

  private static boolean isFull(Connection c, String path) throws SQLException {
    long own = count(c, "SELECT COUNT(*) FROM pushed_body WHERE path = ?", path);
    return own >= MAX_WAITING || count(c, "SELECT COUNT(*) FROM pushed_body") >= MAX_WAITING_IN_ALL;
  }

  private static long count(Connection c, String sql, Object... values) throws SQLException {
    return Sql.first(c, sql, row -> row.getLong(1), values).orElse(0L);
  }

  private static void insert(
      Connection c, String path, int feed, DocumentHeaders headers, byte[] body, long now)
      throws SQLException {
    Sql.run(
        c,
        ADD,
        path,
        feed,
        now,
        now,
        headers.contentType().map(Sql::clean).orElse(null),
        headers.contentLanguage().map(Sql::clean).orElse(null));
    long id =
        Sql.first(
                c,
                "SELECT MAX(id) AS id FROM pushed_body WHERE path = ?",
                row -> row.getLong("id"),
                path)
            .orElseThrow();
    for (int from = 0; from == 0 || from < body.length; from += PIECE) {
      var piece = Arrays.copyOfRange(body, from, Math.min(body.length, from + PIECE));
      Sql.run(c, ADD_PIECE, id, from / PIECE, piece);
    }
  }

  /** Leases the documents that are to be read now, at most one of each subscription. */
  public List<PushedBody> take(Instant now, int most, Duration lease) {
    long until = Millis.of(now.plus(lease));
    var due =
        database.read(
            c ->
                Sql.list(
                    c,
                    DUE,
                    row -> new long[] {row.getLong("id"), row.getLong("due")},
                    Millis.of(now),
                    most));
    return due.isEmpty()
        ? List.of()
        : database.write(
            c -> {
              var taken = new ArrayList<PushedBody>();
              for (long[] each : due) {
                if (Sql.run(c, LEASE, until, each[0], each[1]) == 1) {
                  taken.addAll(Sql.list(c, TAKEN, row -> read(c, row), each[0]));
                }
              }
              return taken;
            });
  }

  private static PushedBody read(Connection c, ResultSet row) throws SQLException {
    long id = row.getLong("id");
    var body = new ByteArrayOutputStream();
    Sql.list(
            c,
            "SELECT bytes FROM pushed_piece WHERE body_id = ? ORDER BY number",
            piece -> piece.getBytes("bytes"),
            id)
        .forEach(body::writeBytes);
    return new PushedBody(
        id,
        row.getString("path"),
        row.getInt("feed_id"),
        Sql.text(row, "name").map(FeedId::new),
        Sql.text(row, "topic").orElse(""),
        Millis.at(row.getLong("due")),
        row.getInt("tries"),
        Millis.at(row.getLong("received")),
        DocumentHeaders.of(Sql.text(row, "content_type"), Sql.text(row, "content_language")),
        body.toByteArray());
  }

  /** Returns when the next document may be read. */
  public Optional<Instant> nextDue() {
    return database
        .read(
            c ->
                Sql.first(
                    c, "SELECT MIN(due) AS due FROM pushed_body", row -> Sql.number(row, "due")))
        .flatMap(due -> due)
        .map(Millis::at);
  }

  /** Gives a document back, to be read later. Does nothing if the lease is lost. */
  public void postpone(PushedBody body, Instant until) {
    database.write(
        c ->
            Sql.run(
                c,
                "UPDATE pushed_body SET due = ? WHERE id = ? AND due = ?",
                Millis.of(until),
                body.id(),
                Millis.of(body.leasedUntil())));
  }

  /**
   * Removes a document that was read. Does nothing if the lease is lost.
   *
   * @param change what the document shows about the hub
   * @param problem why it could not be read; if empty, earlier problems are forgotten
   */
  public void finish(
      PushedBody body, UnaryOperator<Deliveries> change, Optional<Problem> problem, Instant now) {
    database.write(
        c -> {
          if (Sql.run(c, END, body.id(), Millis.of(body.leasedUntil())) == 0) {
            return false;
          }
          Sql.run(c, "DELETE FROM pushed_piece WHERE body_id = ?", body.id());
          var stored = TopicTable.lock(c, body.path());
          if (stored.isPresent()) {
            var next = stored.get().withReceived(change.apply(stored.get().received()));
            TopicTable.write(c, List.of(new TopicChange.Put(next)));
          }
          note(c, body.feed(), problem, now);
          return true;
        });
  }

  /** Notes a delivery that was not taken as a problem of the feed. */
  public void refuse(int feed, Problem problem, Instant now) {
    database.write(
        c -> {
          note(c, feed, Optional.of(problem), now);
          return true;
        });
  }

  private static void note(Connection c, int feed, Optional<Problem> problem, Instant now)
      throws SQLException {
    var before =
        Sql.first(
                c,
                "SELECT push_problems FROM feed WHERE id = ?",
                row -> Sql.text(row, "push_problems").map(FeedJson::datedProblems),
                feed)
            .flatMap(problems -> problems)
            .orElse(List.of());
    var after = new ArrayList<DatedProblem>();
    problem.ifPresent(
        each -> {
          after.add(
              before.stream()
                  .filter(old -> old.problem().equals(each))
                  .findFirst()
                  .orElse(new DatedProblem(each, now)));
          before.stream()
              .filter(old -> !old.problem().equals(each))
              .limit(PROBLEMS - 1)
              .forEach(after::add);
        });
    if (!after.equals(before)) {
      Sql.run(
          c,
          "UPDATE feed SET push_problems = ? WHERE id = ?",
          after.isEmpty() ? null : FeedJson.datedProblems(after),
          feed);
    }
  }
}
