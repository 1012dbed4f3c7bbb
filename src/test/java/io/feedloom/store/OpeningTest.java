package io.feedloom.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Secret;
import io.feedloom.store.api.StoreException;
import io.feedloom.store.db.Sql;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening a database, and the messages when that fails. */
class OpeningTest {
  private static final StorageSettings FILE = StorageSettings.ofUrl("jdbc:h2:./data/feedloom");

  @TempDir Path folder;

  @Test
  void relativePathStartsFromTheFolderAndMissingFoldersAreCreated() {
    Store.open(StorageSettings.ofUrl("jdbc:h2:./some/where/feedloom"), folder).close();

    assertThat(folder.resolve("some/where/feedloom.mv.db")).isNotEmptyFile();
    assertThat(folder.resolve("some/where")).isDirectoryNotContaining("glob:**.trace.db");
  }

  @Test
  void absolutePathStaysUnchanged() {
    Store.open(StorageSettings.ofUrl("jdbc:h2:file:" + folder + "/x"), Path.of("/nowhere")).close();

    assertThat(folder.resolve("x.mv.db")).isNotEmptyFile();
  }

  @Test
  void fileInUseByAnotherProcessIsRefused() throws Exception {
    Store.open(FILE, folder).close();
    assertRefusedBeside("holding", "hold", "jdbc:h2:" + folder.resolve("data/feedloom"));
  }

  /** Runs work while another process does something, after it printed that it does. */
  private void assertRefusedBeside(String says, String... arguments) throws Exception {
    var process = Child.start(Child.class, arguments);
    try {
      assertThat(Child.line(process)).isEqualTo(says);

      assertThatThrownBy(() -> Store.open(FILE, folder))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("jdbc:h2:./data/feedloom")
          .hasMessageContaining("in use by another process");
    } finally {
      process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }
  }

  /** The process was killed after it had written a part of the file. */
  @ParameterizedTest
  @ValueSource(doubles = {0, .1, .5, .9, 1})
  void temporaryFileOfAKilledFirstStartIsReplaced(double part) throws IOException {
    Store.open(FILE, folder).close();
    var bytes = Files.readAllBytes(file());
    Files.delete(file());
    Files.write(beside(), Arrays.copyOf(bytes, (int) (bytes.length * part)));

    try (var store = Store.open(FILE, folder)) {
      assertThat(store.feeds().groups()).isEmpty();
      assertThat(store.feeds().subscribe(List.of(Sample.subscription("a", "x")), Sample.NOON))
          .hasSize(1);
    }
    assertThat(beside()).doesNotExist();
    assertThat(file()).isNotEmptyFile();
  }

  @Test
  void existingDatabaseStaysWhateverTheTemporaryFile() throws IOException {
    try (var store = Store.open(FILE, folder)) {
      store.feeds().subscribe(List.of(Sample.subscription("a", "x")), Sample.NOON);
    }
    Files.copy(file(), beside());

    try (var store = Store.open(FILE, folder)) {
      assertThat(store.feeds().groups()).hasSize(1);
    }
  }

  @Test
  void fileThatAnotherProcessCreatesIsRefused() throws Exception {
    Files.createDirectories(folder.resolve("data"));
    assertRefusedBeside("making", "make", beside().toString());
    assertThat(file()).doesNotExist();
    Store.open(FILE, folder).close();
  }

