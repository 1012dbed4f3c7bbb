package io.feedloom.feed;

/**
 * What an entry is known by in one store.
 *
 * @param feed the feed's number in this store
 * @param id what identifies it within its feed
 */
public record EntryKey(int feed, long id) {}
