package io.feedloom.store;

import java.util.Map;

/**
 * What the store knows of ids and aliases that it was asked for.
 *
 * @param fingerprints of the entries, by id
 * @param aliases the ids of the entries that have them, {@link io.feedloom.feed.Alias#SEVERAL} for
 *     more than one
 */
public record KnownIds(Map<Long, Long> fingerprints, Map<Long, Long> aliases) {
  public KnownIds {
    fingerprints = Map.copyOf(fingerprints);
    aliases = Map.copyOf(aliases);
  }
}