  /** Each start opens the database, or fails because it is in use. */
  @Test
  void concurrentStartsOpenTheSameDatabaseOrAreRefused() throws Exception {
    var processes = new ArrayList<Process>();
    for (int i = 0; i < 4; i++) {
      processes.add(Child.start(Child.class, "grow", "jdbc:h2:" + folder.resolve("data/feedloom")));
    }
    int grown = 0;
    for (var process : processes) {
      var answer = Child.line(process);
      assertThat(answer).containsAnyOf("grown", "in use by another process");
      grown += answer.equals("grown") ? 1 : 0;
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(grown).isPositive();
    try (var store = Store.open(FILE, folder)) {
      assertThat(store.feeds().stored()).hasSize(grown);
    }
  }

  @Test
  void optionsOfTheAddressApplyToTheFirstStart() throws IOException {
    var encrypted =
        new StorageSettings(
            FILE.url() + ";CIPHER=AES", Optional.of("x"), Optional.of(new Secret("file user")));
    Store.open(encrypted, folder).close();

    assertThat(Files.readString(file(), ISO_8859_1)).startsWith("H2encrypt").doesNotContain("feed");
    Store.open(encrypted, folder).close();
  }

  @Test
  void fileIsNotCreatedIfTheOptionsForbidIt() {
    var settings = StorageSettings.ofUrl(FILE.url() + ";IFEXISTS=TRUE");

    assertThatThrownBy(() -> Store.open(settings, folder)).isInstanceOf(StoreException.class);
    assertThat(folder.resolve("data")).isEmptyDirectory();
  }

  @Test
  void unwritableTemporaryFileIsNamed() throws IOException {
    Files.createDirectories(beside());

    assertThatThrownBy(() -> Store.open(FILE, folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("jdbc:h2:./data/feedloom: cannot write " + beside());
  }

  private Path file() {
    return folder.resolve("data/feedloom.mv.db");
  }

  private Path beside() {
    return folder.resolve("data/feedloom.mv.db.new");
  }

  @Test
  void folderThatIsAFileIsNamed() throws IOException {
    Files.writeString(folder.resolve("data"), "");

    assertThatThrownBy(() -> Store.open(FILE, folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("data folder")
        .hasMessageContaining(folder.resolve("data").toString());
  }

  @Test
  void folderThatCannotBeCreatedIsNamed() {
    assertThatThrownBy(() -> Store.open(StorageSettings.ofUrl("jdbc:h2:/proc/none/x"), folder))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("cannot create the data folder /proc/none");
  }

  @Test
  void fileThatIsNoDatabaseIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/feedloom.mv.db"), "not a database".repeat(1_000));

    assertThatThrownBy(() -> Store.open(FILE, folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void otherKindOfDatabaseIsRefusedWithoutShowingItsOptions() {
    assertThatThrownBy(
            () ->
                Store.open(
                    StorageSettings.ofUrl("jdbc:mysql://root:hush@host/db?password=hush"), folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("jdbc:mysql://host/db")
        .message()
        .doesNotContain("hush");
    assertThatThrownBy(() -> Store.open(StorageSettings.ofUrl("jdbc:h2:tcp://localhost/x"), folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("a file of its own");
  }

  @Test
  void wrongPasswordIsReportedWithoutShowingIt() {
    Store.open(withPassword("right"), folder).close();

    assertThatThrownBy(() -> Store.open(withPassword("hush"), folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("wrong user or password")
        .message()
        .doesNotContain("hush");
  }

  private static StorageSettings withPassword(String password) {
    return new StorageSettings(
        FILE.url(), Optional.of("feedloom"), Optional.of(new Secret(password)));
  }

  @Test
  void missingServerIsReported() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var url = "jdbc:postgresql://127.0.0.1:" + port + "/feedloom?user=x&password=hush";

    assertThatThrownBy(() -> Store.open(StorageSettings.ofUrl(url), folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot reach the server")
        .message()
        .doesNotContain("hush");
  }

  @Test
  void databaseOfANewerVersionIsRefusedAndUnchanged() throws SQLException {
    Store.open(FILE, folder).close();
    try (var c = DriverManager.getConnection("jdbc:h2:" + folder.resolve("data/feedloom"))) {
      Sql.run(
          c,
          """
          INSERT INTO "flyway_schema_history" ("installed_rank", "version", "description", "type",
          "script", "installed_by", "execution_time", "success")
          VALUES (99, '99', 'x', 'SQL', 'V99__x.sql', 'x', 1, TRUE)
          """);
    }

    assertThatThrownBy(() -> Store.open(FILE, folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer version of Feedloom")
        .hasMessageContaining("schema 99");
  }

  @Test
  void databaseWithOtherTablesIsRefused() throws Exception {
    Files.createDirectories(folder.resolve("data"));
    try (var c = DriverManager.getConnection("jdbc:h2:" + folder.resolve("data/feedloom"))) {
      Sql.run(c, "CREATE TABLE somebody_elses (id INTEGER)");
    }

    assertThatThrownBy(() -> Store.open(FILE, folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("holds other tables");
  }

  @Test
  void currentDatabaseIsOpenedWithoutFlyway() throws Exception {
    Store.open(FILE, folder).close();
    var process = Child.start(Child.class, "classes", "jdbc:h2:" + folder.resolve("data/feedloom"));

    assertThat(Child.line(process)).isEqualTo("flyway loaded: false");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  /** Shuts the database down, as H2 does when its file cannot be written. */
  @Test
  void databaseThatH2ShutDownIsOpenedAgain() throws SQLException {
    try (var store = Store.open(FILE, folder)) {
      try (var c = DriverManager.getConnection("jdbc:h2:" + folder.resolve("data/feedloom"))) {
        Sql.run(c, "SHUTDOWN IMMEDIATELY");
      }

      assertThatThrownBy(store.feeds()::groups)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("opened again");
      assertThat(store.feeds().groups()).isEmpty();
    }
  }

  @Test
  void closingTwiceIsHarmlessAndAClosedStoreReportsThat() {
    var store = Store.open(FILE, folder);
    store.close();
    store.close();

    assertThatThrownBy(store.feeds()::groups).isInstanceOf(StoreException.class);
  }

  @Test
  void databaseOfAnEarlierVersionKeepsItsEntries() throws SQLException {
    stored();

    Store.open(FILE, folder).close();

    assertThat(entriesThatAreKnownByNoTrait()).isOne();
  }

  @Test
  void failedMigrationContinues() throws SQLException {
    stored();
    run("ALTER TABLE entry ADD COLUMN link BIGINT", "CREATE TABLE withdrawal (feed_id INTEGER)");
    assertThatThrownBy(() -> Store.open(FILE, folder)).hasMessageContaining("schema up to date");
    run("DROP TABLE withdrawal");

    Store.open(FILE, folder).close();

    assertThat(entriesThatAreKnownByNoTrait()).isOne();
  }

  /** Stores an entry in the schema before story traits. */
  private void stored() throws SQLException {
    Flyway.configure().dataSource(h2(), "", "").target("7").load().migrate();
    run(
        "INSERT INTO entry (feed_id, id, fingerprint, river, first_seen, last_changed, group_id,"
            + " payload) VALUES (1, 1, 1, 1, 1, 1, 1, X'00')");
  }

  private void run(String... statements) throws SQLException {
    try (var connection = DriverManager.getConnection(h2())) {
      for (var sql : statements) {
        Sql.run(connection, sql);
      }
    }
  }

  private long entriesThatAreKnownByNoTrait() throws SQLException {
    try (var connection = DriverManager.getConnection(h2())) {
      var sql =
          "SELECT COUNT(*) FROM entry WHERE link IS NULL AND title_1 IS NULL AND title_2 IS NULL";
      return Sql.first(connection, sql, row -> row.getLong(1)).orElseThrow();
    }
  }

  private String h2() {
    return "jdbc:h2:" + folder.resolve("data/feedloom");
  }
}
