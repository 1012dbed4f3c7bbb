package io.feedloom.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Newsboat, a feed reader in C++ that stores entries in SQLite, as a peer in polling.
 *
 * @param seconds from its start to its end
 * @param cpu seconds of CPU
 * @param entries that it stored
 * @param bytes of its database
 */
record Newsboat(double seconds, double cpu, long entries, long bytes) {
  private static final Pattern UNREAD = Pattern.compile("(\\d+) unread");
  private static final Pattern TIME = Pattern.compile("cpu ([0-9.]+) ([0-9.]+)");

  /** Feeds that it reads at once; with more it is not faster. */
  private static final int THREADS = 8;

  /** Polls feeds for the first time; empty if it is not installed. */
  static Optional<Newsboat> poll(Path folder, List<String> urls)
      throws IOException, InterruptedException {
    if (run(folder, "command -v newsboat").isEmpty()) {
      return Optional.empty();
    }
    Files.write(folder.resolve("urls"), urls);
    Files.writeString(
        folder.resolve("config"),
        "reload-threads %d\nsuppress-first-reload yes\n".formatted(THREADS));
    long begin = System.nanoTime();
    var said = run(folder, "TIMEFORMAT='cpu %U %S'; time " + newsboat("reload"));
    double seconds = (System.nanoTime() - begin) / 1e9;
    var time = TIME.matcher(said);
    var unread = UNREAD.matcher(run(folder, newsboat("print-unread")));
    if (!time.find() || !unread.find()) {
      throw new IllegalStateException("newsboat says: " + said);
    }
    return Optional.of(
        new Newsboat(
            seconds,
            Double.parseDouble(time.group(1)) + Double.parseDouble(time.group(2)),
            Long.parseLong(unread.group(1)),
            Files.size(folder.resolve("cache.db"))));
  }

  private static String newsboat(String command) {
    return "newsboat -q -u urls -c cache.db -C config -x " + command;
  }

  private static String run(Path folder, String command) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("TERM", "dumb");
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.strip();
  }
}
