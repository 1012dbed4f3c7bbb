package io.feedloom.schedule;

import java.time.Duration;
import java.util.ArrayList;

/**
 * How long not to ask, and why.
 *
 * @param reason in words for the admin
 * @param demanded whether the publisher asked for it, so that it must not be undercut
 * @param aimed whether it was chosen for the sake of the very time at which it ends
 */
record Wait(Duration time, String reason, boolean demanded, boolean aimed) {
  /** One part in so many of a wait is its jitter. */
  private static final int SPREAD = 10;

  /** Jitter must not spoil an aim. */
  private static final Duration SPREAD_OF_AN_AIM = Duration.ofMinutes(2);

  /** What we chose ourselves. */
  static Wait ours(Duration time, String reason) {
    return new Wait(time, reason, false, false);
  }

  /** What we chose ourselves, to meet a time. */
  static Wait aimed(Duration time, String reason) {
    return new Wait(time, reason, false, true);
  }

  /** What the publisher asked for. */
  static Wait theirs(Duration time, String reason) {
    return new Wait(time, reason, true, false);
  }

  /**
   * How much longer it may become by chance, so that feeds that were polled together drift apart.
   */
  Duration spread() {
    var spread = time.dividedBy(SPREAD);
    return aimed && spread.compareTo(SPREAD_OF_AN_AIM) > 0 ? SPREAD_OF_AN_AIM : spread;
  }

  /** The longer of two; this one where they are equal. */
  Wait orLonger(Wait other) {
    return other.time.compareTo(time) > 0 ? other : this;
  }

  /** At least this long. */
  Wait atLeast(Duration least, String name) {
    return time.compareTo(least) < 0
        ? ours(least, "%s, but %s is %s".formatted(reason, name, words(least)))
        : this;
  }

  /** At most this long; what the publisher asked for is still not undercut further. */
  Wait atMost(Duration most, String name) {
    return time.compareTo(most) > 0
        ? new Wait(most, "%s, but %s is %s".formatted(reason, name, words(most)), demanded, aimed)
        : this;
  }

  /** A duration as people say it, in its two largest units: {@code 1 d 6 h}, {@code 90 s}. */
  static String words(Duration duration) {
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
