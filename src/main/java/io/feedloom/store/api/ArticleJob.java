package io.feedloom.store.api;

import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import java.time.Instant;
import java.util.Optional;

/**
 * A stored entry whose page is to be fetched now, with a lease on it. No other process gets it
 * until the lease ends.
 *
 * @param feed the entry's feed; empty if it is no longer subscribed
 * @param entry the entry as it is stored
 * @param tries how many requests have begun, with the one that this lease is for
 * @param nextTry the page may not be requested earlier
 * @param heldUntil the end of its hold, if it is held back
 * @param leasedUntil the end of the lease, which identifies the lease
 */
public record ArticleJob(
    EntryKey key,
    Optional<FeedId> feed,
    Entry entry,
    int tries,
    Instant nextTry,
    Optional<Instant> heldUntil,
    Instant leasedUntil) {}
