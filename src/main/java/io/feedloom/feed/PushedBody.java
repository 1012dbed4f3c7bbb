package io.feedloom.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * A document that a hub delivered.
 *
 * @param id its number in this store; later ones have greater numbers
 * @param path of the subscription
 * @param feed the number of the feed
 * @param name the id of the feed; empty if it is no longer subscribed
 * @param topic the address of the topic
 * @param leasedUntil the end of the lease of the process that reads it
 * @param tries how many times reading it has begun
 */
public record PushedBody(
    long id,
    String path,
    int feed,
    Optional<FeedId> name,
    String topic,
    Instant leasedUntil,
    int tries,
    Instant received,
    DocumentHeaders headers,
    byte[] body) {}
