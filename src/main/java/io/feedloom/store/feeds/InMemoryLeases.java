package io.feedloom.store.feeds;

import io.feedloom.feed.Due;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Postponed;
import io.feedloom.store.api.LeaseLost;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Leases in memory, for a database that no other process can open. Compared with leases in rows, a
 * poll without new entries writes half as much, and a killed process leaves no leases. Leased feeds
 * stay in the index of due feeds, and {@link #takeDue} skips them.
 *
 * <p>A lease lasts until the result of its poll is committed. So no other poll changes the feed
 * meanwhile.
 */
public final class InMemoryLeases implements Leases {
  private static final String TAKE_DUE =
      "SELECT id, name, url, state FROM feed WHERE id = ANY(?) AND due <= ? ORDER BY due";

  private static final String TAKE_ONE = "SELECT id, name, url, state FROM feed WHERE name = ?";

  private static final String NEXT_DUE =
      "SELECT id, due FROM feed WHERE due IS NOT NULL ORDER BY due FETCH FIRST ? ROWS ONLY";

  /** How long an expired lease is kept if no other taker gets the feed, in milliseconds. */
  private static final long REMEMBERED = Duration.ofHours(1).toMillis();

  private final Database database;
  private final Map<Integer, Lease> leases = new HashMap<>();

  public InMemoryLeases(Database database) {
    this.database = database;
  }

  /**
   * The lease of one feed.
   *
   * @param isEnding whether the result of its poll is being written; then it does not expire
   */
  private record Lease(long until, boolean isEnding) {
    boolean isValidAt(long time) {
      return isEnding || until > time;
    }
  }

  @Override
  public synchronized List<Due> takeDue(Instant now, int most, Duration lease) {
    long time = Millis.of(now);
    long until = Millis.of(now.plus(lease));
    leases.values().removeIf(held -> !held.isValidAt(time - REMEMBERED));
    var taken =
        database.read(
            c -> {
              var due =
                  Sql.list(
                      c,
                      DueFeeds.FIND_DUE,
                      row -> row.getInt("id"),
                      time,
                      (Object) (leases.size() + most));
              int[] free =
                  due.stream()
                      .filter(feed -> !isLeased(feed, time))
                      .limit(most)
                      .mapToInt(Integer::intValue)
                      .toArray();
              return free.length == 0
                  ? List.<Due>of()
                  : Sql.list(c, TAKE_DUE, row -> DueFeeds.due(row, until), free, time);
            });
    taken.forEach(due -> leases.put(due.key(), new Lease(until, false)));
    return taken;
  }

  @Override
  public synchronized Optional<Due> take(FeedId id, Instant now, Duration lease) {
    long until = Millis.of(now.plus(lease));
    var taken =
        database
            .read(c -> Sql.first(c, TAKE_ONE, row -> DueFeeds.due(row, until), id.value()))
            .filter(due -> !isLeased(due.key(), Millis.of(now)));
    taken.ifPresent(due -> leases.put(due.key(), new Lease(until, false)));
    return taken;
  }

  private boolean isLeased(int feed, long time) {
    var lease = leases.get(feed);
    return lease != null && lease.isValidAt(time);
  }

  @Override
  public synchronized Optional<Instant> nextDue() {
    return database
        .read(
            c ->
                Sql.list(
                    c,
                    NEXT_DUE,
                    row -> free(row.getInt("id"), row.getLong("due")),
                    leases.size() + 1))
        .stream()
        .min(Long::compare)
        .map(Millis::at);
  }

  private long free(int feed, long due) {
    var lease = leases.get(feed);
    return lease == null ? due : Math.max(due, lease.until());
  }

  @Override
  public void postpone(List<Postponed> feeds) {
    var current = feeds.stream().filter(feed -> begin(feed.lease())).toList();
    if (current.isEmpty()) {
      return;
    }
    boolean done = false;
    try {
      database.write(c -> DueFeeds.postpone(c, current, this::mark));
      done = true;
    } finally {
      for (var feed : current) {
        end(feed.lease(), done);
      }
    }
  }

  @Override
  public int reinIn(Instant now, Duration longest, Duration over) {
    var last = now.plus(longest);
    int feeds = database.write(c -> DueFeeds.reinIn(c, now, last, over));
    return feeds + forget(Millis.of(last));
  }

  private synchronized int forget(long last) {
    int before = leases.size();
    leases.values().removeIf(lease -> lease.until() > last);
    return before - leases.size();
  }

  @Override
  public <T> T ending(Due lease, Supplier<T> work) {
    if (!begin(lease)) {
      throw new LeaseLost(lease);
    }
    boolean over = false;
    try {
      T result = work.get();
      over = true;
      return result;
    } catch (LeaseLost e) {
      over = true;
      throw e;
    } finally {
      end(lease, over);
    }
  }

  /** Marks the lease as ending, and returns whether it is valid. */
  private synchronized boolean begin(Due due) {
    return leases.replace(due.key(), lease(due, false), lease(due, true));
  }

  /** Ends or keeps a lease that was ending. Does nothing if the feed was leased again since. */
  private synchronized void end(Due due, boolean over) {
    if (over) {
      leases.remove(due.key(), lease(due, true));
    } else {
      leases.replace(due.key(), lease(due, true), lease(due, false));
    }
  }

  private static Lease lease(Due due, boolean isEnding) {
    return new Lease(Millis.of(due.leasedUntil()), isEnding);
  }

  @Override
  public @Nullable Long mark(Due lease) {
    return null;
  }
}
