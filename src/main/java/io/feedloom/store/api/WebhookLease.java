package io.feedloom.store.api;

import java.time.Instant;

/**
 * The right to send to a webhook. No other process has it until it ends.
 *
 * @param until the end, which identifies the lease
 */
public record WebhookLease(String webhook, Instant until) {}
