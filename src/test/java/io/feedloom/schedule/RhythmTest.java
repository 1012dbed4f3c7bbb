package io.feedloom.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.DocumentHeaders;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Exchange;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.FeedInfos;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Fetched.Fresh;
import io.feedloom.feed.Fetched.Unchanged;
import io.feedloom.feed.Pace;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Rhythm;
import io.feedloom.feed.Update.Change;
import io.feedloom.feed.Validators;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How feeds are polled once it was seen when they publish. */
class RhythmTest {
  private static final URI URL = URI.create("https://example.org/feed");

  /** A Monday. */
  private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

  private static final PollingSettings SETTINGS = PollingSettings.DEFAULT;
  private static final FeedInfo INFO = FeedInfos.of(Pace.NONE);

  private final Random random = new Random(1);
  private PollState state = PollState.unpolled(START);
  private Optional<Duration> freshFor = Optional.empty();
  private int held = 20;
  private PollingSettings settings = SETTINGS;
  private final List<Instant> polls = new ArrayList<>();
  private final List<Duration> delays = new ArrayList<>();

  private static Instant at(String time) {
    return Instant.parse("2026-" + time + "Z");
  }

  private static Stream<Instant> daysBefore(Instant last, int days) {
    return IntStream.range(0, days).mapToObj(i -> last.minus(Duration.ofDays(i)));
  }

  /** Where requests are dear, the rhythm shows more clearly. */
  private static PollingSettings every(Duration time) {
    return new PollingSettings(
        time,
        SETTINGS.min(),
        SETTINGS.max(),
        SETTINGS.timeout(),
        SETTINGS.maxSize(),
        SETTINGS.perHost(),
        SETTINGS.spacing(),
        SETTINGS.hosts(),
        List.of());
  }

  private static Change published(Optional<Instant> date) {
    var entry = Entry.builder("e").published(date.orElse(null)).build();
    return new Change(0, 0, START, true, entry);
  }

  private Instant poll(Instant now, Stream<Optional<Instant>> dates) {
    var changed = dates.map(RhythmTest::published).toList();
    var exchange = new Exchange(URL, URL, List.of(), 200, Duration.ZERO, 7, freshFor);
    Fetched fetched =
        changed.isEmpty()
            ? new Unchanged(exchange, Validators.NONE)
            : new Fresh(
                exchange,
                new byte[7],
                DocumentHeaders.of(Optional.empty(), Optional.empty()),
                Validators.NONE,
                "d",
                false,
                Optional.empty());
    var read =
        changed.isEmpty()
            ? Optional.<ReadSummary>empty()
            : Optional.of(new ReadSummary(INFO, held, changed));
    state = Schedule.next(state, fetched, read, Optional.empty(), settings, now, random);
    return state.nextPoll();
  }

  private Instant first(Instant now, Stream<Instant> history) {
    return poll(now, history.map(Optional::of));
  }

  /** Polls from one time to another as the schedule says, of a feed that publishes at these. */
  private void run(Instant from, Instant to, List<Instant> publications, boolean dated) {
    var last = from;
    for (var now = state.nextPoll(); now.isBefore(to); now = state.nextPoll()) {
      var since = last;
      var poll = now;
      var found =
          publications.stream().filter(at -> at.isAfter(since) && !at.isAfter(poll)).toList();
      found.forEach(at -> delays.add(Duration.between(at, poll)));
      poll(now, found.stream().map(at -> dated ? Optional.of(at) : Optional.empty()));
      polls.add(now);
      last = now;
    }
  }

  private Duration median() {
    Collections.sort(delays);
    return delays.get(delays.size() / 2);
  }

  private long pollsOn(DayOfWeek day) {
    return polls.stream().filter(p -> p.atOffset(ZoneOffset.UTC).getDayOfWeek() == day).count();
  }

