package io.feedloom.store.api;

/**
 * The number of entries with a category.
 *
 * @param key its normal form
 * @param label its spelling by one of the publishers
 */
public record CategoryCount(String key, String label, long entries) {}
