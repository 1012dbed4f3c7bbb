package io.feedloom.feed;

import java.time.Instant;

/**
 * A leased feed that goes back to the store with a later time. Its host has to wait, or the result
 * of its poll could not be stored.
 *
 * @param until when the feed is due
 * @param reason why at that time, in words for the admin
 */
public record Postponed(Due lease, Instant until, String reason) {}