  @Test
  void dailyFeedIsPolledRightAfterItsTime() {
    first(at("06-01T08:30:00"), daysBefore(at("05-31T09:02:10"), 20));

    assertThat(state.nextPoll()).isBetween(at("06-01T09:05:00"), at("06-01T09:07:00"));
    assertThat(state.reason()).startsWith("usually publishes about 09:00 UTC; next poll 09:0");
  }

  @Test
  void dailyFeedIsPolledLessAfterItsEntry() {
    first(at("06-01T08:30:00"), daysBefore(at("05-31T09:02:10"), 20));
    poll(at("06-01T09:05:00"), Stream.of(Optional.of(at("06-01T09:02:00"))));
    run(at("06-01T09:05:00"), at("06-02T09:00:00"), List.of(), true);

    assertThat(polls).hasSizeLessThan(12);
  }

  @Test
  void reasonSaysThatAFeedPublishesOnWeekdays() {
    first(
        at("06-12T08:30:00"),
        daysBefore(at("06-11T09:31:00"), 40)
            .filter(
                t -> t.atOffset(ZoneOffset.UTC).getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0));

    assertThat(state.reason())
        .startsWith("usually publishes on weekdays about 09:30 UTC; next poll 09:");
  }

  @Test
  void feedOfWeekdaysIsPolledLessAtWeekends() {
    var publications =
        daysBefore(at("06-28T10:00:00"), 70)
            .filter(
                t -> t.atOffset(ZoneOffset.UTC).getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0)
            .flatMap(t -> Stream.of(t, t.plusSeconds(9_000), t.plusSeconds(17_000)))
            .sorted()
            .toList();
    first(START, publications.stream().filter(t -> t.isBefore(START)));
    run(START, at("06-29T00:00:00"), publications, true);

    assertThat(pollsOn(DayOfWeek.SUNDAY)).isLessThan(pollsOn(DayOfWeek.WEDNESDAY) / 2);
  }

  @Test
  void weeklyFeedIsPolledRightAfterItsTimeAndRarelyOtherwise() {
    var publications =
        IntStream.range(-12, 6)
            .mapToObj(week -> at("06-02T18:00:20").plus(Duration.ofDays(7L * week)))
            .toList();
    first(START, publications.stream().filter(t -> t.isBefore(START)));
    assertThat(state.reason()).startsWith("usually publishes on Tuesdays about 18:00 UTC");
    run(START, at("07-06T00:00:00"), publications, true);

    assertThat(median()).isLessThan(Duration.ofMinutes(10));
    assertThat(polls).hasSizeLessThan(35 * 12);
  }

  @Test
  void frequentFeedIsPolledAsOftenAsMinAllows() {
    first(START, IntStream.range(1, 100).mapToObj(i -> START.minusSeconds(i * 600L)));

    assertThat(state.nextPoll()).isBetween(START.plusSeconds(900), START.plusSeconds(1_200));
    assertThat(state.reason()).startsWith("publishes about ").contains(" entries a day");
  }

  @Test
  void deadFeedIsPolledOnceOrTwiceADay() {
    first(START, daysBefore(START.minus(Duration.ofDays(900)), 10));

    assertThat(Duration.between(START, state.nextPoll())).isGreaterThan(Duration.ofHours(12));
    assertThat(state.reason()).startsWith("publishes about an entry in ");
  }

