package io.feedloom.refresh;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Subscription;
import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.store.Store;
import io.feedloom.store.api.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies changed rules to stored entries, feed by feed and in small transactions, while polls
 * continue. Each feed's row records which rules were applied to its entries. So after a crash, the
 * next process continues where this one stopped.
 */
public final class RuleApplier implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RuleApplier.class);

  /** The time between two searches for entries that a poll stored with old rules. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  private final Store store;
  private final InstantSource clock;
  private final Consumer<List<Arrival>> changed;
  private final Loop loop;
  private final AtomicInteger turn = new AtomicInteger();
  private volatile Watchlist watchlist;

  /**
   * @param changed receives entries that appear, disappear, get other tags or change, after the
   *     change is durable
   */
  public RuleApplier(
      Store store,
      Watchlist watchlist,
      InstantSource clock,
      Consumer<List<Arrival>> changed,
      Health health) {
    this.store = store;
    this.clock = clock;
    this.watchlist = watchlist;
    this.changed = changed;
    this.loop = new Loop("rules", health, StoreException.class, this::pass);
  }

  public void start() {
    loop.start();
  }

  /** Stops to apply rules, or begins again. */
  public void pause(boolean pauses) {
    turn.incrementAndGet();
    loop.pause(pauses);
  }

  /** Uses the rules of another watchlist from now on. */
  public void use(Watchlist next) {
    watchlist = next;
    turn.incrementAndGet();
    loop.wake();
  }

  private Duration pass() {
    pass(turn.get(), watchlist);
    return BETWEEN_LOOKS;
  }

  private void pass(int begun, Watchlist list) {
    Map<FeedId, Long> wanted = new HashMap<>();
    list.subscriptions().forEach((id, feed) -> wanted.put(id, list.rules().fingerprint(feed)));
    var feeds = store.rules().outdated(wanted);
    for (var id : feeds) {
      list.find(id).ifPresent(feed -> judge(begun, list, feed));
      if (isOver(begun)) {
        return;
      }
    }
    if (!feeds.isEmpty()) {
      log.info("The rules now hold for the stored entries of {} feeds", feeds.size());
    }
  }

  /** Returns whether there are newer rules, or the applier was closed. */
  private boolean isOver(int begun) {
    return loop.isClosed() || turn.get() != begun;
  }

  private void judge(int begun, Watchlist list, Subscription feed) {
    var judging =
        store
            .rules()
            .update(
                feed.id(),
                list.rules().fingerprint(feed),
                clock.instant(),
                (entry, declared) -> list.rules().judge(feed, entry, declared));
    while (!isOver(begun) && judging.hasMore()) {
      var arrivals = judging.next();
      if (!arrivals.isEmpty()) {
        changed.accept(arrivals);
      }
    }
  }

  /** Stops after the running transaction. */
  @Override
  public void close() {
    loop.close();
  }
}
