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
 * Holds polls whose results could not be stored, and feeds that could not be given back. It answers
 * when such a feed is tried again, so that a publisher is never asked more often than planned, and
 * keeps what it sent, as far as memory allows. Safe for use by many threads.
 *
 * <p>A feed's row cannot say any of this: it could not be written.
 */
final class Backlog {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int MOST_DOUBLINGS = 20;

  private final long room;
  private final Map<Integer, Unstored> polls = new HashMap<>();
  private final Map<Integer, Postponed> unpolled = new HashMap<>();

  /** Feeds that were not subscribed when their polls were to be stored. */
  private final Set<Integer> left = new HashSet<>();

  private long bytes;

  /**
   * @param room bytes of answers that are kept
   */
  Backlog(long room) {
    this.room = room;
  }

  /**
   * A poll whose results were not stored.
   *
   * @param lease by which the feed was polled
   * @param isHeld whether the lease is still valid, as far as is known here
   * @param answer what to store; empty if there is nothing, or no room for it
   * @param notBefore until then the publisher is not asked again
   * @param failures how often storing failed since it last succeeded
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

    /** Returns when the next attempt is due: to store the answer, else to ask again. */
    Instant retryAt(Instant now) {
      int doublings = Math.min(failures - 1, MOST_DOUBLINGS);
      var wait = FIRST_WAIT.multipliedBy(1L << doublings);
      var later = now.plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
      return answer.isPresent() || later.isAfter(notBefore) ? later : notBefore;
    }

    /** Returns whether the feed was not polled since. */
    private boolean isLatest(Due due) {
      return due.state().lastPoll().equals(lease.state().lastPoll());
    }
  }

  /**
   * Notes that a poll was not stored.
   *
   * @param interval between two polls of the feed, from the time when this one began
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
   * Returns how long to wait after a failure. Each retry of a poll that fails by itself costs the
   * publisher a request, so it waits longer.
   */
  private static Duration longer(Duration interval, int failures) {
    var longer = interval.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
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
   * Returns what to store, or to wait for, before the next request for the feed. It is dropped when
   * its time has come or another process has polled the feed.
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

  /** Notes that the feed's row says now when it is due. */
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

  /** Notes a feed that was taken and not polled, and could not be given back. */
  synchronized void addUnpolled(List<Postponed> feeds) {
    feeds.forEach(feed -> unpolled.put(feed.lease().key(), feed));
  }

  /** Takes out the feeds that were not polled. */
  synchronized List<Postponed> takeUnpolled() {
    var all = List.copyOf(unpolled.values());
    unpolled.clear();
    return all;
  }

  /** Returns the polls whose feeds were not given back yet. */
  synchronized List<Unstored> held() {
    var held = new ArrayList<Unstored>();
    polls.values().stream().filter(Unstored::isHeld).forEach(held::add);
    return held;
  }

  /**
   * Keeps the poll of a feed that is not subscribed now. An edit that waits for the store may only
   * seem to remove it, and its publisher must not be asked early then.
   */
  synchronized void leave(Unstored poll) {
    if (poll.equals(polls.get(poll.lease().key()))) {
      put(poll.givenBack());
      left.add(poll.lease().key());
    }
  }

  /** Returns whether every poll was stored. Forgets feeds that left when their time has come. */
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