  @Test
  void burstyFeedIsPolledSoonAfterAnEntry() {
    settings = every(Duration.ofHours(6));
    var hours = new Random(5).ints(12, 0, 20).toArray();
    var bursts =
        IntStream.range(1, 12)
            .boxed()
            .flatMap(
                day ->
                    IntStream.range(0, 6)
                        .mapToObj(
                            i ->
                                START
                                    .minus(Duration.ofHours(31L * day + hours[day]))
                                    .plus(Duration.ofMinutes(12L * i))))
            .sorted()
            .toList();
    var quiet = Duration.between(START, first(START, bursts.stream()));
    var now = START.plus(Duration.ofHours(3));
    var found = Duration.between(now, poll(now, Stream.of(Optional.of(now.minusSeconds(300)))));

    assertThat(found).isLessThan(quiet.dividedBy(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void clockChangeOfThePublisherIsLearnedWithinDays(int hours) {
    var change = START.plus(Duration.ofDays(5));
    var publications =
        daysBefore(START.plus(Duration.ofDays(25)).plusSeconds(9 * 3_600), 60)
            .map(t -> t.isBefore(change) ? t : t.plus(Duration.ofHours(hours)))
            .sorted()
            .toList();
    first(START, publications.stream().filter(t -> t.isBefore(START)));
    run(START, START.plus(Duration.ofDays(26)), publications, true);

    assertThat(delays).allMatch(delay -> delay.compareTo(Duration.ofHours(3)) < 0);
    assertThat(delays.subList(15, delays.size()))
        .allMatch(delay -> delay.compareTo(Duration.ofMinutes(15)) < 0);
  }

  @Test
  void rhythmWithoutDatesIsLearnedFromArrivals() {
    var publications = daysBefore(at("07-15T14:00:00"), 60).sorted().toList();
    poll(START, IntStream.range(0, 20).mapToObj(i -> Optional.empty()));
    assertThat(state.reason()).isEqualTo("it is not known yet when it publishes");
    run(START, at("07-16T00:00:00"), publications, false);

    assertThat(delays.subList(delays.size() - 15, delays.size()))
        .filteredOn(delay -> delay.compareTo(Duration.ofMinutes(45)) < 0)
        .hasSizeGreaterThan(9);
  }

  @Test
  void impossibleDateIsIgnored() {
    poll(START, Stream.empty());
    var later = START.plus(Duration.ofHours(2));
    poll(later, Stream.of(Optional.of(at("06-09T00:00:00")), Optional.of(at("01-01T00:00:00"))));

    assertThat(state.rhythm().orElseThrow().last()).isEqualTo(START.plus(Duration.ofHours(1)));
  }

  @Test
  void pastDatesOfTheFirstDocumentAreTheHistory() {
    poll(
        START,
        Stream.of(
            Optional.of(at("05-01T10:00:00")),
            Optional.empty(),
            Optional.of(at("08-01T10:00:00")),
            Optional.of(at("05-09T11:00:00"))));

    var rhythm = state.rhythm().orElseThrow();
    assertThat(rhythm.since()).isEqualTo(at("05-01T10:00:00"));
    assertThat(rhythm.last()).isEqualTo(at("05-09T11:00:00"));
    assertThat(rhythm.gaps().sum()).isEqualTo(1);
  }

  @Test
  void entriesThatOnlyChangedAreNoPublications() {
    first(START, daysBefore(START.minusSeconds(60), 5));
    var before = state.rhythm().orElseThrow();
    var entry = Entry.builder("e").published(START.plusSeconds(60)).build();
    var edited = new Change(0, 0, START, false, entry);
    state =
        Schedule.next(
            state,
            new Unchanged(
                new Exchange(URL, URL, List.of(), 200, Duration.ZERO, 0, freshFor),
                Validators.NONE),
            Optional.of(new ReadSummary(INFO, held, List.of(edited))),
            Optional.empty(),
            SETTINGS,
            START.plusSeconds(7_200),
            random);

    assertThat(state.rhythm()).contains(before);
  }

  @Test
  void importedArchiveIsNoRhythm() {
    first(START, daysBefore(START.minusSeconds(60), 5));
    double before = state.rhythm().orElseThrow().gaps().sum();
    poll(
        START.plusSeconds(3_600),
        IntStream.range(0, 500).mapToObj(i -> Optional.of(at("02-01T00:00:00"))));

    assertThat(state.rhythm().orElseThrow().gaps().sum()).isLessThan(before + 9);
  }

  @Test
  void pollWithoutNewEntriesKeepsTheRhythm() {
    first(START, daysBefore(START.minusSeconds(60), 5));
    var before = state.rhythm().orElseThrow();
    poll(START.plusSeconds(3_600), Stream.empty());

    assertThat(state.rhythm().orElseThrow()).isSameAs(before);
  }

  @Test
  void feedWithAShortDocumentIsPolledBeforeEntriesLeaveIt() {
    settings = every(Duration.ofHours(6));
    var history =
        random.ints(240, 0, 432_000).mapToObj(second -> START.minusSeconds(second)).toList();
    held = 4;
    var shortOne = first(START, history.stream());
    state = PollState.unpolled(START);
    held = 60;
    var longOne = first(START, history.stream());

    assertThat(shortOne).isBefore(longOne);
  }

  @Test
  void failureIsRetriedSoonWhateverTheRhythm() {
    first(at("06-01T09:10:00"), daysBefore(at("06-01T09:02:10"), 20));
    var failed =
        new Fetched.Failed(
            new Exchange(URL, URL, List.of(), 0, Duration.ZERO, 0, freshFor),
            Fetched.Reason.TIMEOUT,
            "it broke");
    var now = at("06-01T10:00:00");
    state = Schedule.next(state, failed, Optional.empty(), Optional.empty(), settings, now, random);

    assertThat(state.nextPoll()).isBefore(now.plus(Duration.ofMinutes(67)));
    assertThat(state.rhythm()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nextPollIsWithinTheLimitsAndNeverBeforeThePublisherAllows(long seed) {
    var dice = new Random(seed);
    for (int feed = 0; feed < 40; feed++) {
      state = PollState.unpolled(START);
      var now = START.plusSeconds(dice.nextInt(1_000_000));
      double rate = Math.pow(10, 4 * dice.nextDouble() - 2);
      for (int n = 0; n < 60; n++) {
        freshFor =
            dice.nextInt(3) == 0
                ? Optional.of(Duration.ofMinutes(dice.nextInt(2_000)))
                : Optional.empty();
        var poll = now;
        int count = dice.nextInt(3) == 0 ? dice.nextInt(12) : 0;
        var dates =
            IntStream.range(0, count)
                .mapToObj(
                    i ->
                        dice.nextInt(5) == 0
                            ? Optional.<Instant>empty()
                            : Optional.of(
                                poll.plusSeconds(
                                    (long) (86_400 / rate * dice.nextGaussian() - 50_000))))
                .toList();
        var next = poll(now, dates.stream());

        var least =
            Stream.of(SETTINGS.min(), freshFor.orElse(Duration.ZERO))
                .max(Duration::compareTo)
                .orElseThrow();
        var bound = least.compareTo(SETTINGS.max()) > 0 ? SETTINGS.max() : least;
        assertThat(next).isBetween(now.plus(bound), now.plus(SETTINGS.max()));
        now = next.plusSeconds(dice.nextInt(100));
      }
    }
  }

  @Test
  void forecastOfAnEvenFeedIsItsRate() {
    var dice = new Random(7);
    var times = new long[400];
    for (int i = 0; i < times.length; i++) {
      times[i] = START.getEpochSecond() - dice.nextInt(20 * 86_400);
    }
    Arrays.sort(times);
    var rhythm = Learning.ofHistory(Arrays.stream(times).mapToObj(Instant::ofEpochSecond).toList());
    var forecast = new ArrivalForecast(rhythm, START.getEpochSecond());

    assertThat(forecast.rate() * 86_400).isBetween(18.0, 22.0);
    assertThat(forecast.burst()).isLessThan(1.3);
    double week = 0;
    for (int hour = 0; hour < Rhythm.HOURS; hour++) {
      week += forecast.inHour(START.getEpochSecond() + hour * 3_600L) * 3_600;
    }
    assertThat(week / 7).isBetween(18.0, 22.0);
  }
}
