package io.feedloom.schedule;

import io.feedloom.feed.Rhythm;
import io.feedloom.feed.Weights;
import java.time.Duration;

/**
 * Estimates how many entries a feed will publish at a given time. The estimate is the feed's rate
 * over the last weeks, times a factor for the hour of the week, one for the twelfth of the hour,
 * and one for the time since the last entry. Because of the last factor, the forecast expects that
 * a burst continues, and that a daily feed does not publish twice a day.
 *
 * <p>Each factor lies between the feed's own observations and an average feed. With few
 * observations, it is near the average feed. All times are in seconds, instants since the epoch.
 */
final class ArrivalForecast {
  static final int HOUR = 3_600;
  static final int SLOT = HOUR / Rhythm.MINUTES;
  static final int DAY = 24 * HOUR;

  /** The assumed rate of a feed without observations. */
  static final double TYPICAL_RATE = 1.0 / DAY;

  /** An entry counts for 1/e after this time. */
  private static final double MEMORY = Rhythm.MEMORY.toSeconds();

  /** The weight of the average feed in the rate, in entries. */
  private static final double ANY_ENTRY = 0.1;

  /**
   * The weights of the average feed in the factors, in entries for each hour of the day, day of the
   * week, and so on.
   */
  private static final double ANY_HOUR = 0.15;

  private static final double ANY_DAY = 0.5;
  private static final double ANY_MINUTE = 1;
  private static final double ANY_GAP = 0.5;

  /** The weight, in entries, of the assumption that a feed keeps the same hours on all days. */
  private static final double ANY_HOUR_OF_DAY = 300;

  /** The first four classes of gaps, up to an hour, are gaps within a burst. */
  private static final int SHORT_GAPS = 4;

  /** The longest burst that the forecast expects, in entries. */
  private static final double MAX_BURST = 10;

  private static final long[] GAP_ENDS =
      Rhythm.GAPS.stream().mapToLong(Duration::toSeconds).toArray();

  private final Weights hours;
  private final long last;
  private final double faded;
  private final double seen;
  private final double rate;
  private final double burst;
  private final double[] ofHour = new double[24];
  private final double[] ofDay = new double[7];
  private final double[] ofMinute = new double[Rhythm.MINUTES];
  private final double[] ofGap = new double[GAP_ENDS.length + 1];

  /** Makes the forecast at this time. */
  ArrivalForecast(Rhythm rhythm, long now) {
    hours = rhythm.hours();
    last = rhythm.last().getEpochSecond();
    faded = fading(now - last);
    seen = countHours();
    long time = now - rhythm.since().getEpochSecond();
    share(ofHour, seen, ANY_HOUR + seen * unwatched(DAY, time) / 24);
    share(ofDay, seen, ANY_DAY + seen * unwatched(7 * DAY, time) / 7);
    for (int i = 0; i < Rhythm.MINUTES; i++) {
      ofMinute[i] = rhythm.minutes().get(i) * faded;
    }
    share(ofMinute, seen, ANY_MINUTE);
    for (int i = 0; i < ofGap.length; i++) {
      ofGap[i] = more(rhythm.gaps().get(i), rhythm.expected().get(i));
    }
    double entries = rhythm.gaps().sum();
    double watched = MEMORY * (1 - fading(time));
    rate = (ANY_ENTRY + entries * faded) / (ANY_ENTRY / TYPICAL_RATE + watched);
    burst = burst(rhythm, entries);
  }

  private double countHours() {
    double sum = 0;
    for (int day = 0; day < 7; day++) {
      double ofThisDay = 0;
      for (int hour = 0; hour < 24; hour++) {
        double entries = hours.get(day * 24 + hour) * faded;
        ofHour[hour] += entries;
        ofThisDay += entries;
      }
      ofDay[day] = ofThisDay;
      sum += ofThisDay;
    }
    return sum;
  }

  /**
   * Returns by how much a cycle is longer than the time of observation, as a share of that time.
   */
  private static double unwatched(int cycle, long time) {
    return Math.max(0, (double) cycle / Math.max(SLOT, time) - 1);
  }

  /** Returns the share of an entry's weight that is left after this many seconds. */
  static double fading(long seconds) {
    return Math.exp(-Math.max(0, seconds) / MEMORY);
  }

  /** Replaces numbers of entries by factors whose average is 1. */
  private static void share(double[] entries, double sum, double any) {
    int places = entries.length;
    for (int i = 0; i < places; i++) {
      entries[i] = (entries[i] + any) / (sum + any * places) * places;
    }
  }

  /** Returns the ratio of observed to expected entries. */
  private double more(double entries, double expected) {
    return (entries * faded + ANY_GAP) / (expected * faded + ANY_GAP);
  }

  /**
   * Returns the size of a burst: an entry after a long gap, and the entries that follow it sooner
   * than independent entries would.
   */
  private double burst(Rhythm rhythm, double entries) {
    double soon = 0;
    double expectedSoon = 0;
    for (int i = 0; i < SHORT_GAPS; i++) {
      soon += rhythm.gaps().get(i);
      expectedSoon += rhythm.expected().get(i);
    }
    double later = more(entries - soon, rhythm.expected().sum() - expectedSoon);
    double following = (soon - expectedSoon * later) * faded / (entries * faded + ANY_GAP);
    return 1 / (1 - Math.clamp(following, 0, 1 - 1 / MAX_BURST));
  }

  /** Returns the average number of entries a second. */
  double rate() {
    return rate;
  }

  /** Returns the number of entries a second in the hour of this instant. */
  double inHour(long at) {
    int hour = hourOfWeek(at);
    double product = ofHour[hour % 24] * ofDay[hour / 24];
    double own = hours.get(hour) * faded * Rhythm.HOURS;
    return rate * (own + ANY_HOUR_OF_DAY * product) / (seen + ANY_HOUR_OF_DAY);
  }

  /** Returns the factor of the twelfth of the hour at this instant. */
  double inSlot(long at) {
    return ofMinute[slotOfHour(at)];
  }

  /** Returns the factor of the time since the last entry. */
  double inGap(long at) {
    return ofGap[gap(at - last)];
  }

  /** Returns the time until which the factor of the time since the last entry is valid. */
  long gapEndAfter(long at) {
    return last + gapEnd(gap(at - last));
  }

  /** Returns the expected number of entries in a burst: at least 1. */
  double burst() {
    return burst;
  }

  static int hourOfWeek(long at) {
    int mondayAtFirst = 3 * 24; // 1970 began on a Thursday.
    return Math.floorMod(Math.floorDiv(at, HOUR) + mondayAtFirst, Rhythm.HOURS);
  }

  static int slotOfHour(long at) {
    return Math.floorMod(at, HOUR) / SLOT;
  }

  /** Returns the class of a gap. */
  static int gap(long seconds) {
    int gap = 0;
    while (gap < GAP_ENDS.length && seconds >= GAP_ENDS[gap]) {
      gap++;
    }
    return gap;
  }

  /** Returns the upper limit of a class of gaps. */
  static long gapEnd(int gap) {
    return gap < GAP_ENDS.length ? GAP_ENDS[gap] : Long.MAX_VALUE / 2;
  }
}
