package io.feedloom.store.api;

import java.time.Instant;
import java.util.Optional;

/**
 * What is stored about a webhook.
 *
 * @param place the position in the log of arrivals up to which its entries were queued
 * @param offSince when it was switched off, because it answered that it is gone
 * @param waiting how many entries wait for the next message
 * @param oldest when the first of them was queued
 * @param messages how many messages are not accepted yet
 * @param nextTry when the first of these messages is sent
 * @param failures how often that message failed
 * @param leasedUntil when the lease of the process that sends to it ends
 * @param delivered how many messages it accepted
 * @param givenUp how many messages it never accepted
 * @param dropped how many entries and messages were dropped because too many waited
 * @param answer its last answer, or why there was none
 */
public record WebhookState(
    String name,
    long place,
    Optional<Instant> offSince,
    long waiting,
    Optional<Instant> oldest,
    long messages,
    Optional<Instant> nextTry,
    int failures,
    Instant leasedUntil,
    long delivered,
    long givenUp,
    long dropped,
    Optional<Instant> lastDelivery,
    Optional<Instant> lastFailure,
    Optional<String> answer) {}
