package io.feedloom.refresh;

import io.feedloom.feed.Due;
import io.feedloom.feed.Postponed;
import io.feedloom.refresh.Poll.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps polls whose results could not be stored, and leased feeds that could not be given back. It
 * decides when such a feed is tried again, so that a publisher never gets more requests than
 * planned. It also keeps the publisher's answer, as far as memory allows. Safe for use by many
 * threads.
 *
 * <p>All this is in memory, because the feeds' rows could not be written.
 */
final class Backlog {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration MAX_WAIT = Duration.ofMinutes(15);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int MAX_DOUBLINGS = 20;

  private final long room;
  private final Map<Integer, Unstored> polls = new HashMap<>();
  private final Map<Integer, Postponed> unpolled = new HashMap<>();

  /** Feeds that were not subscribed any more when the results of their polls should be stored. */
  private final Set<Integer> left = new HashSet<>();

  private long bytes;

  /**
   * @param room how many bytes of answers are kept
   */
  Backlog(long room) {
    this.room = room;
  }

  /**
   * A poll whose results were not stored.
   *
   * @param lease the lease under which the feed was polled
   * @param isHeld whether this process has not given the lease back
   * @param answer the answer to store; empty if there is none, or no memory for it
   * @param notBefore the earliest time of the next request
   * @param failures how many times storing has failed since it last succeeded
   */
  record Unstored(
      Due lease, boolean isHeld, Optional<Answer> answer, Instant notBefore, int failures) {
    private long size() {
      return answer.map(Answer::size).orElse(0);
    }

    private Unstored givenBack() {
      return new Unstored(lease, false, answer, notBefore, failures);
    }

    private Unstored withoutAnswer() {
      return new Unstored(lease, isHeld, Optional.empty(), notBefore, failures);
    }

    /** Returns when to try again: to store the answer, or to request the feed if there is none. */
    Instant retryAt(Instant now) {
      int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
      var wait = FIRST_WAIT.multipliedBy(1L << doublings);
      var later = now.plus(wait.compareTo(MAX_WAIT) < 0 ? wait : MAX_WAIT);
      return answer.isPresent() || later.isAfter(notBefore) ? later : notBefore;
    }

    /** Returns whether the feed has not been polled since. */
    private boolean isLatest(Due due) {
      return due.state().lastPoll().equals(lease.state().lastPoll());
    }
  }

  /**
   * Notes that a poll was not stored.
   *
   * @param interval the time between two polls of the feed, from the start of this one
   */
  synchronized Unstored add(Due lease, Optional<Answer> answer, Instant at, Duration interval) {
    var before = polls.get(lease.key());
    int failures = before == null ? 1 : before.failures() + 1;
    var wait = answer.isPresent() ? interval : longer(interval, failures);
    var poll = new Unstored(lease, true, answer, at.plus(wait), failures);
    var kept = bytes - size(before) + poll.size() <= room ? poll : poll.withoutAnswer();
    put(kept);
    return kept;
  }

  /**
   * Returns how long to wait after a failure. A poll without an answer that fails again and again
   * sends a request each time, so the wait grows.
   */
  private static Duration longer(Duration interval, int failures) {
    var longer = interval.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    var limit = interval.compareTo(DAY) > 0 ? interval : DAY;
    return longer.compareTo(limit) < 0 ? longer : limit;
  }

  private void put(Unstored poll) {
    bytes += poll.size() - size(polls.put(poll.lease().key(), poll));
  }

  private static long size(@Nullable Unstored poll) {
    return poll == null ? 0 : poll.size();
  }

  /**
   * Returns the unstored poll that must be handled before the feed may be requested again. Drops
   * its answer if the time of the next request has come, and drops the poll if another process has
   * polled the feed.
   */
  synchronized Optional<Unstored> before(Due due, Instant now) {
    var poll = polls.get(due.key());
    if (poll == null) {
      return Optional.empty();
    }
    left.remove(due.key());
    if (!poll.isLatest(due)) {
      remove(due);
      return Optional.empty();
    }
    if (!poll.notBefore().isAfter(now)) {
      put(poll.withoutAnswer());
      return Optional.empty();
    }
    return Optional.of(poll);
  }

  /** Notes that the feed was given back, so its row now contains when it is due. */
  synchronized void givenBack(Unstored poll) {
    if (poll.equals(polls.get(poll.lease().key()))) {
      put(poll.givenBack());
    }
  }

  /** Forgets a feed after a poll of it was stored. */
  synchronized void remove(Due due) {
    left.remove(due.key());
    bytes -= size(polls.remove(due.key()));
    unpolled.remove(due.key());
  }

  /** Notes feeds that were leased but not polled, and could not be given back. */
  synchronized void addUnpolled(List<Postponed> feeds) {
    feeds.forEach(feed -> unpolled.put(feed.lease().key(), feed));
  }

  /** Removes and returns the feeds that were not polled. */
  synchronized List<Postponed> takeUnpolled() {
    var all = List.copyOf(unpolled.values());
    unpolled.clear();
    return all;
  }

  /** Returns the polls whose feeds have not been given back. */
  synchronized List<Unstored> held() {
    var held = new ArrayList<Unstored>();
    polls.values().stream().filter(Unstored::isHeld).forEach(held::add);
    return held;
  }

  /**
   * Keeps the poll of a feed that is not subscribed now. The feed may come back when an edit that
   * waits for the store takes effect, and must not be requested too early then.
   */
  synchronized void leave(Unstored poll) {
    if (poll.equals(polls.get(poll.lease().key()))) {
      put(poll.givenBack());
      left.add(poll.lease().key());
    }
  }

  /** Returns whether nothing is left to store. Forgets unsubscribed feeds whose time has come. */
  synchronized boolean isEmpty(Instant now) {
    for (var key : List.copyOf(left)) {
      var poll = polls.get(key);
      if (poll == null || !poll.notBefore().isAfter(now)) {
        bytes -= size(polls.remove(key));
        left.remove(key);
      }
    }
    return polls.isEmpty();
  }
}
