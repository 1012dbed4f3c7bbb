package io.feedloom.schedule;

import java.time.Duration;
import java.util.Optional;

/**
 * The interval that suits a feed, estimated from whether polls found something: a tenth shorter
 * after one that did, a twentieth longer after one that did not, and never further than a factor of
 * two from the aim, so that a quiet feed that wakes up is noticed soon enough.
 */
final class Rhythm {
  private static final int FACTOR = 2;

  private Rhythm() {}

  /**
   * The interval after a successful poll.
   *
   * @param before the interval until now; empty at first, which gives the aim
   * @param changed whether the poll brought a body that was not known
   * @param aim the interval where nothing else is known
   */
  static Duration after(Optional<Duration> before, boolean changed, Duration aim) {
    return before
        .map(interval -> changed ? interval.multipliedBy(9).dividedBy(10) : longer(interval))
        .map(interval -> within(aim.dividedBy(FACTOR), aim.multipliedBy(FACTOR), interval))
        .orElse(aim);
  }

  private static Duration longer(Duration interval) {
    return interval.multipliedBy(21).dividedBy(20);
  }

  static Duration within(Duration least, Duration most, Duration wished) {
    var atLeast = wished.compareTo(least) < 0 ? least : wished;
    return atLeast.compareTo(most) > 0 ? most : atLeast;
  }
}
