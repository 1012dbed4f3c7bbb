package io.feedloom.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What a rhythm says of how much a feed publishes. */
class RhythmTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
  private static final int FIRST_GAP = Rhythm.HOURS + Rhythm.MINUTES;

  /** One whose entries come in equal steps, as the schedule room sums them up. */
  private static Rhythm every(Duration step, int entries) {
    double weight = 0;
    for (int i = 0; i < entries; i++) {
      weight = weight * Math.exp(-(double) step.toSeconds() / Rhythm.MEMORY.toSeconds()) + 1;
    }
    var weights = Weights.zeros(Rhythm.WEIGHTS).toArray();
    weights[FIRST_GAP] = weight;
    return Rhythm.of(BEGIN, BEGIN.plus(step.multipliedBy(entries)), 10, Weights.of(weights));
  }

  @Test
  void entryEverySixHoursIsFourADayAfterAnyTime() {
    for (int entries : new int[] {8, 100, 1000}) {
      var rhythm = every(Duration.ofHours(6), entries);
      assertThat(rhythm.entriesPerDay(rhythm.last()).orElseThrow())
          .as("%d entries", entries)
          .isCloseTo(4, Percentage.withPercentage(2));
    }
  }

  @Test
  void rateOfASilentFeedDecreases() {
    var rhythm = every(Duration.ofHours(6), 1000);
    var later = rhythm.last().plus(Rhythm.MEMORY);

    assertThat(rhythm.entriesPerDay(later).orElseThrow())
        .isCloseTo(4 / Math.E, Percentage.withPercentage(2));
  }

  @Test
  void rateIsUnknownDuringTheFirstDay() {
    var rhythm = Rhythm.watchedSince(BEGIN);

    assertThat(rhythm.entriesPerDay(BEGIN)).isEmpty();
    assertThat(rhythm.entriesPerDay(BEGIN.plus(Duration.ofDays(1)).minusSeconds(1))).isEmpty();
    assertThat(rhythm.entriesPerDay(BEGIN.plus(Duration.ofDays(1)))).hasValue(0);
  }
}
