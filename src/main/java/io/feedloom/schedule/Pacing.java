package io.feedloom.schedule;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * How long to wait, from what the admin and the publisher wish.
 *
 * @param pace what the publisher says in its feed
 * @param every the admin's wish for this feed
 */
record Pacing(PollingSettings settings, Pace pace, Optional<Duration> every) {
  private static final Duration DAY = Duration.ofDays(1);

  /** Up to this share of a wait is its jitter. */
  private static final double SPREAD = 0.1;

  /** Doubling further leads beyond any bound. */
  private static final int MOST_DOUBLINGS = 20;

  /** The interval after a success; the admin's own wish for a feed is left as it is. */
  Duration interval(Optional<Duration> before, boolean changed) {
    return every.orElseGet(() -> Rhythm.after(before, changed, settings.every()));
  }

  /** The interval, but not before the publisher wants to be asked again, and within our bounds. */
  Wait usual(Optional<Duration> interval, Optional<Duration> freshFor) {
    var own =
        every
            .map(wish -> Wait.ours(wish, "feeds.yml says every " + Wait.words(wish)))
            .orElseGet(() -> rhythm(interval.orElse(settings.every())));
    return Stream.of(
            asked(freshFor, "its answer stays fresh for "),
            asked(pace.ttl(), "its ttl is "),
            asked(pace.updatePeriod(), "it says that it is updated every "))
        .flatMap(Optional::stream)
        .reduce(own, Wait::orLonger)
        .atLeast(settings.min(), "polling.min")
        .atMost(settings.max(), "polling.max");
  }

  private static Wait rhythm(Duration interval) {
    return Wait.ours(interval, "its interval is " + Wait.words(interval) + " at present");
  }

  private static Optional<Wait> asked(Optional<Duration> wish, String words) {
    return wish.map(time -> Wait.theirs(time, words + Wait.words(time)));
  }

  /**
   * After 429 or 503: as long as we were told, up to a day even where polling.max is less; where we
   * were not told, twice the usual for each time in a row. Never sooner than usual.
   *
   * @param times how often in a row, at least 1
   */
  Wait slower(Wait usual, Optional<Duration> retryAfter, int times) {
    return retryAfter
        .map(
            time ->
                Wait.theirs(shorter(time, longest()), "it asked us to wait " + Wait.words(time)))
        .map(usual::orLonger)
        .orElseGet(() -> doubled(usual, times, settings.max(), "it asked us to slow down"));
  }

  private Duration longest() {
    return longer(DAY, settings.max());
  }

  /**
   * After a failure: twice the usual for each one in a row. Where the feed is denied or not there
   * that begins at once and ends at a daily look; else the next try comes after the usual time,
   * since most failures pass.
   *
   * @param times how often in a row, at least 1
   */
  Wait backedOff(Wait usual, Reason reason, int times) {
    var words = times == 1 ? "the last poll failed" : "the last %d polls failed".formatted(times);
    return switch (reason) {
      case DENIED, NOT_FOUND -> doubled(usual, times, shorter(DAY, settings.max()), words);
      case DNS,
          CONNECT,
          TLS,
          TIMEOUT,
          PROTOCOL,
          TOO_LARGE,
          FORBIDDEN_ADDRESS,
          REDIRECT,
          CLIENT_ERROR,
          SERVER_ERROR,
          NOT_A_FEED ->
          doubled(usual, times - 1, settings.max(), words);
    };
  }

  private static Wait doubled(Wait usual, int times, Duration most, String words) {
    var time = usual.time().multipliedBy(1L << Math.min(times, MOST_DOUBLINGS));
    var wait = Wait.ours(shorter(time, most), words);
    return wait.time().compareTo(usual.time()) >= 0 ? wait : usual;
  }

  /**
   * The instant at which a wait is over, with its jitter, so that feeds that were polled together
   * drift apart. Jitter is added, as no one is to be asked early; only where that would exceed
   * polling.max it is taken off, unless the publisher asked for the wait.
   */
  Instant end(Instant from, Wait wait, RandomGenerator random) {
    var spread = Duration.ofMillis((long) (wait.time().toMillis() * SPREAD * random.nextDouble()));
    boolean room = wait.time().plus(spread).compareTo(settings.max()) <= 0;
    var jittered =
        room ? wait.time().plus(spread) : wait.demanded() ? wait.time() : wait.time().minus(spread);
    return from.plus(longer(jittered, settings.min()));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
