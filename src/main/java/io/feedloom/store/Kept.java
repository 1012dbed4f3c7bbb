package io.feedloom.store;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Judgement;
import java.time.Instant;
import java.util.Set;

/**
 * A stored entry as far as it decides where it appears.
 *
 * @param categories their keys
 * @param hidden whether a rule drops it, so that it appears nowhere
 */
public record Kept(
    Entry entry, Instant river, Judgement judgement, Set<String> categories, boolean hidden) {}
