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
 * How long to wait, from what the admin and the publisher wish.
 *
 * @param pace what the publisher says in its feed
 * @param every the admin's wish for this feed
 */
record Pacing(PollingSettings settings, Pace pace, Optional<Duration> every) {
  private static final Duration DAY = Duration.ofDays(1);
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  /** The part of a document that may be expected to be new; the rest is for bursts. */
  private static final double ROOM = 0.25;

  /** Doubling further leads beyond any bound. */
  private static final int MOST_DOUBLINGS = 20;

  /**
   * The wait after a success: to the time that suits the feed's rhythm, but not before the
   * publisher wants to be asked again, and within the admin's bounds. The admin's own wish for a
   * feed is left as it is.
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
      return Wait.ours(every.get(), "feeds.yml says every " + Wait.words(every.get()));
    }
    return rhythm
        .map(known -> aimed(known, longer(asked, settings.min()), now))
        .orElseGet(
            () -> Wait.ours(settings.every(), "polling.every is " + Wait.words(settings.every())));
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
            rhythm.held() == 0 ? Double.MAX_VALUE : rhythm.held() * ROOM);
    var wait = Duration.ofSeconds(best - from);
    return rhythm.hours().sum() > 0
        ? Wait.aimed(wait, Habit.words(rhythm, forecast.rate()))
        : Wait.ours(wait, "nothing is known yet of when it publishes");
  }

  /**
   * What a request costs, in seconds that an entry waits: such that a feed that publishes at the
   * typical rate and at any time is polled every {@code polling.every}.
   */
  private double price() {
    double interval = settings.every().toSeconds();
    return ArrivalForecast.TYPICAL_RATE * interval * interval / 2;
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
          NOT_A_FEED,
          UNEXPECTED ->
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
   * polling.max it is taken off, unless the wait was asked for or aims at a time.
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
   * Plans the poll for when the wait is over, or for the first hour after it in which the publisher
   * publishes.
   */
  NextPoll next(Wait wait, Instant now, RandomGenerator random) {
    var end = end(now, wait, random);
    var open = Calendar.open(end, pace);
    var last = now.plus(settings.max());
    if (open.equals(end) || !end.isBefore(last)) {
      return new NextPoll(
          end, wait.aimed() ? wait.reason() + "; next look " + clock(end, now) : wait.reason());
    }
    var until = open.isAfter(last) ? last : open;
    return new NextPoll(until, wait.reason() + ", and nothing is published before that hour");
  }

  /** The time of day in UTC, and the day if it is another: {@code Tue 09:04}. */
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
