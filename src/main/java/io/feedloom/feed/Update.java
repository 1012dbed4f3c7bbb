package io.feedloom.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the store is to make of one poll of one feed, all of it or nothing.
 *
 * @param lease as it was taken; the update is refused when another process has taken the feed since
 * @param info what the publisher now says of the feed, where it was read
 * @param problems found in reading, where it was read
 * @param changed the entries that are new or changed
 * @param at the time of the poll
 * @param took how long the exchange took
 */
public record Update(
    Due lease,
    PollState next,
    Optional<FeedInfo> info,
    List<Problem> problems,
    List<Change> changed,
    Instant at,
    Duration took) {

  /**
   * One entry to write.
   *
   * @param river its place, for the case that it is new
   * @param isNew whether the store does not know it yet
   */
  public record Change(long id, long fingerprint, Instant river, boolean isNew, Entry entry) {}

  /** One whose exchange took no time worth telling. */
  public Update(
      Due lease,
      PollState next,
      Optional<FeedInfo> info,
      List<Problem> problems,
      List<Change> changed,
      Instant at) {
    this(lease, next, info, problems, changed, at, Duration.ZERO);
  }

  public Update {
    problems = List.copyOf(problems);
    changed = List.copyOf(changed);
  }
}
