package io.feedloom.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Statistics of when a feed published. The schedule room updates and reads them. Older entries
 * count less. The weights are those at the time of the last publication.
 *
 * @param since the beginning of the statistics: the oldest date of the first document, or the first
 *     poll
 * @param last the last publication; {@code since} if there was none
 * @param held how many entries the last document contained
 * @param hours entries by the hour of the week in UTC, Monday's first hour first
 * @param minutes entries by the twelfth of the hour
 * @param gaps entries by the time since the previous entry, see {@link #GAPS}
 * @param expected how many entries to expect in each gap, computed from {@code hours} alone
 */
public record Rhythm(
    Instant since,
    Instant last,
    int held,
    Weights hours,
    Weights minutes,
    Weights gaps,
    Weights expected) {
  public static final int HOURS = 7 * 24;
  public static final int MINUTES = 12;

  /** An entry counts for 1/e after this time. */
  public static final Duration MEMORY = Duration.ofDays(30);

  /** The statistics need this much time before they show how much a feed publishes in a day. */
  private static final Duration DAY = Duration.ofDays(1);

  /** The limits between the classes of gaps. The last class has no upper limit. */
  public static final List<Duration> GAPS =
      List.of(
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(4),
          Duration.ofHours(8),
          Duration.ofHours(12),
          Duration.ofHours(18),
          Duration.ofHours(23),
          Duration.ofHours(26),
          Duration.ofHours(44),
          Duration.ofHours(52),
          Duration.ofDays(4),
          Duration.ofDays(6),
          Duration.ofDays(8),
          Duration.ofDays(16),
          Duration.ofDays(32));

  /** The number of all weights. */
  public static final int WEIGHTS = HOURS + MINUTES + 2 * (GAPS.size() + 1);

  public Rhythm {
    if (hours.size() != HOURS
        || minutes.size() != MINUTES
        || gaps.size() != GAPS.size() + 1
        || expected.size() != GAPS.size() + 1) {
      throw new IllegalArgumentException("not the weights of a rhythm");
    }
  }

  /** Makes a rhythm without entries. */
  public static Rhythm watchedSince(Instant since) {
    return of(since, since, 0, Weights.zeros(WEIGHTS));
  }

  /**
   * Makes a rhythm from all its weights.
   *
   * @param weights in the order of {@link #weights()}
   */
  public static Rhythm of(Instant since, Instant last, int held, Weights weights) {
    int gaps = HOURS + MINUTES;
    int expected = gaps + GAPS.size() + 1;
    return new Rhythm(
        since,
        last,
        held,
        weights.part(0, HOURS),
        weights.part(HOURS, gaps),
        weights.part(gaps, expected),
        weights.part(expected, WEIGHTS));
  }

  /** Returns a copy for a document with this many entries. */
  public Rhythm holding(int entries) {
    return new Rhythm(since, last, entries, hours, minutes, gaps, expected);
  }

  /**
   * Returns the number of entries a day over the last weeks. Older entries count less. Empty during
   * the first day.
   */
  public OptionalDouble entriesPerDay(Instant now) {
    var time = Duration.between(since, now);
    if (time.compareTo(DAY) < 0) {
      return OptionalDouble.empty();
    }
    double watched = in(MEMORY, DAY) * (1 - fading(time));
    return OptionalDouble.of(gaps.sum() * fading(Duration.between(last, now)) / watched);
  }

  /** Returns the share of an entry's weight that is left after this time. */
  private static double fading(Duration time) {
    return Math.exp(-Math.max(0, in(time, MEMORY)));
  }

  private static double in(Duration time, Duration unit) {
    return (double) time.toSeconds() / unit.toSeconds();
  }

  /** Returns all weights: hours, minutes, gaps, expected. */
  public Weights weights() {
    return hours.then(minutes).then(gaps).then(expected);
  }
}
