package io.feedloom.schedule;

import io.feedloom.feed.Rhythm;
import io.feedloom.feed.Weights;
import java.time.Duration;

/**
 * How many entries a feed is expected to publish at times to come, from its rhythm: its rate over
 * the last weeks, times what is usual in that hour of the week and that twelfth of an hour; and how
 * much the time since its last entry changes that, which makes a feed that publishes in bursts
 * likely to go on, and one that publishes daily unlikely to do so twice.
 *
 * <p>Each is an estimate between what was seen and what holds for any feed, and leans to the latter
 * where little was seen. All times are in seconds, instants since the epoch.
 */
final class ArrivalForecast {
  static final int HOUR = 3_600;
  static final int SLOT = HOUR / Rhythm.MINUTES;
  static final int DAY = 24 * HOUR;

  /** The rate that is assumed of a feed of which nothing is known. */
  static final double TYPICAL_RATE = 1.0 / DAY;

  /** An entry counts for 1/e after this time. */
  private static final double MEMORY = Rhythm.MEMORY.toSeconds();

  /** As if so many entries had been seen of any feed, in the time in which they are typical. */
  private static final double ANY_ENTRY = 0.1;

  /** As if so many had been seen in each hour of a day, each day of the week, and so on. */
  private static final double ANY_HOUR = 0.15;

  private static final double ANY_DAY = 0.5;
  private static final double ANY_MINUTE = 1;
  private static final double ANY_GAP = 0.5;

  /** As if so many had been seen that keep to the same hours on each of their days. */
  private static final double ANY_HOUR_OF_DAY = 300;

  /** Gaps of the first four classes, up to an hour, are those within a burst. */
  private static final int SHORT_GAPS = 4;

  /** A burst of more entries is not reckoned with. */
  private static final double LONGEST_BURST = 10;

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

  /** As it is now. */
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
   * How much longer a cycle is than the time that was watched: what was not seen may be as usual.
   */
  private static double unwatched(int cycle, long time) {
    return Math.max(0, (double) cycle / Math.max(SLOT, time) - 1);
  }

  /** What is left of an entry's weight after so many seconds. */
  static double fading(long seconds) {
    return Math.exp(-Math.max(0, seconds) / MEMORY);
  }

  /** Makes of entries the share of each place, as a multiple of an equal one. */
  private static void share(double[] entries, double sum, double any) {
    int places = entries.length;
    for (int i = 0; i < places; i++) {
      entries[i] = (entries[i] + any) / (sum + any * places) * places;
    }
  }

  /** How many more entries came than were expected. */
  private double more(double entries, double expected) {
    return (entries * faded + ANY_GAP) / (expected * faded + ANY_GAP);
  }

  /**
   * How many entries come with one that comes after a long gap: those that follow it sooner than
   * they would if entries knew nothing of each other.
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
    return 1 / (1 - Math.clamp(following, 0, 1 - 1 / LONGEST_BURST));
  }

  /** Entries in a second, over all times. */
  double rate() {
    return rate;
  }

  /** Entries in a second in the hour in which an instant lies. */
  double inHour(long at) {
    int hour = hourOfWeek(at);
    double product = ofHour[hour % 24] * ofDay[hour / 24];
    double own = hours.get(hour) * faded * Rhythm.HOURS;
    return rate * (own + ANY_HOUR_OF_DAY * product) / (seen + ANY_HOUR_OF_DAY);
  }

  /** The factor of the twelfth of an hour in which an instant lies. */
  double inSlot(long at) {
    return ofMinute[slotOfHour(at)];
  }

  /** The factor of the time since the last entry, if there was none since. */
  double inGap(long at) {
    return ofGap[gap(at - last)];
  }

  /** Until when that factor holds. */
  long gapEndAfter(long at) {
    return last + gapEnd(gap(at - last));
  }

  /** How many entries to expect at once when one comes: at least 1. */
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

  /** The class of a gap. */
  static int gap(long seconds) {
    int gap = 0;
    while (gap < GAP_ENDS.length && seconds >= GAP_ENDS[gap]) {
      gap++;
    }
    return gap;
  }

  /** Where a class of gaps ends. */
  static long gapEnd(int gap) {
    return gap < GAP_ENDS.length ? GAP_ENDS[gap] : Long.MAX_VALUE / 2;
  }
}
