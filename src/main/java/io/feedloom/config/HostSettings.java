package io.feedloom.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The polling settings of one host, or of all hosts of a domain, instead of the general ones.
 *
 * @param perHost the most simultaneous requests
 * @param spacing the time between the starts of two requests
 */
public record HostSettings(Optional<Integer> perHost, Optional<Duration> spacing) {}
