package io.feedloom.store.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of an H2 database as a killed process leaves it. */
class FileHeaderTest {
  private static final int WRITES = 100;

  @TempDir private Path folder;

  /** The newest version that H2 finds in the file after the process was killed. */
  private long found() throws Exception {
    var copy = folder.resolve("copy.mv.db");
    Files.copy(folder.resolve("feedloom.mv.db"), copy, StandardCopyOption.REPLACE_EXISTING);
    try (var store = new MVStore.Builder().fileName(copy.toString()).readOnly().open()) {
      return store.getCurrentVersion();
    }
  }

  private static void write(Database database, Random random) {
    byte[] bytes = new byte[random.nextInt(40_000)];
    random.nextBytes(bytes);
    database.write(
        c -> {
          Sql.run(c, "DELETE FROM sample");
          return Sql.run(c, "INSERT INTO sample VALUES (?)", (Object) bytes);
        });
  }

  /** Has H2 reuse free space at once, and not only after 45 seconds. */
  private static void reuseSpace(Database database) {
    database.write(
        c -> {
          var session = (SessionLocal) c.unwrap(JdbcConnection.class).getSession();
          session.getDatabase().getStore().getMvStore().setRetentionTime(0);
          return true;
        });
  }

  @Test
  void everyCommitIsFoundWhereverItIsInTheFile() throws Exception {
    var random = new Random(3);
    try (var database = Database.open(StorageSettings.ofUrl("jdbc:h2:./feedloom"), folder)) {
      database.write(c -> Sql.run(c, "CREATE TABLE sample (bytes BYTEA)"));
      reuseSpace(database);
      long before = found();
      for (int i = 1; i <= WRITES; i++) {
        write(database, random);
        long version = found();
        assertThat(version).as("commit %d", i).isGreaterThan(before);
        before = version;
      }
    }
  }
}
