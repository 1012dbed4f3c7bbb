package io.feedloom.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.DocumentHeaders;
import io.feedloom.feed.Exchange;
import io.feedloom.feed.FeedInfos;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Fetched.Failed;
import io.feedloom.feed.Fetched.Fresh;
import io.feedloom.feed.Fetched.Gone;
import io.feedloom.feed.Fetched.Moved;
import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.Fetched.Throttled;
import io.feedloom.feed.Fetched.Unchanged;
import io.feedloom.feed.Pace;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Validators;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {
  private static final URI URL = URI.create("https://example.org/feed");
  private static final URI NEW = URI.create("https://example.org/new");

  /** A Sunday. */
  private static final Instant NOW = Instant.parse("2026-03-01T12:30:00Z");

  private static final PollingSettings SETTINGS = PollingSettings.DEFAULT;
  private static final Validators KNOWN = new Validators(Optional.of("\"1\""), Optional.of("Mon"));

  /** Gives no jitter at all. */
  private static final RandomGenerator STILL = () -> 0L;

  /** Gives the most jitter: 53 bits make a double. */
  private static final RandomGenerator WILD = () -> -1L;

  private PollState state = PollState.unpolled(NOW);
  private Optional<Duration> every = Optional.empty();
  private PollingSettings settings = SETTINGS;
  private RandomGenerator random = STILL;
  private Instant now = NOW;

  private Duration poll(Fetched fetched) {
    return poll(fetched, Optional.empty());
  }

  private Duration poll(Fetched fetched, Optional<Pace> pace) {
    state =
        Schedule.next(
            state, fetched, pace.map(ScheduleTest::reading), every, settings, now, random);
    assertThat(state.lastPoll()).contains(now);
    return Duration.between(now, state.nextPoll());
  }

  private static Exchange exchange(int status, Optional<Duration> freshFor) {
    return new Exchange(URL, URL, List.of(), status, Duration.ZERO, 7, freshFor);
  }

  private static Exchange exchange(int status) {
    return exchange(status, Optional.empty());
  }

  private static Fresh fresh(Duration freshFor) {
    return fresh(Optional.of(freshFor));
  }

  private static Fresh fresh(Optional<Duration> freshFor) {
    return new Fresh(
        exchange(200, freshFor),
        new byte[7],
        DocumentHeaders.of(Optional.empty(), Optional.empty()),
        KNOWN,
        "d1",
        false,
        Optional.empty());
  }

  private static Fresh fresh() {
    return fresh(Optional.empty());
  }

  private static Unchanged unchanged() {
    return new Unchanged(exchange(304), KNOWN);
  }

  private static Throttled throttled(Optional<Duration> retryAfter) {
    return new Throttled(exchange(429), retryAfter);
  }

  private static Failed failed(Reason reason) {
    return new Failed(exchange(0), reason, "it broke");
  }

  private static Optional<Pace> ttl(Duration ttl) {
    return Optional.of(new Pace(Optional.of(ttl), Optional.empty(), Set.of(), Set.of()));
  }

  private static Optional<Pace> skipping(Set<Integer> hours, Set<DayOfWeek> days) {
    return Optional.of(new Pace(Optional.empty(), Optional.empty(), hours, days));
  }

  private static ReadSummary reading(Pace pace) {
    return new ReadSummary(FeedInfos.of(pace), 0, List.of());
  }

  private static PollingSettings settings(String every, String min, String max) {
    return new PollingSettings(
        Duration.parse(every),
        Duration.parse(min),
        Duration.parse(max),
        SETTINGS.timeout(),
        SETTINGS.maxSize(),
        SETTINGS.perHost(),
        SETTINGS.spacing(),
        SETTINGS.hosts(),
        List.of());
  }

  @Test
  void feedWithoutHintsIsPolledHourly() {
    assertThat(poll(fresh())).isEqualTo(Duration.ofHours(1));
    assertThat(state.reason()).isEqualTo("it is not known yet when it publishes");
    assertThat(state.message()).isEqualTo("new content, 7 bytes");
  }

  @Test
  void successKeepsWhatIsNeededNextTime() {
    poll(fresh());

    assertThat(state.validators()).isEqualTo(KNOWN);
    assertThat(state.digest()).contains("d1");
    assertThat(state.outcome()).isEqualTo(Outcome.FRESH);
    assertThat(state.status()).isEqualTo(200);
    assertThat(state.lastSuccess()).contains(NOW);

    now = NOW.plusSeconds(3600);
    poll(new Unchanged(exchange(304), Validators.NONE));

    assertThat(state.validators()).isEqualTo(Validators.NONE);
    assertThat(state.digest()).contains("d1");
    assertThat(state.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(state.message()).isEqualTo("not modified");
    assertThat(state.lastSuccess()).contains(now);
  }

  @Test
  void sameBodyWithoutA304IsUnchanged() {
    poll(new Unchanged(exchange(200), KNOWN));

    assertThat(state.message()).isEqualTo("the same 7 bytes");
  }

  @ParameterizedTest(name = "every {0}, fresh for {1}, ttl {2}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "PT1H  | PT0S  | PT0S  | PT1H  | it is not known yet when it publishes",
        "PT1H  | PT3H  | PT0S  | PT3H  | its answer stays fresh for 3 h",
        "PT1H  | PT3H  | PT4H  | PT4H  | its ttl is 4 h",
        "PT1H  | PT30M | PT20M | PT1H  | it is not known yet when it publishes",
        "PT1H  | PT90H | PT0S  | PT24H | its answer stays fresh for 3 d 18 h, but polling.max is 1"
            + " d",
        "PT5M  | PT0S  | PT0S  | PT15M | it is not known yet when it publishes",
        "PT5M  | PT5M  | PT0S  | PT15M | it is not known yet when it publishes",
        "PT48H | PT0S  | PT0S  | PT24H | it is not known yet when it publishes",
      })
  void hintsOfThePublisherAreRespectedWithinTheAdminsLimits(
      Duration every, Duration freshFor, Duration ttl, Duration expected, String reason) {
    settings = settings(every.toString(), "PT15M", "PT24H");

    assertThat(poll(fresh(freshFor), ttl(ttl))).isEqualTo(expected);
    assertThat(state.reason()).isEqualTo(reason);
  }

  @Test
  void updatePeriodIsRespected() {
    var daily = new Pace(Optional.empty(), Optional.of(Duration.ofHours(12)), Set.of(), Set.of());

    assertThat(poll(fresh(), Optional.of(daily))).isEqualTo(Duration.ofHours(12));
    assertThat(state.reason()).isEqualTo("it says that it is updated every 12 h");
  }

  @Test
  void paceIsRememberedAfterA304() {
    poll(fresh(), ttl(Duration.ofHours(5)));

    assertThat(poll(unchanged())).isEqualTo(Duration.ofHours(5));
  }

  @Test
  void intervalOfAFeedDoesNotAdapt() {
    every = Optional.of(Duration.ofMinutes(20));

    for (int i = 0; i < 10; i++) {
      assertThat(poll(unchanged())).isEqualTo(Duration.ofMinutes(20));
    }
    assertThat(state.reason()).isEqualTo("feeds.yml says every 20 min");
  }

  @Test
  void intervalOfAFeedIsLimitedByMinAndMax() {
    every = Optional.of(Duration.ofMinutes(5));
    assertThat(poll(unchanged())).isEqualTo(Duration.ofMinutes(15));
    assertThat(state.reason()).isEqualTo("feeds.yml says every 5 min, but polling.min is 15 min");

    every = Optional.of(Duration.ofDays(2));
    assertThat(poll(unchanged())).isEqualTo(Duration.ofHours(24));
    assertThat(state.reason()).isEqualTo("feeds.yml says every 2 d, but polling.max is 1 d");
  }

  @Test
  void jitterNeverMakesAPollEarly() {
    random = WILD;

    assertThat(poll(fresh())).isBetween(Duration.ofMinutes(65), Duration.ofMinutes(66));
  }

  @Test
  void jitterShortensTheLongestWait() {
    random = WILD;
    settings = settings("PT24H", "PT15M", "PT24H");

    assertThat(poll(fresh())).isBetween(Duration.ofMinutes(1296), Duration.ofMinutes(1297));
  }

  @Test
  void jitterNeverShortensThePublishersWait() {
    random = WILD;

    assertThat(poll(fresh(Duration.ofHours(24)))).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void feedsThatWerePolledTogetherDriftApart() {
    random = new Random(1);

    var waits = IntStream.range(0, 100).mapToObj(i -> poll(fresh())).collect(Collectors.toSet());

    assertThat(waits).hasSizeGreaterThan(90);
  }

  @Test
  void jitterNeverShortensThePublishersWaitAtTheLimit() {
    random = WILD;

    assertThat(poll(fresh(Duration.ofHours(30)))).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void skippedHoursAreWaitedFor() {
    assertThat(poll(fresh(), skipping(Set.of(13, 14, 15), Set.of())))
        .isEqualTo(Duration.ofHours(4));
    assertThat(state.reason())
        .isEqualTo(
            "it is not known yet when it publishes, and the publisher skips the hours before");
  }

  @Test
  void skippedDaysAreWaitedFor() {
    settings = settings("PT12H", "PT15M", "PT72H");

    assertThat(poll(fresh(), skipping(Set.of(), Set.of(DayOfWeek.MONDAY))))
        .isEqualTo(Duration.ofHours(36));
  }

  @Test
  void skippingIsHonouredNoLongerThanTheLongestWait() {
    assertThat(poll(fresh(), skipping(Set.of(), Set.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY))))
        .isEqualTo(Duration.ofHours(24));
  }

  @Test
  void skippingTheWholeWeekIsIgnored() {
    assertThat(poll(fresh(), skipping(Set.of(), EnumSet.allOf(DayOfWeek.class))))
        .isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest(name = "Retry-After {0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "PT2H  | PT2H  | it asked us to wait 2 h",
        "PT10S | PT1H  | polling.every is 1 h",
        "PT20H | PT20H | it asked us to wait 20 h",
        "PT99H | PT24H | it asked us to wait 4 d 3 h"
      })
  void retryAfterIsObeyedUpToADayAndNeverMakesUsQuicker(
      Duration retryAfter, Duration expected, String reason) {
    settings = settings("PT1H", "PT15M", "PT2H");
    random = STILL;

    assertThat(poll(throttled(Optional.of(retryAfter)))).isEqualTo(expected);
    assertThat(state.reason()).isEqualTo(reason);
    assertThat(state.outcome()).isEqualTo(Outcome.THROTTLED);
    assertThat(state.message()).isEqualTo("example.org answered 429: it asks us to slow down");
  }

  @Test
  void retryAfterIsNotCutByJitter() {
    random = WILD;
    settings = settings("PT1H", "PT15M", "PT2H");

    assertThat(poll(throttled(Optional.of(Duration.ofHours(10))))).isEqualTo(Duration.ofHours(10));
  }

  @Test
  void throttlingWithoutADurationDoublesTheWaitEachTime() {
    var waits =
        IntStream.range(0, 6).mapToObj(i -> poll(throttled(Optional.empty())).toHours()).toList();

    assertThat(waits).containsExactly(2L, 4L, 8L, 16L, 24L, 24L);
    assertThat(state.failures()).isEqualTo(6);
    assertThat(state.reason()).isEqualTo("it asked us to slow down");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"DENIED", "NOT_FOUND"},
      mode = EnumSource.Mode.EXCLUDE)
  void failuresBackOffByDoublingUpToTheLongestWait(Reason reason) {
    settings = settings("PT1H", "PT15M", "PT36H");

    var waits = IntStream.range(0, 8).mapToObj(i -> poll(failed(reason)).toHours()).toList();

    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 36L, 36L);
    assertThat(state.reason()).isEqualTo("the last 8 polls failed");
    assertThat(state.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(state.message()).isEqualTo("it broke");
  }

  @ParameterizedTest
  @EnumSource(names = {"DENIED", "NOT_FOUND"})
  void deniedOrMissingFeedIsPolledDaily(Reason reason) {
    settings = settings("PT1H", "PT15M", "PT36H");

    var waits = IntStream.range(0, 6).mapToObj(i -> poll(failed(reason)).toHours()).toList();

    assertThat(waits).containsExactly(2L, 4L, 8L, 16L, 24L, 24L);
  }

  @Test
  void hundredFailuresDoNotOverflow() {
    IntStream.range(0, 100).forEach(i -> poll(failed(Reason.DNS)));

    assertThat(poll(failed(Reason.DNS))).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void failuresAreNeverWaitedOutLongerThanTheLongestWaitEvenWithJitter() {
    random = WILD;

    for (int i = 0; i < 10; i++) {
      assertThat(poll(failed(Reason.TIMEOUT))).isLessThanOrEqualTo(Duration.ofHours(24));
    }
  }

  @Test
  void firstSuccessRestoresThePace() {
    poll(fresh());
    IntStream.range(0, 5).forEach(i -> poll(failed(Reason.CONNECT)));

    assertThat(poll(unchanged())).isEqualTo(Duration.ofHours(1));
    assertThat(state.failures()).isZero();
  }

  @Test
  void failureKeepsAllKnowledge() {
    poll(fresh(), ttl(Duration.ofHours(3)));
    var known = state;
    now = NOW.plusSeconds(10_800);

    poll(failed(Reason.SERVER_ERROR));

    assertThat(state.validators()).isEqualTo(KNOWN);
    assertThat(state.digest()).isEqualTo(known.digest());
    assertThat(state.pace()).isEqualTo(known.pace());
    assertThat(state.lastSuccess()).contains(NOW);
    assertThat(state.failures()).isEqualTo(1);
  }

  @Test
  void goneFeedIsNoLongerPolled() {
    poll(fresh());
    poll(new Gone(exchange(410)));

    assertThat(state.nextPoll()).isEqualTo(Schedule.NEVER);
    assertThat(state.outcome()).isEqualTo(Outcome.GONE);
    assertThat(state.reason()).isEqualTo("a feed that is gone is no longer polled");
    assertThat(state.message()).startsWith("example.org answered 410").contains("feeds.yml");
    assertThat(state.validators()).isEqualTo(KNOWN);
  }

  private static Fetched moved(URI to) {
    return new Moved(to, unchanged());
  }

  private void pollAfter(String hours, Fetched fetched) {
    now = NOW.plus(Duration.parse(hours));
    poll(fetched);
  }

  @Test
  void permanentMoveIsAdoptedAfterThreeTimesOverTwoDays() {
    poll(fresh());
    pollAfter("PT1H", moved(NEW));
    pollAfter("PT2H", moved(NEW));
    pollAfter("PT48H", moved(NEW));
    assertThat(state.address()).isEmpty();
    assertThat(state.move().orElseThrow().seen()).isEqualTo(3);
    assertThat(state.message())
        .startsWith("not modified; it says that it moved permanently to https://example.org/new");
    assertThat(state.validators()).isEqualTo(KNOWN);

    pollAfter("PT49H", moved(NEW));

    assertThat(state.address()).contains(NEW);
    assertThat(state.move()).isEmpty();
    assertThat(state.validators()).as("they belong to the old address").isEqualTo(Validators.NONE);
    assertThat(state.digest()).isEmpty();
    assertThat(state.message()).contains("is polled there from now on");
    assertThat(state.outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void twoSightingsAreNotEnoughHoweverFarApart() {
    pollAfter("PT0H", moved(NEW));
    pollAfter("PT200H", moved(NEW));

    assertThat(state.address()).isEmpty();
  }

  @Test
  void moveToAnotherAddressIsCountedAnew() {
    pollAfter("PT0H", moved(NEW));
    pollAfter("PT24H", moved(NEW));
    pollAfter("PT72H", moved(URI.create("https://example.net/")));

    assertThat(state.address()).isEmpty();
    assertThat(state.move().orElseThrow())
        .isEqualTo(new PollState.Move(URI.create("https://example.net/"), now, 1));
  }

  @Test
  void moveIsForgottenAfterAPollWithoutIt() {
    pollAfter("PT0H", moved(NEW));
    pollAfter("PT24H", moved(NEW));
    pollAfter("PT48H", fresh());

    assertThat(state.move()).isEmpty();
  }

  @Test
  void moveIsRememberedAfterAFailure() {
    pollAfter("PT0H", moved(NEW));
    pollAfter("PT24H", failed(Reason.TIMEOUT));
    pollAfter("PT25H", throttled(Optional.empty()));
    pollAfter("PT48H", moved(NEW));

    assertThat(state.move().orElseThrow().seen()).isEqualTo(2);
  }

  @Test
  void moveToAnAddressWithoutAFeedDoesNotCount() {
    pollAfter("PT0H", new Moved(NEW, failed(Reason.NOT_A_FEED)));

    assertThat(state.move()).isEmpty();
    assertThat(state.outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void adoptedAddressStaysIfLaterPollsDoNotRedirect() {
    state =
        new PollState(
            new PollState.Resource(
                Optional.of(NEW),
                KNOWN,
                Optional.of("d1"),
                Optional.empty(),
                PollState.Requests.NONE),
            new PollState.NextPoll(NOW, ""),
            new PollState.Result(Outcome.FRESH, "", 200, 0, Optional.empty(), Optional.empty()),
            Pace.NONE,
            Optional.empty());

    poll(fresh());
    poll(failed(Reason.DNS));

    assertThat(state.address()).contains(NEW);
  }

  @Test
  void durationsAreWrittenInTwoUnits() {
    assertThat(Wait.format(Duration.ofSeconds(90))).isEqualTo("90 s");
    assertThat(Wait.format(Duration.ofMinutes(90))).isEqualTo("1 h 30 min");
    assertThat(Wait.format(Duration.ofDays(2).plusMinutes(5))).isEqualTo("2 d 5 min");
    assertThat(Wait.format(Duration.ofDays(1).plusHours(6).plusMinutes(5))).isEqualTo("1 d 6 h");
  }
}
