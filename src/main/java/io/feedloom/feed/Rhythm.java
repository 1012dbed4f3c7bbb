package io.feedloom.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * When a feed was seen to publish, summed up. Kept and read by the schedule room; older entries
 * count for less, and the weights are as they were at the last publication.
 *
 * @param since from when on it was watched: the oldest date of its first document, or its first
 *     poll
 * @param last the last publication; {@code since} where there was none
 * @param held how many entries its document held
 * @param hours entries by the hour of the week in UTC, Monday's first hour first
 * @param minutes entries by the twelfth of the hour
 * @param gaps entries by the time that had passed since the one before, see {@link #GAPS}
 * @param expected the entries that hours alone would have led to expect in each of the gaps
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

  /** Watched for less time than this, a feed says nothing of what it publishes in a day. */
  private static final Duration DAY = Duration.ofDays(1);

  /** Where one class of gaps ends and the next begins; the last one has no end. */
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

  /** How many weights there are in all. */
  public static final int WEIGHTS = HOURS + MINUTES + 2 * (GAPS.size() + 1);

  public Rhythm {
    if (hours.size() != HOURS
        || minutes.size() != MINUTES
        || gaps.size() != GAPS.size() + 1
        || expected.size() != GAPS.size() + 1) {
      throw new IllegalArgumentException("not the weights of a rhythm");
    }
  }

  /** Nothing seen yet. */
  public static Rhythm watchedSince(Instant since) {
    return of(since, since, 0, Weights.zeros(WEIGHTS));
  }

  /**
   * A rhythm from its weights in one row.
   *
   * @param weights all of them, as {@link #weights()} gives them
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

  /** The same of a document with so many entries. */
  public Rhythm holding(int entries) {
    return new Rhythm(since, last, entries, hours, minutes, gaps, expected);
  }

  /**
   * Entries in a day, over the last weeks: each counts for less the longer ago it was. Empty until
   * the feed was watched for a day.
   */
  public OptionalDouble entriesPerDay(Instant now) {
    var time = Duration.between(since, now);
    if (time.compareTo(DAY) < 0) {
      return OptionalDouble.empty();
    }
    double watched = in(MEMORY, DAY) * (1 - fading(time));
    return OptionalDouble.of(gaps.sum() * fading(Duration.between(last, now)) / watched);
  }

  /** What is left of an entry's weight after this time. */
  private static double fading(Duration time) {
    return Math.exp(-Math.max(0, in(time, MEMORY)));
  }

  private static double in(Duration time, Duration unit) {
    return (double) time.toSeconds() / unit.toSeconds();
  }

  /** All weights in one row. */
  public Weights weights() {
    return hours.then(minutes).then(gaps).then(expected);
  }
}
