package io.feedloom.schedule;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Digest;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState;
import java.time.Duration;
import java.time.Instant;

/**
 * Spreads feeds that share a host over it: they were added together, so they would be due together
 * each time. The second poll of each is put off by its own share of the interval, once. Pure.
 */
public final class InitialStagger {
  private static final int STEPS = 1 << 16;

  private InitialStagger() {}

  /**
   * The state after a first poll, put off by between nothing and one interval, never beyond
   * polling.max.
   *
   * @param now when the request was made
   */
  public static PollState apart(
      PollState next, FeedId feed, PollingSettings settings, Instant now) {
    var interval = Duration.between(now, next.nextPoll());
    long share = Digest.of(feed.value()) & (STEPS - 1);
    var due = next.nextPoll().plus(interval.multipliedBy(share).dividedBy(STEPS));
    return next.failures() > 0 || due.isAfter(now.plus(settings.max()))
        ? next
        : next.due(due, next.reason() + "; put off once to spread the feeds of its host");
  }
}
