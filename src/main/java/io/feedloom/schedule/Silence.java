package io.feedloom.schedule;

import io.feedloom.feed.Rhythm;
import java.time.Instant;

/**
 * Computes how unlikely it is that a feed published nothing for so long, if it goes on as before.
 *
 * <p>The forecast of the time of the last publication gives the expected number of publications
 * since. It takes the hours of the feed into account, and how often it paused for as long. Entries
 * of a burst count as one publication. A regular feed may skip a publication, so the time since the
 * last one never raises the rate. The rate is uncertain if few publications were observed: it has a
 * gamma distribution whose shape is their number. So the probability of no publication, where e are
 * expected and n were observed, is (1 + e/n)⁻ⁿ.
 */
public final class Silence {
  /** The silence that is computed at most. After it, the probability does not matter any more. */
  private static final long LONGEST = 400L * ArrivalForecast.DAY;

  /** Probabilities below this one are not distinguished. */
  private static final double LEAST = 1e-6;

  private Silence() {}

  /**
   * Returns the probability that nothing was published from the last publication until a time: 1 if
   * nothing is known about the feed.
   */
  public static double probability(Rhythm rhythm, Instant until) {
    double entries = rhythm.gaps().sum();
    long last = rhythm.last().getEpochSecond();
    long end = Math.min(until.getEpochSecond(), last + LONGEST);
    if (entries <= 0 || end <= last) {
      return 1;
    }
    var forecast = new ArrivalForecast(rhythm, last);
    double observed = Math.max(1, entries / forecast.burst());
    double most = observed * (Math.pow(LEAST, -1 / observed) - 1);
    return Math.pow(1 + expected(forecast, last, end, most) / observed, -observed);
  }

  /** Returns the expected number of publications. Stops counting when it is more than the most. */
  private static double expected(ArrivalForecast forecast, long last, long end, double most) {
    double sum = 0;
    for (long from = last; from < end && sum <= most; ) {
      long hourEnd = (Math.floorDiv(from, ArrivalForecast.HOUR) + 1) * ArrivalForecast.HOUR;
      long to = Math.min(end, Math.min(hourEnd, forecast.gapEndAfter(from)));
      double inGap = Math.min(forecast.inGap(from), 1 / forecast.burst());
      sum += forecast.inHour(from) * inGap * (to - from);
      from = to;
    }
    return sum;
  }
}
