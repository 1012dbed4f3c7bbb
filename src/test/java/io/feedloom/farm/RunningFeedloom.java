package io.feedloom.farm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real program in a separate process: {@code java -jar target/feedloom.jar serve}. */
public final class RunningFeedloom implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("http://[^ ]*:(\\d+)/");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> log = new ArrayList<>();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  private RunningFeedloom(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::readOutput);
  }

  /** Starts Feedloom and returns when it listens. */
  public static RunningFeedloom start(Path config, String... more)
      throws IOException, InterruptedException {
    var running = launch(config, more);
    try {
      running.port.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      running.kill();
      throw new IOException("Feedloom did not start:\n" + running.log(), e);
    }
    return running;
  }

  /** Starts Feedloom and returns at once. */
  public static RunningFeedloom launch(Path config, String... more) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-jar",
                jar().toString(),
                "serve",
                "--config",
                config.toString()));
    command.addAll(List.of(more));
    if (!command.contains("--port")) {
      command.addAll(List.of("--port", "0"));
    }
    return new RunningFeedloom(process(command));
  }

  /** Runs a command to its end. */
  public static Ended run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(java(), "-XX:+UseSerialGC", "-jar", jar().toString()));
    command.addAll(List.of(arguments));
    var process = process(command);
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  /** Starts a process without the proxies of this one, which do not reach publishers here. */
  private static Process process(List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    return builder.start();
  }

  /** The exit code and the output of a command. */
  public record Ended(int code, String output) {}

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path jar() {
    var jar = Path.of("target", "feedloom.jar").toAbsolutePath();
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is missing; run mvn package first");
    }
    return jar;
  }

  private void readOutput() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        note(line);
      }
    } catch (IOException e) {
      note("(output ended: " + e.getMessage() + ")");
    }
    port.completeExceptionally(new IOException("Feedloom ended before it listened"));
  }

  private synchronized void note(String line) {
    log.add(line);
    Matcher listens = LISTENS.matcher(line);
    if (line.startsWith("Feedloom ") && listens.find()) {
      port.complete(Integer.valueOf(listens.group(1)));
    }
  }

  /** Returns all output so far. */
  public synchronized String log() {
    return String.join("\n", log);
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port.join() + path);
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send(HttpRequest.newBuilder(uri(path)), headers);
  }

  public HttpResponse<String> post(String path, String... headers) {
    return send(
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()), headers);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(
          request.timeout(PATIENCE).build(),
          HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the condition holds. Fails with the program's log if it does not hold in time. */
  public void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never happened: " + what + "\n" + log());
      }
      Thread.sleep(20);
    }
  }

  /** Kills the process (SIGKILL). */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Returns the process, for measurements. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Ends the process with SIGTERM. Fails if it does not end in time. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("did not end on SIGTERM\n" + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
