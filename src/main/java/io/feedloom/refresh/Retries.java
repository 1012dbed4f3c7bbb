package io.feedloom.refresh;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Due;
import io.feedloom.feed.Postponed;
import io.feedloom.feed.Subscription;
import io.feedloom.health.Health;
import io.feedloom.health.Part;
import io.feedloom.refresh.Backlog.Unstored;
import io.feedloom.refresh.Poll.Answer;
import io.feedloom.refresh.Poll.Result;
import io.feedloom.store.Store;
import io.feedloom.store.api.LeaseLost;
import io.feedloom.store.api.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs polls, and repeats polls whose results could not be stored. After such a failure, the feed
 * is given back to the store, which is a very small write. If that succeeds, the fault is in this
 * feed's result, and only this feed waits longer. If it fails, the fault is in the store, and
 * nothing is polled until a result can be stored again.
 */
final class Retries {
  private static final Logger log = LoggerFactory.getLogger(Retries.class);

  /** The most bytes of answers that wait to be stored. */
  private static final long MAX_BYTES =
      Math.clamp(Runtime.getRuntime().maxMemory() / 16, 4L << 20, 64L << 20);

  private static final String REASON =
      "it was polled, but could not be stored; the log and /status/admin say more";
  private static final String BUG = "a bug in Feedloom ended this poll: ";

  private final Store store;
  private final Poll poll;
  private final InstantSource clock;
  private final Health health;
  private final Part storing;
  private final Consumer<List<Arrival>> arrivals;
  private final Backlog backlog = new Backlog(MAX_BYTES);
  private volatile boolean away;

  /**
   * @param arrivals receives the arrivals after they are durable; called by many threads
   */
  Retries(
      Store store,
      Poll poll,
      InstantSource clock,
      Health health,
      Consumer<List<Arrival>> arrivals) {
    this.store = store;
    this.poll = poll;
    this.clock = clock;
    this.health = health;
    this.storing = health.part("storing");
    this.arrivals = arrivals;
  }

  /** Returns whether the last write to the store failed. Then nothing may be polled. */
  boolean isStoreAway() {
    return away;
  }

  /** Notes that the store failed. */
  void storeFailed() {
    away = true;
  }

  /** Polls the feed. If an earlier answer still waits to be stored, stores that instead. */
  void poll(Due due, Subscription feed, Watchlist list, Poll.Turns turns, Runnable answered) {
    var waiting = backlog.before(due, clock.instant());
    try {
      if (waiting.isEmpty()) {
        conclude(due, feed, list, poll.run(due, feed, list, turns, answered));
      } else {
        retry(due, feed, list, waiting.get());
      }
    } catch (LeaseLost e) {
      lost(due);
    } catch (StoreException e) {
      storeFailed();
    }
  }

  private void retry(Due due, Subscription feed, Watchlist list, Unstored waiting) {
    if (waiting.answer().isPresent()) {
      conclude(due, feed, list, poll.resume(due, feed, list, waiting.answer().get()));
    } else {
      store.leases().postpone(List.of(new Postponed(due, waiting.notBefore(), REASON)));
      backlog.givenBack(waiting);
    }
  }

  private void conclude(Due due, Subscription feed, Watchlist list, Result result) {
    switch (result) {
      case Result.Stored(List<Arrival> arrived) -> stored(due, arrived);
      case Result.NotStored(Optional<Answer> answer, StoreException why) ->
          refused(due, feed, list, answer, why);
      case Result.NotStored(Optional<Answer> _, Throwable why) -> failed(due, feed, list, why);
    }
  }

  /**
   * Stores that the poll failed because of a bug. If that fails too, the feed waits for its usual
   * interval, because its failures cannot be counted.
   */
  private void failed(Due due, Subscription feed, Watchlist list, Throwable bug) {
    health.unexpected("polling", due.id().value(), bug);
    var message = BUG + Health.describe(bug);
    try {
      poll.fail(due, feed, list, message);
      backlog.remove(due);
    } catch (LeaseLost e) {
      throw e;
    } catch (RuntimeException e) {
      if (!(e instanceof StoreException)) {
        health.unexpected("polling", due.id().value(), e);
      }
      giveBack(backlog.add(due, Optional.empty(), clock.instant(), interval(feed, list)), message);
    }
  }

  private void stored(Due due, List<Arrival> arrived) {
    backlog.remove(due);
    if (backlog.isEmpty(clock.instant())) {
      storing.works();
    }
    if (!arrived.isEmpty()) {
      try {
        arrivals.accept(arrived);
      } catch (RuntimeException e) {
        health.unexpected("reporting arrivals", due.id().value(), e);
      }
    }
  }

  private void refused(
      Due due, Subscription feed, Watchlist list, Optional<Answer> answer, StoreException why) {
    var at = answer.map(Answer::at).orElseGet(clock::instant);
    giveBack(backlog.add(due, answer, at, interval(feed, list)), REASON);
    storing.failed(due.id() + " was polled but not stored: " + why.getMessage());
  }

  private void giveBack(Unstored unstored, String reason) {
    var retry = unstored.retryAt(clock.instant());
    store.leases().postpone(List.of(new Postponed(unstored.lease(), retry, reason)));
    backlog.givenBack(unstored);
  }

  private static Duration interval(Subscription feed, Watchlist list) {
    return feed.every().orElse(list.polling().every());
  }

  private void lost(Due due) {
    log.debug("{} was polled by another process meanwhile", due.id());
    backlog.remove(due);
  }

  /**
   * Gives back feeds that were not polled. If the store fails, {@link #settle} gives them back
   * later.
   */
  void postpone(List<Postponed> feeds) {
    try {
      store.leases().postpone(feeds);
    } catch (StoreException e) {
      backlog.addUnpolled(feeds);
      storeFailed();
    }
  }

  /** Keeps a feed that is not polled because the store fails. */
  void leave(Due due) {
    backlog.addUnpolled(List.of(new Postponed(due, clock.instant(), "the store failed")));
  }

  /**
   * Checks whether a store that failed works again: stores one result first, then all others.
   *
   * @throws StoreException if it still fails
   */
  void settle(Watchlist list, Executor threads) {
    if (!away) {
      return;
    }
    var unpolled = backlog.takeUnpolled();
    try {
      store.leases().postpone(unpolled);
    } catch (StoreException e) {
      backlog.addUnpolled(unpolled);
      throw e;
    }
    var held = backlog.held();
    if (!held.isEmpty()) {
      again(held.getFirst(), list);
    }
    away = false;
    held.stream().skip(1).forEach(unstored -> threads.execute(() -> tryAgain(unstored, list)));
  }

  private void tryAgain(Unstored unstored, Watchlist list) {
    try {
      again(unstored, list);
    } catch (StoreException e) {
      storeFailed();
    } catch (RuntimeException e) {
      health.unexpected("polling", unstored.lease().id().value(), e);
    }
  }

  private void again(Unstored unstored, Watchlist list) {
    var due = unstored.lease();
    var feed = list.find(due.id());
    try {
      if (feed.isPresent()) {
        retry(due, feed.get(), list, unstored);
      } else {
        backlog.leave(unstored);
      }
    } catch (LeaseLost e) {
      lost(due);
    }
  }
}
