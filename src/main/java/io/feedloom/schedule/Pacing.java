package io.feedloom.schedule;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.Pace;
import io.feedloom.feed.PollState.NextPoll;
import io.feedloom.feed.Rhythm;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Decides how long to wait, from the wishes of the admin and the publisher.
 *
 * @param pace how often to poll according to the feed
 * @param every the admin's own interval for this feed
 */
record Pacing(PollingSettings settings, Pace pace, Optional<Duration> every) {
  private static final Duration DAY = Duration.ofDays(1);
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  /**
   * The share of a document that new entries may fill before the next poll. The rest is for bursts.
   */
  private static final double FILLED_SHARE = 0.25;

  /** Further doublings would exceed every limit. */
  private static final int MAX_DOUBLINGS = 20;

  /**
   * Returns the wait after a success: until the best time for the feed's rhythm, but not less than
   * the publisher asks for, and within the admin's limits. The admin's own interval for a feed
   * replaces the rhythm.
   *
   * @param now when the feed was polled
   */
  Wait usual(Optional<Rhythm> rhythm, Optional<Duration> freshFor, Instant now) {
    var hints =
        Stream.of(
                asked(freshFor, "its answer stays fresh for "),
                asked(pace.ttl(), "its ttl is "),
                asked(pace.updatePeriod(), "it says that it is updated every "))
            .flatMap(Optional::stream)
            .reduce(Wait::orLonger);
    var own = own(rhythm, hints.map(Wait::time).orElse(Duration.ZERO), now);
    return hints
        .map(hint -> hint.orLonger(own))
        .orElse(own)
        .atLeast(settings.min(), "polling.min")
        .atMost(settings.max(), "polling.max");
  }

  private Wait own(Optional<Rhythm> rhythm, Duration asked, Instant now) {
    if (every.isPresent()) {
      return Wait.ours(every.get(), "feeds.yml says every " + Wait.format(every.get()));
    }
    return rhythm
        .map(known -> aimed(known, longer(asked, settings.min()), now))
        .orElseGet(
            () -> Wait.ours(settings.every(), "polling.every is " + Wait.format(settings.every())));
  }

  private Wait aimed(Rhythm rhythm, Duration least, Instant now) {
    long from = now.getEpochSecond();
    var forecast = new ArrivalForecast(rhythm, from);
    long best =
        PollTiming.best(
            forecast,
            from,
            from + least.toSeconds(),
            from + settings.max().toSeconds(),
            price(),
            rhythm.held() == 0 ? Double.MAX_VALUE : rhythm.held() * FILLED_SHARE);
    var wait = Duration.ofSeconds(best - from);
    return rhythm.hours().sum() > 0
        ? Wait.aimed(wait, Habit.describe(rhythm, forecast.rate()))
        : Wait.ours(wait, "it is not known yet when it publishes");
  }

  /**
   * Returns the price of a request, in seconds that one entry waits. With it, a feed that publishes
   * at the typical rate and at random times is polled every {@code polling.every}.
   */
  private double price() {
    double interval = settings.every().toSeconds();
    return ArrivalForecast.TYPICAL_RATE * interval * interval / 2;
  }

  private static Optional<Wait> asked(Optional<Duration> wish, String words) {
    return wish.map(time -> Wait.theirs(time, words + Wait.format(time)));
  }

  /**
   * Returns the wait after a 429 or 503: the time that the publisher asks for, up to a day even if
   * {@code polling.max} is less. Without such a time, the usual wait doubles each time in a row.
   * Never less than usual.
   *
   * @param times how often in a row, at least 1
   */
  Wait slower(Wait usual, Optional<Duration> retryAfter, int times) {
    return retryAfter
        .map(
            time ->
                Wait.theirs(shorter(time, longest()), "it asked us to wait " + Wait.format(time)))
        .map(usual::orLonger)
        .orElseGet(() -> doubled(usual, times, settings.max(), "it asked us to slow down"));
  }

  private Duration longest() {
    return longer(DAY, settings.max());
  }

  /**
   * Returns the wait after a failure: it doubles with each failure in a row. If the feed is denied
   * or not found, it doubles from the first failure on, up to a day. Otherwise the first retry
   * comes after the usual wait, because most failures pass.
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
          NOT_A_FEED,
          UNEXPECTED ->
          doubled(usual, times - 1, settings.max(), words);
    };
  }

  private static Wait doubled(Wait usual, int times, Duration most, String words) {
    var time = usual.time().multipliedBy(1L << Math.min(times, MAX_DOUBLINGS));
    var wait = Wait.ours(shorter(time, most), words);
    return wait.time().compareTo(usual.time()) >= 0 ? wait : usual;
  }

  /**
   * Returns when a wait is over, with jitter, so that feeds that were polled together drift apart.
   * Jitter makes the wait longer, because no publisher should get a request early. Only a wait that
   * would exceed {@code polling.max} becomes shorter, unless the publisher asked for it or it aims
   * at a time.
   */
  Instant end(Instant from, Wait wait, RandomGenerator random) {
    var spread = Duration.ofMillis((long) (wait.spread().toMillis() * random.nextDouble()));
    boolean room = wait.time().plus(spread).compareTo(settings.max()) <= 0;
    var jittered =
        room
            ? wait.time().plus(spread)
            : wait.demanded() || wait.aimed() ? wait.time() : wait.time().minus(spread);
    return from.plus(longer(jittered, settings.min()));
  }

  /**
   * Plans the poll for the end of the wait, or for the first hour after it that the publisher does
   * not skip.
   */
  NextPoll next(Wait wait, Instant now, RandomGenerator random) {
    var end = end(now, wait, random);
    var open = Calendar.open(end, pace);
    var last = now.plus(settings.max());
    if (open.equals(end) || !end.isBefore(last)) {
      return new NextPoll(
          end, wait.aimed() ? wait.reason() + "; next poll " + clock(end, now) : wait.reason());
    }
    var until = open.isAfter(last) ? last : open;
    return new NextPoll(until, wait.reason() + ", and the publisher skips the hours before");
  }

  /** Returns the time of day in UTC, with the day if it is not today: {@code Tue 09:04}. */
  private static String clock(Instant at, Instant now) {
    var time = at.atOffset(ZoneOffset.UTC);
    boolean today = time.toLocalDate().equals(LocalDate.ofInstant(now, ZoneOffset.UTC));
    var minute = time.toLocalTime().truncatedTo(ChronoUnit.MINUTES).toString();
    return today ? minute : DAYS.get(time.getDayOfWeek().getValue() - 1) + " " + minute;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
