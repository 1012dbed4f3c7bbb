package io.feedloom.store.api;

import io.feedloom.feed.Entry;
import io.feedloom.feed.RuleResult;
import java.time.Instant;
import java.util.Set;

/**
 * A stored entry with its identity and its place in merged feeds.
 *
 * @param id identifies it within its feed
 * @param river its place in the river
 * @param categories the keys of its categories
 * @param hidden whether it appears in no merged feed: a rule drops it, or it is held back until its
 *     full text is there
 */
public record PlacedEntry(
    long id,
    long fingerprint,
    Entry entry,
    Instant river,
    RuleResult judgement,
    Set<String> categories,
    boolean hidden) {}
