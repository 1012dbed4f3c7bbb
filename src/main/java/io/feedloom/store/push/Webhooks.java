package io.feedloom.store.push;

import io.feedloom.store.api.WaitingEntry;
import io.feedloom.store.api.WebhookLease;
import io.feedloom.store.api.WebhookMessage;
import io.feedloom.store.api.WebhookState;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.log.ArrivalLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The webhooks and what they are still to be sent: entries that wait for the next message, and
 * messages that were not accepted yet. Everything is stored, so that it survives the process. One
 * process at a time has the lease of a webhook and sends to it, so messages stay in order.
 */
public final class Webhooks {
  /** How many entries of a webhook wait at most. Then the oldest are dropped. */
  public static final int MAX_WAITING = 10_000;

  /** How many messages of a webhook wait at most. Then new ones are dropped. */
  public static final int MAX_MESSAGES = 100;

  private static final int MAX_ANSWER_LENGTH = 300;

  private static final String MOVE = "UPDATE webhook SET place = ? WHERE name = ? AND place = ?";

  private static final String LEASE =
      "UPDATE webhook SET leased = ? WHERE name = ? AND leased <= ? AND off_since IS NULL";

  private static final String EXTEND =
      "UPDATE webhook SET leased = ? WHERE name = ? AND leased = ?";

  private static final String ACCEPTED =
      """
      UPDATE webhook SET delivered = delivered + 1, last_delivery = ?, answer = ? WHERE name = ?
      """;

  private static final String FAILED =
      "UPDATE webhook SET last_failure = ?, answer = ?, given_up = given_up + ? WHERE name = ?";

  private static final String OFF =
      "UPDATE webhook SET off_since = ?, last_failure = ?, answer = ?, leased = 0 WHERE name = ?";

  private static final String LATER =
      """
      UPDATE webhook_message SET failures = failures + 1, next_try = ?
      WHERE webhook = ? AND number = ?
      """;

  private final Database database;
  private final ArrivalLog log;

  public Webhooks(Database database, ArrivalLog log) {
    this.database = database;
    this.log = log;
  }

  /**
   * Makes the stored webhooks equal to those of the settings. A new one starts at the end of the
   * log of arrivals. One that is gone loses all that it was still to be sent. One whose settings
   * changed is on again, and its messages are sent now.
   *
   * @param settings by name, a number that changes with the settings
   */
  public void sync(Map<String, Integer> settings, Instant now) {
    long end = log.end();
    database.write(c -> WebhookTable.sync(c, settings, end, Millis.of(now)));
  }

  /** Returns the number of each webhook that {@link #sync} stored with it. */
  public Map<String, Integer> settings() {
    return database.read(WebhookTable::settings);
  }

  /**
   * Switches a webhook on that answered that it is gone; it gets what arrives from now on. Has a
   * failed message sent again now.
   *
   * @return false if there is no such webhook
   */
  public boolean resume(String webhook, Instant now) {
    long end = log.end();
    return database.write(c -> WebhookTable.resume(c, webhook, end, Millis.of(now)));
  }

  /**
   * Ends all leases, which processes that no longer run had. Only for a database of one process.
   */
  public void endLeases() {
    if (!database.dialect().isShared()) {
      database.write(c -> Sql.run(c, "UPDATE webhook SET leased = 0 WHERE leased > 0"));
    }
  }

  /** Returns the webhooks, by name. */
  public List<WebhookState> states() {
    return database.read(WebhookTable::states);
  }

  /**
   * Adds the entries that arrived between two positions of the log.
   *
   * @return false if another process has moved the position from the first one; then nothing is
   *     added
   */
  public boolean arrived(String webhook, long from, long to, List<WaitingEntry> entries) {
    return database.write(
        c -> {
          boolean on = WebhookTable.lock(c, webhook);
          if (Sql.run(c, MOVE, to, webhook, from) == 0) {
            return false;
          }
          if (on && !entries.isEmpty()) {
            dropped(c, webhook, WebhookRows.add(c, webhook, entries, MAX_WAITING));
          }
          return true;
        });
  }

  private static void dropped(Connection c, String webhook, int count) throws SQLException {
    if (count > 0) {
      Sql.run(c, "UPDATE webhook SET dropped = dropped + ? WHERE name = ?", count, webhook);
    }
  }

  /**
   * Adds a message. Does nothing if one with its id waits already.
   *
   * @return false if there is no such webhook, or it is off
   */
  public boolean add(String webhook, WebhookMessage message) {
    return database.write(
        c -> {
          if (!WebhookTable.lock(c, webhook)) {
            return false;
          }
          if (WebhookRows.count(c, webhook) >= MAX_MESSAGES) {
            dropped(c, webhook, 1);
          } else if (!WebhookRows.has(c, webhook, message.id())) {
            WebhookRows.add(c, webhook, message);
          }
          return true;
        });
  }

