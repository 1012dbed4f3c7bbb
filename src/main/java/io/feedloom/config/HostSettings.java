package io.feedloom.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How one host, or every host of a domain, is polled where that differs from the general.
 *
 * @param perHost requests under way at once
 * @param spacing between the beginnings of two requests
 */
public record HostSettings(Optional<Integer> perHost, Optional<Duration> spacing) {}
