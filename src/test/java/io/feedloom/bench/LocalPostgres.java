package io.feedloom.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server of its own process, durable as in production, that can be made to fail. */
final class LocalPostgres implements AutoCloseable {
  private static final int CONTROL_SECONDS = 90;

  private final Path pgCtl;
  private final Path data;
  private final int port;

  private LocalPostgres(Path pgCtl, Path data, int port) {
    this.pgCtl = pgCtl;
    this.data = data;
    this.port = port;
  }

  /** Creates a server with an empty database in a folder and starts it. */
  static LocalPostgres start(Path folder) throws IOException, InterruptedException {
    var data = folder.resolve("postgres");
    var pgCtl = create(data);
    var server = new LocalPostgres(pgCtl, data, Http.freePort());
    server.start();
    return server;
  }

  /** Has the embedded server unpack itself and create the files; returns what controls it. */
  private static Path create(Path data) throws IOException {
    var builder = EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
    try (var _ = builder.start()) {
      var command = ProcessHandle.of(pid(data)).flatMap(process -> process.info().command());
      return Path.of(command.orElseThrow()).resolveSibling("pg_ctl");
    }
  }

  private static long pid(Path data) throws IOException {
    return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
  }

  /** The JDBC address of its database, with user and password. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Starts it and waits until it answers. */
  void start() throws IOException, InterruptedException {
    control("start", "-o", "-p " + port + " -c max_connections=60");
  }

  /** Stops it and waits until it has ended: {@code fast} or {@code immediate}. */
  void stop(String mode) throws IOException, InterruptedException {
    control("stop", "-m", mode);
  }

  private void control(String command, String... options) throws IOException, InterruptedException {
    var words = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      words.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to run as root
    }
    words.add(pgCtl.toString());
    words.addAll(List.of("-D", data.toString(), "-w", "-t", "" + CONTROL_SECONDS));
    words.addAll(List.of("-l", data.resolveSibling("postgres.log").toString()));
    words.add(command);
    words.addAll(List.of(options));
    var output = data.resolveSibling("pg_ctl.log").toFile();
    var process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output).start();
    if (!process.waitFor(CONTROL_SECONDS + 10, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(String.join(" ", words) + ":\n" + Files.readString(output.toPath()));
    }
  }

  /** Halts all its processes: connections stay, and nothing answers. */
  void hang() throws IOException, InterruptedException {
    long postmaster = pid(data);
    signal("-STOP", List.of(postmaster));
    signal("-STOP", children(postmaster));
  }

  /** Lets its processes go on. */
  void goOn() throws IOException, InterruptedException {
    long postmaster = pid(data);
    signal("-CONT", children(postmaster));
    signal("-CONT", List.of(postmaster));
  }

  private static List<Long> children(long postmaster) {
    return ProcessHandle.of(postmaster).stream()
        .flatMap(ProcessHandle::descendants)
        .map(ProcessHandle::pid)
        .toList();
  }

  private static void signal(String signal, List<Long> processes)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("kill", signal));
    processes.forEach(pid -> words.add(pid.toString()));
    new ProcessBuilder(words).start().waitFor();
  }

  /** Makes it refuse all writing, or allow it again, as an administrator does. */
  void setReadOnly(boolean readOnly) throws SQLException {
    execute("ALTER SYSTEM SET default_transaction_read_only = " + (readOnly ? "on" : "off"));
    execute("SELECT pg_reload_conf()");
  }

  /** Cuts the connections of all others. */
  void cutConnections() throws SQLException {
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
  }

  private void execute(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        url() + "?options=-c%20default_transaction_read_only=off", "postgres", "postgres");
  }

  @Override
  public void close() throws IOException {
    try {
      if (Files.exists(data.resolve("postmaster.pid"))) {
        goOn();
        stop("immediate");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
