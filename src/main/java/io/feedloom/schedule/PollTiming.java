package io.feedloom.schedule;

/**
 * Finds the time of the next poll at which the delay of entries and the price of requests together
 * are least.
 *
 * <p>Each entry costs the time from its publication to the poll that finds it. Each request costs a
 * fixed price p. At a constant rate λ, the best interval is √(2p/λ), and polling at this interval
 * costs √(2pλ) per unit of time. If the rate varies, √(2pλ) estimates the cost of the time that
 * later polls cover. The best time t for the next poll therefore has the least difference between
 * the delay of all entries published before t and the integral of √(2pλ) up to t.
 *
 * <p>If that interval is shorter than allowed, the computation uses the shortest allowed one.
 *
 * <p>All times are in seconds, instants since the epoch.
 */
final class PollTiming {
  private PollTiming() {}

  /**
   * Returns the best time: the end of a twelfth of an hour, or the earliest or latest time.
   *
   * @param now when the feed was polled
   * @param price the price of a request, as the time that one entry waits
   * @param room how many new entries may wait; with more, some might leave the document before the
   *     poll
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
        // Two polls, one at the best time so far and one now, would cost less than one poll later.
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

  /**
   * Returns the cost per second at the best interval, or at the shortest allowed one if that is
   * longer.
   */
  private static double perSecond(double price, double rate, double least) {
    return rate * least * least > 2 * price
        ? price / least + rate * least / 2
        : Math.sqrt(2 * price * rate);
  }

  private static long slotEnd(long from) {
    return (Math.floorDiv(from, ArrivalForecast.SLOT) + 1) * ArrivalForecast.SLOT;
  }
}
