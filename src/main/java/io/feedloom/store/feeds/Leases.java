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
 * Leases of feeds, which ensure that only one caller at a time polls a feed. If other processes may
 * use the database, leases are in the feeds' rows, see {@link DatabaseLeases}. Otherwise they are
 * in memory, see {@link InMemoryLeases}.
 */
public interface Leases {
  /**
   * Leases due feeds, the longest due first. No other caller in any process gets them before the
   * lease expires or an update is applied.
   *
   * @param most how many at most
   */
  List<Due> takeDue(Instant now, int most, Duration lease);

  /** Leases one feed, whether or not it is due. Returns empty if it is unknown or leased. */
  Optional<Due> take(FeedId id, Instant now, Duration lease);

  /** Returns when the next feed is due or the next lease expires; empty if no feed is polled. */
  Optional<Instant> nextDue();

  /**
   * Gives leased feeds back and makes them due later. Feeds whose lease is lost stay as they are.
   */
  void postpone(List<Postponed> feeds);

  /**
   * Corrects times that a wrong clock wrote. Feeds that are due or leased later than is possible
   * become due soon, and holds that last too long are deleted.
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
   * Returns the value of {@code leased_until} in the feed's row while the lease is valid.
   *
   * @return null if leases are not in rows
   */
  @Nullable Long mark(Due lease);
}
