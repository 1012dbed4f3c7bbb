package io.feedloom.schedule;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Digest;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState;
import java.time.Duration;
import java.time.Instant;

/**
 * Spreads the polls of feeds that share a host. Feeds that were added together would otherwise
 * always be due together. So the second poll of each feed is delayed once, by its own share of the
 * interval. Pure.
 */
public final class InitialStagger {
  private static final int STEPS = 1 << 16;

  private InitialStagger() {}

  /**
   * Returns the state after a first poll, with the next poll later by up to one interval, never
   * beyond {@code polling.max}.
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
        : next.due(due, next.reason() + "; delayed once to spread the feeds of its host");
  }
}
