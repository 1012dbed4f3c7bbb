package io.feedloom.store.push;

import io.feedloom.feed.EntryKey;
import io.feedloom.store.api.WaitingEntry;
import io.feedloom.store.api.WebhookMessage;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Statements about the entries and messages that wait for a webhook. Its row must be locked. */
final class WebhookRows {
  private static final String ADD =
      """
      INSERT INTO webhook_entry (webhook, number, feed_id, id, river, added)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  private static final String RENUMBER =
      "UPDATE webhook_entry SET number = ? WHERE webhook = ? AND feed_id = ? AND id = ?";

  private static final String WAITING =
      """
      SELECT number, feed_id, id, river, added FROM webhook_entry
      WHERE webhook = ? AND added < ? ORDER BY number FETCH FIRST ? ROWS ONLY
      """;

  private static final String DROP_OLDEST =
      """
      DELETE FROM webhook_entry WHERE webhook = ? AND number IN (
        SELECT number FROM webhook_entry WHERE webhook = ? ORDER BY number FETCH FIRST ? ROWS ONLY)
      """;

  private static final String ADD_MESSAGE =
      """
      INSERT INTO webhook_message
        (webhook, number, id, content_type, body, created, failures, next_try)
      VALUES (?, ?, ?, ?, ?, ?, 0, ?)
      """;

  private static final String FIRST =
      """
      SELECT number, id, content_type, body, created, failures, next_try FROM webhook_message
      WHERE webhook = ? ORDER BY number FETCH FIRST 1 ROWS ONLY
      """;

  private WebhookRows() {}

  /**
   * Adds entries. One that waits already gets a new number, so that a message that is being made
   * without its change does not remove it. Returns how many old ones were dropped.
   */
  static int add(Connection c, String webhook, List<WaitingEntry> entries, int most)
      throws SQLException {
    long number = WebhookTable.numbers(c, webhook, entries.size());
    for (var entry : entries) {
      int feed = entry.key().feed();
      long id = entry.key().id();
      if (Sql.run(c, RENUMBER, number, webhook, feed, id) == 0) {
        Sql.run(
            c, ADD, webhook, number, feed, id, Millis.of(entry.river()), Millis.of(entry.added()));
      }
      number++;
    }
    long waiting =
        Sql.first(
                c,
                "SELECT COUNT(*) FROM webhook_entry WHERE webhook = ?",
                row -> row.getLong(1),
                webhook)
            .orElse(0L);
    return waiting > most ? Sql.run(c, DROP_OLDEST, webhook, webhook, waiting - most) : 0;
  }

  static List<WaitingEntry> waiting(Connection c, String webhook, Instant before, int most)
      throws SQLException {
    return Sql.list(c, WAITING, WebhookRows::entry, webhook, Millis.of(before), most);
  }

  private static WaitingEntry entry(ResultSet row) throws SQLException {
    return new WaitingEntry(
        row.getLong("number"),
        new EntryKey(row.getInt("feed_id"), row.getLong("id")),
        Millis.at(row.getLong("river")),
        Millis.at(row.getLong("added")));
  }

  static void remove(Connection c, String webhook, List<WaitingEntry> entries) throws SQLException {
    Sql.batch(
        c,
        "DELETE FROM webhook_entry WHERE webhook = ? AND number = ?",
        entries.stream().map(entry -> Sql.values(webhook, entry.number())).toList());
  }

  static void add(Connection c, String webhook, WebhookMessage message) throws SQLException {
    Sql.run(
        c,
        ADD_MESSAGE,
        webhook,
        WebhookTable.numbers(c, webhook, 1),
        message.id(),
        message.contentType(),
        message.body(),
        Millis.of(message.created()),
        Millis.of(message.nextTry()));
  }

  static Optional<WebhookMessage> first(Connection c, String webhook) throws SQLException {
    return Sql.first(
        c,
        FIRST,
        row ->
            new WebhookMessage(
                row.getLong("number"),
                row.getString("id"),
                row.getString("content_type"),
                row.getBytes("body"),
                Millis.at(row.getLong("created")),
                row.getInt("failures"),
                Millis.at(row.getLong("next_try"))),
        webhook);
  }

  static boolean has(Connection c, String webhook, String id) throws SQLException {
    return Sql.first(
            c,
            "SELECT number FROM webhook_message WHERE webhook = ? AND id = ?",
            row -> row.getLong(1),
            webhook,
            id)
        .isPresent();
  }

  static long count(Connection c, String webhook) throws SQLException {
    return Sql.first(
            c,
            "SELECT COUNT(*) FROM webhook_message WHERE webhook = ?",
            row -> row.getLong(1),
            webhook)
        .orElse(0L);
  }
}
