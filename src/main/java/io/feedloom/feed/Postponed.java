package io.feedloom.feed;

import java.time.Instant;

/**
 * A leased feed that goes back to the store with a later due time, because it has to wait for its
 * host, or because the result of its poll could not be stored.
 *
 * @param until when the feed is due
 * @param reason why at that time, in words for the admin
 */
public record Postponed(Due lease, Instant until, String reason) {}
