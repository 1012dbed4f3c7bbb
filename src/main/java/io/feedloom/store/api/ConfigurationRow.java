package io.feedloom.store.api;

import java.time.Instant;

/**
 * A configuration that nodes share.
 *
 * @param revision its place in the order, from 1
 * @param digest identifies its content
 * @param loaded when it came into force
 * @param node the name of the node that loaded it
 */
public record ConfigurationRow(long revision, String digest, Instant loaded, String node) {}
