package io.feedloom.farm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Shows Feedloom at work: a {@link SampleFarm} with feeds that grow, and a Feedloom that polls
 * them. {@code scripts/demo [--port N] [--for SECONDS]}.
 */
public final class Demo {
  private static final long SEED = 25;

  private Demo() {}

  /** Serves until it is interrupted, the child ends, or the given time is over. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int port = Integer.parseInt(option(args, "--port", "8080"));
    var time = Duration.ofSeconds(Long.parseLong(option(args, "--for", "31536000")));
    var root = Path.of(System.getProperty("feedloom.root", "."));
    var folder = Files.createTempDirectory("feedloom-demo");
    int status = 0;
    var clock = Clock.tick(Clock.systemUTC(), Duration.ofSeconds(1));

    try (var farm = SampleFarm.start(SEED, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        var timer = Executors.newSingleThreadScheduledExecutor()) {
      var _ = timer.scheduleAtFixedRate(() -> farm.tick(clock.instant()), 1, 1, TimeUnit.SECONDS);
      var config = Files.writeString(folder.resolve("feeds.yml"), farm.feedsYml());
      say(farm, config, port);
      var child = start(root, config, port);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(child, folder)));
      if (child.waitFor(time.toSeconds(), TimeUnit.SECONDS)) {
        status = child.exitValue();
      }
    }
    System.exit(status);
  }

  private static Process start(Path root, Path config, int port) throws IOException {
    var command =
        List.of(
            root.resolve("scripts/serve").toString(),
            "--config",
            config.toString(),
            "--port",
            Integer.toString(port));
    return new ProcessBuilder(command).inheritIO().start();
  }

  private static void say(SampleFarm farm, Path config, int port) {
    int entries = farm.feeds().stream().mapToInt(feed -> feed.stories().size()).sum();
    System.out.printf(
        """
        %d sample feeds with %,d entries at %s, and %d addresses that misbehave. Some publish every few seconds.
        Settings: %s

          Open    http://127.0.0.1:%6$d/              the river
                  http://127.0.0.1:%6$d/tags/asia     one tag
                  http://127.0.0.1:%6$d/status/admin  all feeds; the password is "demo"
          Read    curl -s http://127.0.0.1:%6$d/feed.atom
                  curl -s 'http://127.0.0.1:%6$d/tags/java,kotlin.rss?tag=-releases'
                  curl -s http://127.0.0.1:%6$d/tags/podcast.json
                  curl -s http://127.0.0.1:%6$d/api/v1/feeds

        Ctrl-C ends it.
        %n\
        """,
        farm.feeds().size() + 1,
        entries + 1,
        farm.base(),
        farm.troubles().size() + 1,
        config,
        port);
  }

  /** Ends the child and deletes its folder. */
  private static void end(Process child, Path folder) {
    child.destroy();
    try {
      if (!child.waitFor(10, TimeUnit.SECONDS)) {
        child.destroyForcibly().waitFor();
      }
      delete(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      System.err.println("Not deleted: " + folder + " (" + e.getMessage() + ")");
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String option(String[] args, String name, String otherwise) {
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals(name)) {
        return args[i + 1];
      }
    }
    return otherwise;
  }
}
