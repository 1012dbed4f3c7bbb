package io.feedloom.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Rhythm;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SilenceTest {
  /** A Monday. */
  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

  private static final double UNUSUAL = 0.01;

  @Test
  void feedWithoutEntriesIsNeverSilent() {
    assertThat(after(Rhythm.watchedSince(START), Duration.ofDays(300))).isEqualTo(1);
  }

  @Test
  void feedWithASingleEntryIsNotSilentForMonths() {
    assertThat(after(rhythm(List.of(START)), Duration.ofDays(60))).isGreaterThan(UNUSUAL);
  }

  @Test
  void dailyFeedIsSilentAfterAWeek() {
    var daily = rhythm(every(Duration.ofDays(1), 60));
    assertThat(after(daily, Duration.ofDays(2))).isGreaterThan(UNUSUAL);
    assertThat(after(daily, Duration.ofDays(8))).isLessThan(UNUSUAL);
  }

  @Test
  void feedOfWorkdaysIsNotSilentAtTheWeekend() {
    var workdays = rhythm(every(Duration.ofDays(1), 61, SilenceTest::isWorkday));
    assertThat(after(workdays, Duration.ofDays(3))).isGreaterThan(0.2);
    assertThat(after(workdays, Duration.ofDays(14))).isLessThan(UNUSUAL);
  }

  @Test
  void monthlyFeedIsNotSilentAfterTwoMonths() {
    var monthly = rhythm(every(Duration.ofDays(30), 8));
    assertThat(after(monthly, Duration.ofDays(60))).isGreaterThan(UNUSUAL);
  }

  @Test
  void livelyFeedIsSilentAfterThreeDays() {
    var lively = rhythm(every(Duration.ofHours(1), 24 * 30));
    assertThat(after(lively, Duration.ofDays(3))).isLessThan(UNUSUAL);
  }

  @Test
  void entriesOfABurstAreOnePublication() {
    var bursts = new ArrayList<Instant>();
    for (int week = 0; week < 8; week++) {
      for (int entry = 0; entry < 20; entry++) {
        bursts.add(START.plus(Duration.ofDays(7L * week).plusMinutes(3L * entry)));
      }
    }
    assertThat(after(rhythm(bursts), Duration.ofDays(10))).isGreaterThan(UNUSUAL);
  }

  @Test
  void feedThatOftenPausesIsNotSilentInAPause() {
    var random = new Random(7);
    var at = START;
    var irregular = new ArrayList<Instant>();
    for (int i = 0; i < 60; i++) {
      irregular.add(at);
      at = at.plus(random.nextInt(4) == 0 ? Duration.ofDays(9) : Duration.ofHours(20));
    }
    assertThat(after(rhythm(irregular), Duration.ofDays(9))).isGreaterThan(UNUSUAL);
  }

  @Test
  void probabilityFallsWithTheTime() {
    var daily = rhythm(every(Duration.ofDays(1), 40));
    var falling =
        Stream.of(0, 1, 2, 4, 8, 16, 64, 1_000).map(days -> after(daily, Duration.ofDays(days)));
    assertThat(falling.toList()).isSortedAccordingTo((one, other) -> Double.compare(other, one));
  }

  private static double after(Rhythm rhythm, Duration silence) {
    return Silence.probability(rhythm, rhythm.last().plus(silence));
  }

  private static Rhythm rhythm(List<Instant> publications) {
    return Learning.ofHistory(publications);
  }

  private static List<Instant> every(Duration time, int count) {
    return every(time, count, _ -> true);
  }

  private static List<Instant> every(Duration time, int count, Predicate<Instant> on) {
    return Stream.iterate(START, at -> at.plus(time)).limit(count).filter(on).toList();
  }

  private static boolean isWorkday(Instant at) {
    var day = at.atOffset(ZoneOffset.UTC).getDayOfWeek();
    return day != DayOfWeek.SATURDAY && day != DayOfWeek.SUNDAY;
  }
}
