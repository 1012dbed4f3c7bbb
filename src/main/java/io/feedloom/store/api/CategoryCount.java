package io.feedloom.store.api;

/**
 * The number of entries with a category.
 *
 * @param key its normal form
 * @param label its spelling in one of the feeds
 */
public record CategoryCount(String key, String label, long entries) {}
