package io.feedloom.refresh;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Subscription;
import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.store.Store;
import io.feedloom.store.StoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies changed rules to stored entries, feed by feed and in small pieces, while polls go on. The
 * database knows of each feed by which rules its entries were judged, so whatever ends the process,
 * the next one goes on where this one was.
 */
public final class RuleApplier implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RuleApplier.class);

  /** A poll that began under other rules may store what they made of it some time later. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  private final Store store;
  private final Consumer<List<Arrival>> changed;
  private final Loop loop;
  private final AtomicInteger turn = new AtomicInteger();
  private volatile Watchlist watchlist;

  /**
   * @param changed told of the entries that appear, vanish or bear other tags, after it is durable
   */
  public RuleApplier(
      Store store, Watchlist watchlist, Consumer<List<Arrival>> changed, Health health) {
    this.store = store;
    this.watchlist = watchlist;
    this.changed = changed;
    this.loop = new Loop("rules", health, StoreException.class, this::pass);
  }

  public void start() {
    loop.start();
  }

  /** Judges by these from now on. */
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
    var feeds = store.judgedOtherwise(wanted);
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

  /** Returns whether other rules are to be judged by, or none any more. */
  private boolean isOver(int begun) {
    return loop.isClosed() || turn.get() != begun;
  }

  private void judge(int begun, Watchlist list, Subscription feed) {
    var judging =
        store.judging(
            feed.id(),
            list.rules().fingerprint(feed),
            (entry, language) -> list.rules().judge(feed, entry, language));
    while (!isOver(begun) && judging.hasMore()) {
      var arrivals = judging.next();
      if (!arrivals.isEmpty()) {
        changed.accept(arrivals);
      }
    }
  }

  /** Ends after the piece under way. */
  @Override
  public void close() {
    loop.close();
  }
}
