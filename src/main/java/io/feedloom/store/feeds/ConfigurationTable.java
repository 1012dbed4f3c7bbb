package io.feedloom.store.feeds;

import io.feedloom.store.api.Claim;
import io.feedloom.store.api.ConfigurationRow;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The configurations in their order. Callers that add one must hold the lock of the subscriptions,
 * so that all nodes agree on the order.
 */
final class ConfigurationTable {
  /** Notifies nodes of a new configuration. */
  static final String NOTIFY = "SELECT pg_notify('" + Feeds.CHANNEL + "', ?)";

  /** How many earlier digests are kept. */
  private static final int KEPT = 1_000;

  private static final String NEWEST =
      """
      SELECT revision, digest, loaded, node FROM configuration
      ORDER BY revision DESC FETCH FIRST 1 ROWS ONLY
      """;

  private static final String FILES = "SELECT files FROM configuration WHERE revision = ?";

  private static final String SEEN =
      "SELECT revision FROM configuration WHERE digest = ? FETCH FIRST 1 ROWS ONLY";

  private static final String ADD =
      "INSERT INTO configuration (revision, digest, loaded, node, files) VALUES (?, ?, ?, ?, ?)";

  private ConfigurationTable() {}

  static Optional<ConfigurationRow> newest(Connection c) throws SQLException {
    return Sql.first(
        c,
        NEWEST,
        row ->
            new ConfigurationRow(
                row.getLong("revision"),
                row.getString("digest"),
                Millis.at(row.getLong("loaded")),
                row.getString("node")));
  }

  static Optional<byte[]> files(Connection c, long revision) throws SQLException {
    return Sql.first(c, FILES, row -> Optional.ofNullable(row.getBytes(1)), revision)
        .flatMap(files -> files);
  }

  /**
   * Decides whether a claim is valid, and adds its configuration if it is new.
   *
   * @return the revision of the claim; empty if there is a newer one
   */
  static OptionalLong settle(Connection c, Claim claim) throws SQLException {
    return switch (claim) {
      case Claim.Alone _ -> OptionalLong.of(0);
      case Claim.Taken taken ->
          newest(c).filter(now -> now.revision() == taken.revision()).isPresent()
              ? OptionalLong.of(taken.revision())
              : OptionalLong.empty();
      case Claim.Own own -> settle(c, own);
    };
  }

  private static OptionalLong settle(Connection c, Claim.Own own) throws SQLException {
    var newest = newest(c);
    if (newest.isEmpty()) {
      return add(c, 1, own);
    }
    var now = newest.get();
    if (now.digest().equals(own.digest())) {
      return OptionalLong.of(now.revision());
    }
    return isNewer(c, now, own) ? add(c, now.revision() + 1, own) : OptionalLong.empty();
  }

  /** Returns whether files are newer than the configuration in force. */
  private static boolean isNewer(Connection c, ConfigurationRow now, Claim.Own own)
      throws SQLException {
    return switch (own.why()) {
      case Claim.Why.Command _ -> true;
      case Claim.Why.Edit edit -> edit.before().equals(now.digest()) || isUnseen(c, own);
      case Claim.Why.Start _ -> isUnseen(c, own);
    };
  }

  private static boolean isUnseen(Connection c, Claim.Own own) throws SQLException {
    return Sql.first(c, SEEN, row -> row.getLong(1), own.digest()).isEmpty();
  }

  private static OptionalLong add(Connection c, long revision, Claim.Own own) throws SQLException {
    Sql.run(c, "UPDATE configuration SET files = NULL WHERE files IS NOT NULL");
    Sql.run(c, ADD, revision, own.digest(), Millis.of(own.at()), own.node(), (Object) own.files());
    Sql.run(c, "DELETE FROM configuration WHERE revision <= ?", revision - KEPT);
    return OptionalLong.of(revision);
  }
}
