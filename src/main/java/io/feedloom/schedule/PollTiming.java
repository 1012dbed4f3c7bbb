package io.feedloom.schedule;

/**
 * Finds the time of the next poll at which the delay of entries and the price of requests together
 * are least.
 *
 * <p>Each entry costs the time from its publication to the poll that finds it, each request a fixed
 * price p. Where entries come at an even rate λ, the best interval is √(2p/λ), and to keep to it
 * costs √(2pλ) in each unit of time. Where the rate varies, that much is what a time that is left
 * to later polls will cost; so the best time for the next poll is the one at which the delay of all
 * that is published before it, less the integral of √(2pλ) up to it, is least.
 *
 * <p>At rates for which that interval is shorter than is allowed, the least one is reckoned with.
 *
 * <p>All times are in seconds, instants since the epoch.
 */
final class PollTiming {
  private PollTiming() {}

  /**
   * The best time, at the end of a twelfth of an hour or at the earliest or latest time.
   *
   * @param now when the feed was polled
   * @param price of a request, as the time that one entry waits
   * @param room how many entries may wait: more might leave the document before they are seen
   */
  static long best(
      ArrivalForecast forecast, long now, long earliest, long latest, double price, double room) {
    double least = earliest - now;
    double silent = 1; // The probability that nothing was published since.
    double waiting = 0;
    double delay = 0;
    double later = 0;
    double lowest = Double.POSITIVE_INFINITY;
    double waitingAtBest = 0;
    long best = latest;
    double inHour = forecast.inHour(now);
    double inGap = 1;
    long gapEnd = now;
    for (long from = now; from < latest; ) {
      long to = Math.min(slotEnd(from), from < earliest ? earliest : latest);
      if (from >= gapEnd) {
        inGap = forecast.inGap(from);
        gapEnd = forecast.gapEndAfter(from);
      }
      double time = to - from;
      double usual = inHour * forecast.inSlot(from);
      double next = usual * inGap;
      double rate = usual + silent * (next * forecast.burst() - usual);
      silent /= 1 + next * time;
      delay += (waiting + rate * time / 2) * time;
      waiting += rate * time;
      later += perSecond(price, rate, least) * time;
      if (to >= earliest) {
        if (delay - later < lowest) {
          lowest = delay - later;
          best = to;
          waitingAtBest = waiting;
        }
        // Or else a poll at the best time so far and one now would spare more than its price.
        boolean both = to - best >= least && waitingAtBest * (to - best) > price;
        if (waiting > room || both) {
          break;
        }
      }
      if (to % ArrivalForecast.HOUR == 0) {
        inHour = forecast.inHour(to);
      }
      from = to;
    }
    return best;
  }

  /** What it costs to keep to the best interval, or the least one where that is longer. */
  private static double perSecond(double price, double rate, double least) {
    return rate * least * least > 2 * price
        ? price / least + rate * least / 2
        : Math.sqrt(2 * price * rate);
  }

  private static long slotEnd(long from) {
    return (Math.floorDiv(from, ArrivalForecast.SLOT) + 1) * ArrivalForecast.SLOT;
  }
}
