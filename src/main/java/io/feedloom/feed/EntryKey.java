package io.feedloom.feed;

/**
 * Identifies an entry in one store.
 *
 * @param feed the feed's number in this store
 * @param id the entry's id within its feed
 */
public record EntryKey(int feed, long id) {}
