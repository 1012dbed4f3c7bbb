package io.feedloom.cli;

import io.feedloom.config.ExportSettings;
import io.feedloom.config.Settings;
import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Exports the answers of the running server as files, if {@code feeds.yml} has {@code export}. */
final class ExportLoop implements AutoCloseable {
  /** How long a server without the option waits until it looks again. A reload ends the pause. */
  private static final Duration WITHOUT = Duration.ofHours(1);

  private final Supplier<Settings> settings;
  private final Loop loop;
  private int port;
  private volatile @Nullable StaticExport export;
  private Optional<ExportSettings> used = Optional.empty();

  ExportLoop(Supplier<Settings> settings, Health health) {
    this.settings = settings;
    this.loop = new Loop("export", health, UncheckedIOException.class, this::step);
  }

  /** Starts, after the server listens on the port. */
  void start(int listens) {
    port = listens;
    loop.start();
  }

  /** Exports now, because the settings may have changed. */
  void wake() {
    loop.wake();
  }

  private Duration step() throws InterruptedException {
    var now = settings.get();
    if (now.export().isEmpty()) {
      drop();
      return WITHOUT;
    }
    var exporter = export;
    if (exporter == null || !now.export().equals(used)) {
      drop();
      used = now.export();
      exporter =
          new StaticExport(LocalServer.address(now.server(), port), now.export().get().folder());
      export = exporter;
    }
    exporter.run(now);
    return now.export().get().every();
  }

  private void drop() {
    var exporter = export;
    if (exporter != null) {
      exporter.close();
      export = null;
    }
  }

  @Override
  public void close() {
    loop.end();
    drop();
  }
}
