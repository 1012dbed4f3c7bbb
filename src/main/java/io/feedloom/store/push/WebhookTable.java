package io.feedloom.store.push;

import io.feedloom.store.api.WebhookState;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Statements about the rows of webhooks. */
final class WebhookTable {
  private static final String ADD =
      """
      INSERT INTO webhook (name, settings, place, next_number, leased, delivered, given_up, dropped)
      VALUES (?, ?, ?, 1, 0, 0, 0, 0)
      """;

  private static final String CHANGE =
      """
      UPDATE webhook SET settings = ?, place = CASE WHEN off_since IS NULL THEN place ELSE ? END,
      off_since = NULL WHERE name = ?
      """;

  /** One that was off starts at the end of the log. */
  private static final String RESUME =
      """
      UPDATE webhook SET place = CASE WHEN off_since IS NULL THEN place ELSE ? END,
      last_failure = CASE WHEN off_since IS NULL THEN last_failure ELSE NULL END,
      answer = CASE WHEN off_since IS NULL THEN answer ELSE NULL END,
      off_since = NULL WHERE name = ?
      """;

  private static final String SEND_NOW =
      "UPDATE webhook_message SET next_try = ? WHERE webhook = ?";

  private static final String STATES =
      """
      SELECT w.*,
        (SELECT COUNT(*) FROM webhook_entry e WHERE e.webhook = w.name) AS waiting,
        (SELECT MIN(e.added) FROM webhook_entry e WHERE e.webhook = w.name) AS oldest,
        (SELECT COUNT(*) FROM webhook_message m WHERE m.webhook = w.name) AS messages,
        h.next_try, h.failures
      FROM webhook w LEFT JOIN webhook_message h ON h.webhook = w.name AND h.number =
        (SELECT MIN(m.number) FROM webhook_message m WHERE m.webhook = w.name)
      ORDER BY w.name
      """;

  private static final List<String> TABLES =
      List.of("webhook_entry WHERE webhook", "webhook_message WHERE webhook", "webhook WHERE name");

  private WebhookTable() {}

  /** Makes the rows equal to the settings. */
  static boolean sync(Connection c, Map<String, Integer> settings, long end, long now)
      throws SQLException {
    var missing = new HashSet<>(settings.keySet());
    for (var row :
        Sql.list(
            c,
            "SELECT name, settings FROM webhook ORDER BY name FOR UPDATE",
            row -> Map.entry(row.getString(1), row.getInt(2)))) {
      var wanted = settings.get(row.getKey());
      missing.remove(row.getKey());
      if (wanted == null) {
        remove(c, row.getKey());
      } else if (!wanted.equals(row.getValue())) {
        Sql.run(c, CHANGE, wanted, end, row.getKey());
        Sql.run(c, SEND_NOW, now, row.getKey());
      }
    }
    for (var name : missing.stream().sorted().toList()) {
      Sql.run(c, ADD, name, settings.get(name), end);
    }
    return true;
  }

  /** Switches a webhook on, and has its messages sent now. Returns whether it exists. */
  static boolean resume(Connection c, String name, long end, long now) throws SQLException {
    boolean known = Sql.run(c, RESUME, end, name) == 1;
    Sql.run(c, SEND_NOW, now, name);
    return known;
  }

  static Map<String, Integer> settings(Connection c) throws SQLException {
    return Sql.list(
            c,
            "SELECT name, settings FROM webhook",
            row -> Map.entry(row.getString(1), row.getInt(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static void remove(Connection c, String name) throws SQLException {
    for (var table : TABLES) {
      Sql.run(c, "DELETE FROM " + table + " = ?", name);
    }
  }

  static List<WebhookState> states(Connection c) throws SQLException {
    return Sql.list(c, STATES, WebhookTable::state);
  }

  private static WebhookState state(ResultSet row) throws SQLException {
    return new WebhookState(
        row.getString("name"),
        row.getLong("place"),
        time(row, "off_since"),
        row.getLong("waiting"),
        time(row, "oldest"),
        row.getLong("messages"),
        time(row, "next_try"),
        row.getInt("failures"),
        Millis.at(row.getLong("leased")),
        row.getLong("delivered"),
        row.getLong("given_up"),
        row.getLong("dropped"),
        time(row, "last_delivery"),
        time(row, "last_failure"),
        Sql.text(row, "answer"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Sql.number(row, column).map(Millis::at);
  }

  /** Locks a webhook's row. Returns whether it exists and is on. */
  static boolean lock(Connection c, String name) throws SQLException {
    return Sql.first(
            c,
            "SELECT off_since FROM webhook WHERE name = ? FOR UPDATE",
            row -> Sql.number(row, "off_since").isEmpty(),
            name)
        .orElse(false);
  }

  /** Takes numbers for new rows. Returns the first of them. The row must be locked. */
  static long numbers(Connection c, String name, int count) throws SQLException {
    long first =
        Sql.first(c, "SELECT next_number FROM webhook WHERE name = ?", row -> row.getLong(1), name)
            .orElseThrow();
    Sql.run(c, "UPDATE webhook SET next_number = ? WHERE name = ?", first + count, name);
    return first;
  }
}
