package io.feedloom.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Secret;
import io.feedloom.store.db.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public ids of entries that an earlier version stored. */
abstract class EntryIdMigrationContract {
  private static final String BEFORE = "9";

  @TempDir private Path folder;
  private StorageSettings settings = StorageSettings.DEFAULT;

  abstract StorageSettings freshDatabase(Path in);

  /** Feeds 1 and 2 are public, 3 needs a key, 4 left the file. */
  @BeforeEach
  void storeOfAnEarlierVersion() throws SQLException {
    settings = freshDatabase(folder);
    Flyway.configure()
        .dataSource(settings.url(), user(), password())
        .target(BEFORE)
        .load()
        .migrate();
    run(
        "INSERT INTO feed_group (id, combination) VALUES (1, '+'), (2, '*+')",
        feed(1, "'one'", 1),
        feed(2, "'two'", 1),
        feed(3, "'keyed'", 2),
        feed(4, "NULL", 0));
  }

  private static String feed(int id, String name, int group) {
    return """
    INSERT INTO feed (id, url_digest, url, name, tags, group_id, leased_until, state, entries)
    VALUES (%1$d, %1$d, 'https://%1$d.example/', %2$s, '{}', %3$d, 0, '{}', 0)
    """
        .formatted(id, name, group);
  }

  private static String shown(int feed, int id, int firstSeen) {
    return """
    INSERT INTO entry
    (feed_id, id, fingerprint, river, first_seen, last_changed, group_id, payload)
    VALUES (%d, %d, 1, 1, %d, 1, 1, CAST('x' AS BYTEA))
    """
        .formatted(feed, id, firstSeen);
  }

  private static String hidden(int feed, int id, int firstSeen, String payload) {
    return """
    INSERT INTO hidden_entry
    (feed_id, id, fingerprint, river, first_seen, last_changed, payload)
    VALUES (%d, %d, 1, 1, %d, 1, %s)
    """
        .formatted(feed, id, firstSeen, payload);
  }

  private static String dropped(int feed, int id, int firstSeen) {
    return hidden(feed, id, firstSeen, "CAST('x' AS BYTEA)");
  }

  private static String deleted(int feed, int id) {
    return hidden(feed, id, 0, "NULL");
  }

  private String user() {
    return settings.user().orElse("");
  }

  private String password() {
    return settings.password().map(Secret::value).orElse("");
  }

  private void run(String... statements) throws SQLException {
    try (var c = connect()) {
      for (var sql : statements) {
        Sql.run(c, sql);
      }
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(settings.url(), user(), password());
  }

  private void upgrade() {
    Store.open(settings, folder).close();
  }

  private List<String> owners() throws SQLException {
    return rows("SELECT id, feed_id FROM guid_owner ORDER BY id");
  }

  private List<String> taken() throws SQLException {
    return rows("SELECT id, feed_id FROM guid_taken ORDER BY id, feed_id");
  }

  private List<String> rows(String sql) throws SQLException {
    try (var c = connect()) {
      return Sql.list(c, sql, row -> row.getLong(1) + ":" + row.getInt(2));
    }
  }

  @Test
  void firstSeenEntryKeepsASharedGuidInTheMigration() throws SQLException {
    run(
        shown(1, 10, 5),
        shown(2, 10, 4),
        shown(1, 11, 7),
        shown(2, 11, 7),
        shown(2, 12, 9),
        shown(1, 13, 1));

    upgrade();

    assertThat(owners()).containsExactly("10:2", "11:1", "12:2", "13:1");
    assertThat(taken()).containsExactly("10:1", "11:2");
  }

  @Test
  void publicEntryKeepsASharedGuidBeforeHiddenKeyedAndGoneOnes() throws SQLException {
    run(
        shown(2, 10, 5),
        dropped(1, 10, 1),
        shown(2, 11, 5),
        deleted(1, 11),
        shown(2, 12, 5),
        shown(3, 12, 1),
        dropped(2, 13, 5),
        shown(3, 13, 1),
        shown(3, 14, 5),
        shown(4, 14, 1),
        shown(3, 15, 5),
        deleted(4, 16));

    upgrade();

    assertThat(owners()).containsExactly("10:2", "11:2", "12:2", "13:2", "14:3", "15:3", "16:4");
    assertThat(taken()).containsExactly("10:1", "11:1", "12:3", "13:3", "14:4");
  }

  @Test
  void migratedFeedsGetTheirCurrentAddressAsTheFirstOne() throws SQLException {
    upgrade();

    assertThat(rows("SELECT id, 0 FROM feed WHERE first_url = url")).hasSize(4);
  }

  @Test
  void interruptedMigrationContinues() throws SQLException {
    run(shown(1, 10, 5), shown(2, 10, 4), shown(1, 11, 1));
    run(
        "CREATE TABLE guid_owner (id BIGINT PRIMARY KEY, feed_id INTEGER NOT NULL)",
        "INSERT INTO guid_owner (id, feed_id) VALUES (10, 2)",
        "CREATE TABLE guid_taken"
            + " (feed_id INTEGER NOT NULL, id BIGINT NOT NULL, PRIMARY KEY (feed_id, id))",
        "INSERT INTO guid_taken (feed_id, id) VALUES (1, 10)",
        "CREATE TABLE guid_use (id BIGINT)",
        "ALTER TABLE feed ADD COLUMN first_url VARCHAR",
        "UPDATE feed SET first_url = 'https://first.example/' WHERE id = 1");

    upgrade();

    assertThat(owners()).containsExactly("10:2", "11:1");
    assertThat(taken()).containsExactly("10:1");
    assertThat(rows("SELECT id, 0 FROM feed WHERE first_url = 'https://first.example/'"))
        .containsExactly("1:0");
  }
}
