package io.feedloom.schedule;

import java.time.Duration;
import java.util.ArrayList;

/**
 * How long not to ask, and why.
 *
 * @param reason in words for the admin
 * @param demanded whether the publisher asked for it, so that it must not be undercut
 */
record Wait(Duration time, String reason, boolean demanded) {

  /** What we chose ourselves. */
  static Wait ours(Duration time, String reason) {
    return new Wait(time, reason, false);
  }

  /** What the publisher asked for. */
  static Wait theirs(Duration time, String reason) {
    return new Wait(time, reason, true);
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

  /** At most this long. */
  Wait atMost(Duration most, String name) {
    return time.compareTo(most) > 0
        ? ours(most, "%s, but %s is %s".formatted(reason, name, words(most)))
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
