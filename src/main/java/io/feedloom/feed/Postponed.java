package io.feedloom.feed;

import java.time.Instant;

/**
 * A feed that was taken but not polled, since its host has no turn for it yet, or polled but not
 * stored.
 *
 * @param until when it is due now
 * @param reason why then, in words for the admin
 */
public record Postponed(Due lease, Instant until, String reason) {}
