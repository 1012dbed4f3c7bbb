package io.feedloom.store.feeds;

import io.feedloom.feed.Due;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Postponed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Leases of feeds: each due feed goes to one taker. If other processes may use the database, leases
 * are in the feeds' rows, see {@link DatabaseLeases}, otherwise in memory, see {@link
 * InMemoryLeases}.
 */
public interface Leases {
  /**
   * Takes due feeds, the longest due first. No other taker in any process gets them before the
   * lease ends or an update is applied.
   *
   * @param most how many at most
   */
  List<Due> takeDue(Instant now, int most, Duration lease);

  /** Takes one feed, due or not. Empty if it is unknown or leased. */
  Optional<Due> take(FeedId id, Instant now, Duration lease);

  /** Returns when the next feed is due or the next lease ends; empty if no feed is polled. */
  Optional<Instant> nextDue();

  /**
   * Gives leased feeds back and makes them due later. Feeds whose lease is lost stay as they are.
   */
  void postpone(List<Postponed> feeds);

  /**
   * Makes feeds due soon that are due or leased later than ever planned, and deletes such holds. A
   * wrong clock wrote them.
   *
   * @param longest the longest time from now to a planned poll
   * @param over the time over which the feeds are spread
   * @return how many feeds
   */
  int reinIn(Instant now, Duration longest, Duration over);

  /**
   * Does work that ends a lease. If the work fails, the lease stays.
   *
   * @throws io.feedloom.store.api.LeaseLost if the lease is known to be lost
   */
  <T> T ending(Due lease, Supplier<T> work);

  /**
   * Returns the value of {@code leased_until} in the feed's row by which the lease is recognized.
   *
   * @return null if leases are not in rows
   */
  @Nullable Long mark(Due lease);
}
