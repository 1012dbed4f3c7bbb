package io.feedloom.refresh;

import io.feedloom.config.FeedsStamp;
import io.feedloom.config.Loaded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that {@code feeds.yml}, or a file that it includes, was saved. It compares what the file
 * system says of the files rather than listening for events: events are lost on network file
 * systems, bind mounts and where a symlink's target is swapped. A file that is still being written
 * is left alone until it has rested for one look.
 */
public final class FeedsWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FeedsWatch.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(400);

  private final Supplier<Loaded> read;
  private final Consumer<Loaded> changed;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("feeds-watch").factory());
  private Set<Path> files;
  private String acted;
  private String last;

  /**
   * @param first what was read at start
   * @param stamp the stamp of its files, taken before they were read
   * @param changed told of each new reading, valid or not, from one thread at a time
   */
  public FeedsWatch(Loaded first, String stamp, Supplier<Loaded> read, Consumer<Loaded> changed) {
    this.read = read;
    this.changed = changed;
    this.files = first.files();
    this.acted = stamp;
    this.last = stamp;
  }

  public void start() {
    long millis = BETWEEN_LOOKS.toMillis();
    var _ = timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Reads the files now, changed or not, and returns what was read. */
  public synchronized Loaded reload() {
    acted = FeedsStamp.of(files);
    last = acted;
    var loaded = read.get();
    if (!loaded.files().equals(files)) {
      files = loaded.files();
      acted = FeedsStamp.of(files);
      last = acted;
    }
    changed.accept(loaded);
    return loaded;
  }

  private synchronized void look() {
    try {
      var now = FeedsStamp.of(files);
      boolean rested = now.equals(last);
      last = now;
      if (rested && !now.equals(acted)) {
        reload();
      }
    } catch (RuntimeException e) {
      log.error("Reloading failed by a bug of ours; the running configuration stays", e);
    }
  }

  @Override
  public void close() {
    timer.shutdown();
  }
}
