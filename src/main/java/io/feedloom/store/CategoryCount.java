package io.feedloom.store;

/**
 * How many entries bear a category.
 *
 * @param key its normal form
 * @param label as one of the publishers writes it
 */
public record CategoryCount(String key, String label, long entries) {}
