package io.feedloom.push;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides when a message is sent again after failures. The waits grow from seconds to hours, and
 * the last try is about a day after the first.
 */
public final class RetryTimes {
  private static final List<Duration> WAITS =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(4),
          Duration.ofHours(8),
          Duration.ofHours(8));

  private RetryTimes() {}

  /**
   * Returns when to try again; empty if no try is left.
   *
   * @param failures how many tries have failed, at least 1
   * @param asked how long the server asked to wait ({@code Retry-After}); at most a day counts
   */
  public static Optional<Instant> next(int failures, Optional<Duration> asked, Instant now) {
    if (failures > WAITS.size()) {
      return Optional.empty();
    }
    var usual = WAITS.get(failures - 1);
    var day = Duration.ofDays(1);
    var wait =
        asked.filter(wish -> wish.compareTo(usual) > 0).map(wish -> min(wish, day)).orElse(usual);
    return Optional.of(now.plus(wait));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
