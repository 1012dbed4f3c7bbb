package io.feedloom.store.api;

import java.util.Map;

/**
 * The ids and aliases of a feed that are stored, among the requested ones.
 *
 * @param fingerprints of the stored entries, by id
 * @param aliases the id of the entry that has each alias, or {@link io.feedloom.feed.Alias#SEVERAL}
 *     for more than one
 */
public record KnownIds(Map<Long, Long> fingerprints, Map<Long, Long> aliases) {
  public KnownIds {
    fingerprints = Map.copyOf(fingerprints);
    aliases = Map.copyOf(aliases);
  }
}