  /**
   * Takes the right to send to a webhook; empty if another process has it or the webhook is off.
   */
  public Optional<WebhookLease> lease(String webhook, Instant now, Instant until) {
    boolean taken =
        database.write(c -> Sql.run(c, LEASE, Millis.of(until), webhook, Millis.of(now)) == 1);
    return taken
        ? Optional.of(new WebhookLease(webhook, Millis.at(Millis.of(until))))
        : Optional.empty();
  }

  /** Returns the message that is sent next. */
  public Optional<WebhookMessage> first(String webhook) {
    return database.read(c -> WebhookRows.first(c, webhook));
  }

  /**
   * Returns the entries that wait, the oldest first.
   *
   * @param before only those that were queued before
   */
  public List<WaitingEntry> waiting(String webhook, Instant before, int most) {
    return database.read(c -> WebhookRows.waiting(c, webhook, before, most));
  }

  /**
   * Replaces waiting entries by a message with them.
   *
   * @param message empty if none of the entries is to be sent any more
   * @return false if the lease is lost; then nothing changes
   */
  public boolean compose(
      WebhookLease lease, List<WaitingEntry> entries, Optional<WebhookMessage> message) {
    return holding(
        lease,
        c -> {
          WebhookRows.remove(c, lease.webhook(), entries);
          if (message.isPresent()) {
            WebhookRows.add(c, lease.webhook(), message.get());
          }
        });
  }

  /** Removes a message that the webhook accepted. */
  public boolean accepted(WebhookLease lease, WebhookMessage message, String answer, Instant now) {
    return holding(
        lease,
        c -> {
          remove(c, lease, message);
          Sql.run(c, ACCEPTED, Millis.of(now), cut(answer), lease.webhook());
        });
  }

  /** Notes that a message failed, and when it is sent again. */
  public boolean later(
      WebhookLease lease, WebhookMessage message, String answer, Instant now, Instant next) {
    return holding(
        lease,
        c -> {
          Sql.run(c, LATER, Millis.of(next), lease.webhook(), message.number());
          Sql.run(c, FAILED, Millis.of(now), cut(answer), 0, lease.webhook());
        });
  }

  /** Removes a message that the webhook will not accept. */
  public boolean giveUp(WebhookLease lease, WebhookMessage message, String answer, Instant now) {
    return holding(
        lease,
        c -> {
          remove(c, lease, message);
          Sql.run(c, FAILED, Millis.of(now), cut(answer), 1, lease.webhook());
        });
  }

  /**
   * Switches a webhook off until its settings change or it is resumed, and forgets what it was to
   * be sent.
   */
  public boolean switchOff(WebhookLease lease, String answer, Instant now) {
    return holding(
        lease,
        c -> {
          var name = lease.webhook();
          Sql.run(c, "DELETE FROM webhook_entry WHERE webhook = ?", name);
          Sql.run(c, "DELETE FROM webhook_message WHERE webhook = ?", name);
          Sql.run(c, OFF, Millis.of(now), Millis.of(now), cut(answer), name);
        });
  }

  /** Returns a lease with a later end; empty if it is lost. */
  public Optional<WebhookLease> extend(WebhookLease lease, Instant until) {
    var longer = new WebhookLease(lease.webhook(), Millis.at(Millis.of(until)));
    return end(lease, longer.until()) ? Optional.of(longer) : Optional.empty();
  }

  /** Ends a lease. */
  public void release(WebhookLease lease) {
    end(lease, Instant.EPOCH);
  }

  private boolean end(WebhookLease lease, Instant until) {
    return database.write(
        c -> Sql.run(c, EXTEND, Millis.of(until), lease.webhook(), Millis.of(lease.until())) == 1);
  }

  /** Statements that need a lease. */
  private interface Change {
    void on(Connection c) throws SQLException;
  }

  private boolean holding(WebhookLease lease, Change change) {
    return database.write(
        c -> {
          boolean held =
              Sql.first(
                      c,
                      "SELECT leased FROM webhook WHERE name = ? FOR UPDATE",
                      row -> row.getLong(1),
                      lease.webhook())
                  .filter(until -> until == Millis.of(lease.until()))
                  .isPresent();
          if (held) {
            change.on(c);
          }
          return held;
        });
  }

  private static void remove(Connection c, WebhookLease lease, WebhookMessage message)
      throws SQLException {
    Sql.run(
        c,
        "DELETE FROM webhook_message WHERE webhook = ? AND number = ?",
        lease.webhook(),
        message.number());
  }

  private static String cut(String answer) {
    var clean = Sql.clean(answer);
    return clean.length() > MAX_ANSWER_LENGTH ? clean.substring(0, MAX_ANSWER_LENGTH) + "…" : clean;
  }
}
