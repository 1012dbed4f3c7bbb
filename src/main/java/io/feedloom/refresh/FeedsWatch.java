package io.feedloom.refresh;

import io.feedloom.config.FeedsStamp;
import io.feedloom.config.Loaded;
import io.feedloom.config.Reloaded;
import io.feedloom.store.api.StoreException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that {@code feeds.yml}, or a file that it includes, was saved, and applies it. It
 * compares the times, sizes and digests of the files regularly. It does not use events of the file
 * system, because they are lost on network file systems, on bind mounts, and when the target of a
 * symbolic link changes. A file that is still being written is read only after it did not change
 * between two comparisons.
 *
 * <p>If a valid file cannot be applied because the store fails, the watch tries again until that
 * succeeds or another file is saved.
 */
public final class FeedsWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FeedsWatch.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(400);

  /** How many comparisons pass between two tries while the store fails. */
  private static final int LOOKS_OF_PATIENCE = 3;

  /** How many comparisons pass between two tries after an unexpected exception. */
  private static final int LOOKS_AFTER_A_BUG = 50;

  private final Supplier<Loaded> read;
  private final Use use;
  private final BooleanSupplier outdated;
  private final Consumer<Reloaded> outcomes;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("feeds-watch").factory());
  private Loaded loaded;
  private Loaded.Valid valid;
  private String acted;
  private String last;
  private Reloaded outcome = Reloaded.fine();
  private int patience;

  /** Applies settings. */
  @FunctionalInterface
  public interface Use {
    /**
     * Applies the settings completely, or changes nothing.
     *
     * @return the outcome
     * @throws StoreException if the store fails
     */
    Reloaded of(Loaded.Valid valid);
  }

  /**
   * @param first the settings that were read at start
   * @param outdated returns whether another node changed what is in force
   * @param outcomes receives the outcome of each try, from one thread at a time
   */
  public FeedsWatch(
      Loaded.Valid first,
      Supplier<Loaded> read,
      Use use,
      BooleanSupplier outdated,
      Consumer<Reloaded> outcomes) {
    this.read = read;
    this.use = use;
    this.outdated = outdated;
    this.valid = first;
    this.outcomes = outcomes;
    this.loaded = first;
    this.acted = first.stamp();
    this.last = acted;
  }

  /** Starts to watch. */
  public void start() {
    long millis = BETWEEN_LOOKS.toMillis();
    var _ = timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Reads the files now, even if they did not change, and returns the result. */
  public synchronized Reloaded reload() {
    return attempt(
        () -> {
          acted = FeedsStamp.of(loaded.files());
          loaded = read.get();
          acted = loaded.stamp();
          last = acted;
          return outcome();
        });
  }

  /** Checks at once whether another node changed what is in force. */
  public void wake() {
    if (!timer.isShutdown()) {
      timer.execute(this::lookAtOthers);
    }
  }

  private synchronized void lookAtOthers() {
    if (!(outcome instanceof Reloaded.Waiting || outcome instanceof Reloaded.Failed)
        && isOutdated()) {
      attempt(this::again);
    }
  }

  /** Compares the files once, and applies a change. The timer calls it. */
  synchronized void look() {
    try {
      var now = FeedsStamp.of(loaded.files());
      boolean rested = now.equals(last);
      last = now;
      if (rested && !now.equals(acted)) {
        reload();
      } else if (outcome instanceof Reloaded.Waiting && --patience <= 0) {
        attempt(this::outcome);
      } else if (outcome instanceof Reloaded.Failed && --patience <= 0) {
        reload();
      } else {
        lookAtOthers();
      }
    } catch (RuntimeException | Error e) {
      // The executor does not repeat a task that throws, so the watch would end.
      log.error("Checking feeds.yml for changes failed unexpectedly; the next check follows", e);
    }
  }

  private boolean isOutdated() {
    try {
      return outdated.getAsBoolean();
    } catch (StoreException e) {
      return false; // the next look asks again
    }
  }

  /** Applies the last valid files again, because another node changed what is in force. */
  private Reloaded again() {
    var again = use.of(valid);
    return loaded instanceof Loaded.Invalid ? outcome : again;
  }

  private Reloaded outcome() {
    return switch (loaded) {
      case Loaded.Valid now -> {
        valid = now;
        yield use.of(now);
      }
      case Loaded.Invalid invalid -> new Reloaded.Faulty(invalid.faults());
    };
  }

  private Reloaded attempt(Supplier<Reloaded> work) {
    var before = outcome;
    try {
      outcome = work.get();
      patience = 0;
      log(before);
    } catch (StoreException e) {
      outcome = new Reloaded.Waiting(String.valueOf(e.getMessage()));
      patience = LOOKS_OF_PATIENCE;
      if (!(before instanceof Reloaded.Waiting)) {
        log.error(
            "feeds.yml in force is older than the one on disk, which waits for the store: {}",
            e.getMessage());
      }
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      outcome = Reloaded.Failed.of(e);
      patience = LOOKS_AFTER_A_BUG;
      if (!outcome.equals(before)) {
        log.error("feeds.yml in force is older than the one on disk: reloading failed by a bug", e);
      }
    }
    outcomes.accept(outcome);
    return outcome;
  }

  private void log(Reloaded before) {
    if (outcome instanceof Reloaded.Faulty) {
      log.error("feeds.yml has faults; the previous settings stay in force");
    } else if (before.isBehind() && !(before instanceof Reloaded.Faulty)) {
      log.info("feeds.yml in force is the one on disk again");
    }
    if (outcome instanceof Reloaded.Older older && !outcome.equals(before)) {
      log(older);
    }
    outcome.faults().forEach(fault -> log.error("{}", fault));
  }

  /** Logs that this node's file is not in force, and how to change that. */
  public static void log(Reloaded.Older older) {
    log.warn(
        "The feeds.yml of this node is older than revision {}, which node {} loaded. This node {}."
            + " To put this file into force, run 'feedloom apply' or edit it",
        older.revision(),
        older.node(),
        older.works() ? "uses that revision" : "only serves");
    older.missing().forEach(what -> log.error("Revision {} needs {}", older.revision(), what));
    older
        .unreadable()
        .forEach(fault -> log.error("Revision {} cannot be read: {}", older.revision(), fault));
  }

  @Override
  public void close() {
    timer.shutdown();
  }
}
