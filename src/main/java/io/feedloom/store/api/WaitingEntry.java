package io.feedloom.store.api;

import io.feedloom.feed.EntryKey;
import java.time.Instant;

/**
 * An entry that waits for the next message to a webhook.
 *
 * @param number its place among the waiting entries; 0 before it is stored
 * @param river its place in the river
 * @param added when it was queued
 */
public record WaitingEntry(long number, EntryKey key, Instant river, Instant added) {}
