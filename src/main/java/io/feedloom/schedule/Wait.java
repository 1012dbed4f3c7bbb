package io.feedloom.schedule;

import java.time.Duration;
import java.util.ArrayList;

/**
 * The time until the next request, with its reason.
 *
 * @param reason in words for the admin
 * @param demanded whether the publisher asked for it, so that it must not become shorter
 * @param aimed whether it was chosen because of the time at which it ends
 */
record Wait(Duration time, String reason, boolean demanded, boolean aimed) {
  /** The jitter is the wait divided by this. */
  private static final int SPREAD = 10;

  /** The most jitter of an aimed wait. */
  private static final Duration SPREAD_OF_AN_AIM = Duration.ofMinutes(2);

  /** Returns a wait that we chose. */
  static Wait ours(Duration time, String reason) {
    return new Wait(time, reason, false, false);
  }

  /** Returns a wait that we chose because of the time at which it ends. */
  static Wait aimed(Duration time, String reason) {
    return new Wait(time, reason, false, true);
  }

  /** Returns a wait that the publisher asked for. */
  static Wait theirs(Duration time, String reason) {
    return new Wait(time, reason, true, false);
  }

  /** Returns the greatest jitter, which lets feeds that were polled together drift apart. */
  Duration spread() {
    var spread = time.dividedBy(SPREAD);
    return aimed && spread.compareTo(SPREAD_OF_AN_AIM) > 0 ? SPREAD_OF_AN_AIM : spread;
  }

  /** Returns the longer of two waits; this one if they are equal. */
  Wait orLonger(Wait other) {
    return other.time.compareTo(time) > 0 ? other : this;
  }

  /** Returns a wait of at least this long. */
  Wait atLeast(Duration least, String name) {
    return time.compareTo(least) < 0
        ? ours(least, "%s, but %s is %s".formatted(reason, name, format(least)))
        : this;
  }

  /** Returns a wait of at most this long. */
  Wait atMost(Duration most, String name) {
    return time.compareTo(most) > 0
        ? new Wait(most, "%s, but %s is %s".formatted(reason, name, format(most)), demanded, aimed)
        : this;
  }

  /** Returns a duration in its two largest units: {@code 1 d 6 h}, {@code 90 s}. */
  static String format(Duration duration) {
    if (duration.compareTo(Duration.ofMinutes(2)) < 0) {
      return duration.toSeconds() + " s";
    }
    var parts = new ArrayList<String>();
    if (duration.toDays() > 0) {
      parts.add(duration.toDays() + " d");
    }
    if (duration.toHoursPart() > 0) {
      parts.add(duration.toHoursPart() + " h");
    }
    if (duration.toMinutesPart() > 0) {
      parts.add(duration.toMinutesPart() + " min");
    }
    return String.join(" ", parts.subList(0, Math.min(2, parts.size())));
  }
}
