package io.feedloom.feed;

/**
 * What an entry is known by in one store.
 *
 * @param feed the feed's number in this store
 * @param id {@link Item#id()}
 */
public record EntryKey(int feed, long id) {}
