package io.feedloom.store.row;

import java.util.Optional;

/**
 * An entry that was found, and the index through which to read it.
 *
 * @param group the group in whose part of the timeline it was found; empty if it was not found by
 *     group
 */
public record Hit(Position at, Optional<Integer> group) {}
