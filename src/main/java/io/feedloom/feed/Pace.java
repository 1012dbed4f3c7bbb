package io.feedloom.feed;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How often to poll a feed according to its publisher.
 *
 * @param ttl RSS 2.0 {@code ttl}
 * @param updatePeriod {@code sy:updatePeriod} divided by {@code sy:updateFrequency}
 * @param skipHours hours of the day, 0 to 23 in GMT, in which nothing is published
 * @param skipDays days in GMT on which nothing is published
 */
public record Pace(
    Optional<Duration> ttl,
    Optional<Duration> updatePeriod,
    Set<Integer> skipHours,
    Set<DayOfWeek> skipDays) {
  /** The publisher says nothing. */
  public static final Pace NONE = new Pace(Optional.empty(), Optional.empty(), Set.of(), Set.of());

  public Pace {
    skipHours = Set.copyOf(skipHours);
    skipDays = Set.copyOf(skipDays);
  }
}
