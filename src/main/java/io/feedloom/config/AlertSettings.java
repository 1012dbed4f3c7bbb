package io.feedloom.config;

import io.feedloom.feed.FeedId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What counts as an incident, and who is notified.
 *
 * @param receivers the names of webhooks that get a message about each incident
 * @param after for how long a source must fail
 * @param silent for how long a source must be silent, besides what its rhythm says; empty if
 *     silence is no incident
 * @param disk the free space below which the disk is nearly full, in bytes
 * @param keep how long resolved incidents are kept
 * @param ignored the sources that have no incidents
 */
public record AlertSettings(
    List<String> receivers,
    Duration after,
    Optional<Duration> silent,
    long disk,
    Duration keep,
    Set<FeedId> ignored) {
  /** The default settings. */
  public static final AlertSettings DEFAULT =
      new AlertSettings(
          List.of(),
          Duration.ofHours(24),
          Optional.of(Duration.ofDays(3)),
          256L << 20,
          Duration.ofDays(90),
          Set.of());

  public AlertSettings {
    receivers = List.copyOf(receivers);
    ignored = Set.copyOf(ignored);
  }

  /** Makes settings that ignore no source. */
  public AlertSettings(
      List<String> receivers, Duration after, Optional<Duration> silent, long disk, Duration keep) {
    this(receivers, after, silent, disk, keep, Set.of());
  }
}
