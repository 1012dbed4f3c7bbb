package io.feedloom.feed;

import java.net.URI;
import java.time.Instant;

/**
 * A feed that was taken to be polled. Until the lease ends no other process is given it.
 *
 * @param key the feed's number in this store
 * @param leasedUntil also the token by which the store knows that the lease still stands
 * @param state what is known of it
 */
public record Due(int key, FeedId id, URI url, Instant leasedUntil, PollState state) {}
