package io.feedloom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A process to measure. */
final class Child implements AutoCloseable {
  private final Process process;

  private Child(Process process) {
    this.process = process;
  }

  /** Starts a command and writes its output to a file. */
  static Child start(List<String> command, Path log) throws IOException {
    return new Child(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  /** Starts Feedloom as {@code scripts/serve} does. */
  static Child feedloom(Path config, int port, Path log) throws IOException {
    var serve = root().resolve("scripts/serve").toString();
    return start(
        List.of(serve, "--config", config.toString(), "--port", Integer.toString(port)), log);
  }

  /** Starts a main class of the tests in a separate JVM. */
  static Child java(Class<?> main, Path log, String... arguments) throws IOException {
    var command = new java.util.ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx768m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return start(command, log);
  }

  /** Returns the folder of the repository. */
  static Path root() {
    return Path.of(System.getProperty("feedloom.root", "."));
  }

  /** Returns the id of the process. */
  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Returns the CPU time of all threads so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Returns the peak of the resident memory in MiB; empty except on Linux. */
  OptionalLong peakMemory() throws IOException {
    return status("VmHWM:");
  }

  /** Returns the resident memory in MiB; empty except on Linux. */
  OptionalLong memory() throws IOException {
    return status("VmRSS:");
  }

  /** Returns the bytes that it wrote to files so far; empty except on Linux. */
  OptionalLong written() throws IOException {
    return number("io", "write_bytes:");
  }

  private OptionalLong status(String key) throws IOException {
    var kib = number("status", key);
    return kib.isPresent() ? OptionalLong.of(kib.getAsLong() / 1024) : kib;
  }

  private OptionalLong number(String table, String key) throws IOException {
    var file = Path.of("/proc", Long.toString(process.pid()), table);
    if (!Files.exists(file)) {
      return OptionalLong.empty();
    }
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    }
  }

  /** Work that is done while the process is stopped. */
  interface Step {
    void run() throws IOException, InterruptedException;
  }

  /**
   * Stops the process for a time, so that everything that becomes due meanwhile is due at once.
   *
   * @param before runs before the process continues, so that the process sees all of it
   */
  void sleep(Duration time, Step before) throws IOException, InterruptedException {
    signal("-STOP");
    Thread.sleep(time);
    before.run();
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
  }

  /** Ends the process with SIGTERM. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
