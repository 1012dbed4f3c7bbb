package io.feedloom.refresh;

import io.feedloom.config.RetentionSettings;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Retention;
import io.feedloom.feed.Subscription;
import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.store.Store;
import io.feedloom.store.api.Cleared;
import io.feedloom.store.api.StoreException;
import io.feedloom.store.retention.ExpiredEntries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes entries whose retention is over, in small transactions while polls continue, and compacts
 * the file.
 */
public final class Housekeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Housekeeper.class);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Minutes from the end of one round to the next. */
  private static final int BETWEEN = 60;

  /** The growth of the file after which it is compacted again, in bytes. */
  private static final long GROWTH = 16 << 20;

  private static final int PART = 4;

  /** The number of entries that one transaction deletes. */
  private static final int BATCH_SIZE = 100;

  private static final long WORTH_LOGGING = 1 << 20;

  private final Store store;
  private final InstantSource clock;
  private final Consumer<List<Arrival>> deleted;
  private final Loop loop;
  private @Nullable ExpiredEntries expiry;
  private volatile Plan plan;
  private volatile boolean changed;
  private boolean begun;

  /** Minutes until the next round. */
  private int left;

  /** The size of the file after it was last compacted, in bytes. */
  private long compacted;

  /**
   * The retention of each feed.
   *
   * @param general the retention of feeds without their own
   * @param own the retention of the other feeds
   */
  public record Plan(RetentionSettings general, Map<FeedId, Retention> own) {
    public Plan {
      own = Map.copyOf(own);
    }

    /** Returns the plan of the settings. */
    public static Plan of(RetentionSettings general, List<Subscription> feeds) {
      return new Plan(
          general,
          feeds.stream()
              .filter(feed -> differs(feed.retention()))
              .collect(Collectors.toMap(Subscription::id, Subscription::retention)));
    }

    private static boolean differs(Retention retention) {
      return retention.keep().isPresent() || retention.perFeed().isPresent();
    }

    Instant since(FeedId feed, Instant now) {
      return now.minus(of(feed).keep().orElse(general.keep()));
    }

    int perFeed(FeedId feed) {
      return of(feed).perFeed().orElse(general.perFeed());
    }

    private Retention of(FeedId feed) {
      return own.getOrDefault(feed, Retention.GENERAL);
    }
  }

  /**
   * @param deleted receives the deleted entries, after the deletion is durable
   */
  public Housekeeper(
      Store store, InstantSource clock, Plan plan, Consumer<List<Arrival>> deleted, Health health) {
    this.store = store;
    this.clock = clock;
    this.plan = plan;
    this.deleted = deleted;
    this.loop = new Loop("housekeeping", health, StoreException.class, this::step);
  }

  /**
   * Starts the first round after a minute, and another each hour. Between rounds, compacts the file
   * if it has grown much, for example by the first polls of many feeds.
   */
  public void start() {
    loop.start();
  }

  /** Stops to delete old entries, or begins again. */
  public void pause(boolean pauses) {
    loop.pause(pauses);
  }

  /**
   * Applies other settings. The next round comes soon, and deletes the entries that they no longer
   * keep.
   */
  public void use(Plan next) {
    boolean changes = !next.equals(plan);
    plan = next;
    if (changes) {
      changed = true;
      loop.wake();
    }
  }

  private Duration step() {
    if (!begun) {
      begun = true;
      return MINUTE;
    }
    if (left <= 0 || changed) {
      changed = false;
      round();
      left = BETWEEN;
    } else if (hasGrown()) {
      compact();
    }
    left--;
    return MINUTE;
  }

  /** Returns whether the file has grown so much that compacting it is worthwhile. */
  boolean hasGrown() {
    return !store.storage().isShared()
        && store.storage().size() - compacted >= Math.max(GROWTH, compacted / PART);
  }

  /** Deletes entries and compacts the file. */
  void round() {
    clean();
    compact();
  }

  /** Deletes all entries whose retention is over, and returns how many. */
  int clean() {
    var keep = plan;
    var general = keep.general();
    Instant now = clock.instant();
    Instant before = now.minus(general.keep());
    var own = store.feeds().byIds(keep.own().keySet()).values();
    var apart = own.stream().map(FeedStatus::number).collect(Collectors.toSet());
    var others = expiry(apart);
    int count = all(() -> others.next(before, BATCH_SIZE));
    for (int feed : store.retention().overfull(general.perFeed())) {
      if (!apart.contains(feed)) {
        count += all(() -> store.retention().trim(feed, general.perFeed(), BATCH_SIZE));
      }
    }
    for (var feed : own) {
      int most = keep.perFeed(feed.id());
      count +=
          all(
              () ->
                  store
                      .retention()
                      .expireOf(feed.number(), keep.since(feed.id(), now), BATCH_SIZE));
      count +=
          feed.entries() > most
              ? all(() -> store.retention().trim(feed.number(), most, BATCH_SIZE))
              : 0;
    }
    for (int feed : store.retention().unsubscribed(before)) {
      count += all(() -> store.retention().forgetFeed(feed, before, BATCH_SIZE));
    }
    all(() -> store.retention().expireWithdrawals(before, BATCH_SIZE));
    if (count > 0) {
      log.info("{} entries were deleted for their age", count);
    }
    return count;
  }

  /**
   * Returns the expiry of the previous round if it left out the same feeds; otherwise a new one.
   */
  private ExpiredEntries expiry(Set<Integer> apart) {
    var last = expiry;
    var next = last != null && last.excepts(apart) ? last : store.retention().expired(apart);
    expiry = next;
    return next;
  }

  private void compact() {
    long bytes = store.storage().compact(() -> !loop.isClosed());
    compacted = store.storage().isShared() ? 0 : store.storage().size();
    if (bytes >= WORTH_LOGGING) {
      log.info("The store's file is {} MiB smaller", bytes >> 20);
    }
  }

  private int all(Supplier<Cleared> piece) {
    int count = 0;
    var cleared = piece.get();
    while (cleared.count() > 0) {
      count += cleared.count();
      if (!cleared.arrivals().isEmpty()) {
        deleted.accept(cleared.arrivals());
      }
      if (loop.isClosed()) {
        return count;
      }
      cleared = piece.get();
    }
    return count;
  }

  /** Stops after the running transaction. */
  @Override
  public void close() {
    if (!loop.end()) {
      log.warn("Deleting old entries did not end in time; it continues at the next start.");
    }
  }
}
