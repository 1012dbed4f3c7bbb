package io.feedloom.schedule;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Fetched.Failed;
import io.feedloom.feed.Fetched.Fresh;
import io.feedloom.feed.Fetched.Gone;
import io.feedloom.feed.Fetched.Moved;
import io.feedloom.feed.Fetched.Throttled;
import io.feedloom.feed.Fetched.Unchanged;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Update.Change;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides the state of a feed after a poll, and when it is polled next. Pure. */
public final class Schedule {
  /** The due time of a feed that is no longer polled: a date that every database accepts. */
  public static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  private static final Duration DAY = Duration.ofDays(1);

  /** Up to this many failures in a row may be a temporary fault. */
  private static final int PASSING = 2;

  private Schedule() {}

  /**
   * Returns the state after a poll.
   *
   * @param fetched the result of the request; {@code Failed(NOT_A_FEED)} for a body that is not a
   *     feed
   * @param read the feed, if a body was read
   * @param every the admin's own interval for this feed; it replaces the rhythm
   * @param now when the request was made; the wait begins then
   */
  public static PollState next(
      PollState before,
      Fetched fetched,
      Optional<ReadSummary> read,
      Optional<Duration> every,
      PollingSettings settings,
      Instant now,
      RandomGenerator random) {
    var pace = read.map(reading -> reading.info().pace()).orElse(before.pace());
    var pacing = new Pacing(settings, pace, every);
    var poll = new PollOutcome(before, fetched.exchange(), read, pacing, now, random);
    return after(poll, fetched);
  }

  /**
   * Returns the state after a delivery of a hub. The plan of the next poll stays, so deliveries
   * never postpone it.
   *
   * @param changed the entries that the delivery brought or changed
   */
  public static PollState pushed(PollState before, List<Change> changed, Instant now) {
    return new PollState(
        before.resource(),
        before.next(),
        before.last(),
        before.pace(),
        before.rhythm().map(known -> Publications.afterPush(known, changed, now)));
  }

  /**
   * Returns a plan with a later poll, for a feed whose hub delivers every new entry. It is polled
   * once a day, but not less often than otherwise, and not less often than {@code polling.max}.
   *
   * @param planned the state after a success
   */
  public static PollState watched(
      PollState planned, PollingSettings settings, Instant now, RandomGenerator random) {
    var longest = settings.max().compareTo(DAY) < 0 ? settings.max() : DAY;
    var spread = Duration.ofMillis((long) (longest.toMillis() * random.nextDouble() / 20));
    var at = now.plus(longest).minus(spread);
    boolean succeeded =
        planned.outcome() == PollState.Outcome.FRESH
            || planned.outcome() == PollState.Outcome.UNCHANGED;
    return succeeded && at.isAfter(planned.nextPoll())
        ? planned.due(at, "its hub delivers new entries; it is polled once a day to check that")
        : planned;
  }

  /**
   * Plans the next poll of a feed again, as other settings would have planned it after the last
   * poll.
   *
   * @param state the state of a feed whose last poll was a success
   * @param now no poll is planned before this time
   */
  public static PollState replanned(
      PollState state,
      Optional<Duration> every,
      PollingSettings settings,
      Instant now,
      RandomGenerator random) {
    var from = state.lastPoll().orElse(now);
    var pacing = new Pacing(settings, state.pace(), every);
    var next = pacing.next(pacing.usual(state.rhythm(), Optional.empty(), from), from, random);
    return state.due(next.at().isBefore(now) ? now : next.at(), next.reason());
  }

  private static PollState after(PollOutcome poll, Fetched fetched) {
    return switch (fetched) {
      case Fresh fresh -> poll.fresh(fresh);
      case Unchanged unchanged -> poll.unchanged(unchanged);
      case Moved(URI to, Fetched result) -> poll.moved(to, after(poll, result));
      case Throttled throttled -> poll.throttled(throttled);
      case Gone gone -> poll.gone();
      case Failed failed -> poll.failed(failed);
    };
  }

  /**
   * Returns whether an address that we found or adopted no longer leads to its feed, so that
   * Feedloom should return to the one in {@code feeds.yml}. A fault that may be temporary counts
   * only after several polls.
   *
   * @param before the state before this poll
   */
  public static boolean isLost(PollState before, Fetched fetched) {
    return switch (fetched) {
      case Gone _ -> true;
      case Failed failed ->
          switch (failed.reason()) {
            case NOT_FOUND, NOT_A_FEED, REDIRECT -> true;
            case DNS,
                CONNECT,
                TLS,
                TIMEOUT,
                PROTOCOL,
                TOO_LARGE,
                FORBIDDEN_ADDRESS,
                DENIED,
                CLIENT_ERROR,
                SERVER_ERROR ->
                before.failures() >= PASSING;
            case UNEXPECTED -> false;
          };
      case Moved(URI _, Fetched result) -> isLost(before, result);
      case Fresh _, Unchanged _, Throttled _ -> false;
    };
  }
}
