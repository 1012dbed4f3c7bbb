package io.feedloom.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The polling settings of one host or domain. They replace the general settings.
 *
 * @param perHost the most simultaneous requests
 * @param spacing the time between the starts of two requests
 */
public record HostSettings(Optional<Integer> perHost, Optional<Duration> spacing) {}
