package io.feedloom.store.feeds;

import io.feedloom.store.api.NodeState;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The nodes that share the database. Each writes only its own row. Times are those of the database,
 * because the clocks of nodes may differ.
 */
public final class Nodes {
  private static final String NOW = "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)";

  private static final String REPORT =
      """
      UPDATE node SET seen = %s, state = ?, revision = ?, polling = ?, polls = ?, arrivals = ?
      WHERE process = ?
      """
          .formatted(NOW);

  private static final String ADD =
      """
      INSERT INTO node
      (process, name, version, started, seen, state, revision, polling, polls, arrivals)
      VALUES (?, ?, ?, ?, %s, ?, ?, ?, ?, ?)
      """
          .formatted(NOW);

  private static final String FORGET = "DELETE FROM node WHERE seen < %s - ?".formatted(NOW);

  private static final String ALL =
      """
      SELECT process, name, version, started, %s - seen AS silent, state, revision, polling, polls,
      arrivals FROM node ORDER BY name, started
      """
          .formatted(NOW);

  /** How long a node that ended without a report is remembered. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final Database database;

  public Nodes(Database database) {
    this.database = database;
  }

  /** Stores what a node reports of itself, and forgets nodes that ended long ago. */
  public void report(NodeState node) {
    var state = node.work().name().toLowerCase(Locale.ROOT);
    database.write(
        c -> {
          Sql.run(c, FORGET, REMEMBERED.toMillis());
          int rows =
              Sql.run(
                  c,
                  REPORT,
                  state,
                  node.revision(),
                  node.polling(),
                  node.polls(),
                  node.arrivals(),
                  node.process().toString());
          return rows > 0
              ? rows
              : Sql.run(
                  c,
                  ADD,
                  node.process().toString(),
                  Sql.clean(node.name()),
                  node.version(),
                  Millis.of(node.started()),
                  state,
                  node.revision(),
                  node.polling(),
                  node.polls(),
                  node.arrivals());
        });
  }

  /** Removes a node that ends. */
  public void leave(UUID process) {
    database.write(c -> Sql.run(c, "DELETE FROM node WHERE process = ?", process.toString()));
  }

  /** Returns all nodes, those included that ended without a report a short time ago. */
  public List<NodeState> all() {
    return database.read(c -> Sql.list(c, ALL, Nodes::node));
  }

  private static NodeState node(ResultSet row) throws SQLException {
    return new NodeState(
        UUID.fromString(row.getString("process")),
        row.getString("name"),
        row.getString("version"),
        Millis.at(row.getLong("started")),
        NodeState.Work.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getLong("revision"),
        row.getInt("polling"),
        row.getLong("polls"),
        row.getLong("arrivals"),
        Duration.ofMillis(Math.max(0, row.getLong("silent"))));
  }
}
