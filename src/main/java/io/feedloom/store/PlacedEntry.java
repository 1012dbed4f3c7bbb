package io.feedloom.store;

import io.feedloom.feed.Entry;
import io.feedloom.feed.RuleResult;
import java.time.Instant;
import java.util.Set;

/**
 * A stored entry as far as it decides what it is and where it appears.
 *
 * @param id what identifies it within its feed
 * @param categories their keys
 * @param hidden whether a rule drops it, so that it appears nowhere
 */
public record PlacedEntry(
    long id,
    long fingerprint,
    Entry entry,
    Instant river,
    RuleResult judgement,
    Set<String> categories,
    boolean hidden) {}
