package io.feedloom.feed;

import java.net.URI;
import java.time.Instant;

/**
 * A due feed with a lease on it. No other process gets the feed until the lease ends.
 *
 * @param key the feed's number in this store
 * @param leasedUntil the end of the lease; the store also compares it to check that the lease is
 *     still valid
 * @param state what earlier polls found out about the feed
 */
public record Due(int key, FeedId id, URI url, Instant leasedUntil, PollState state) {}
