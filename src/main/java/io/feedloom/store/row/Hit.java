package io.feedloom.store.row;

import java.util.Optional;

/**
 * An entry that was found, and the index to read it from.
 *
 * @param group the group in whose part of the timeline it was found; empty if it was found
 *     otherwise
 */
public record Hit(Position at, Optional<Integer> group) {}
