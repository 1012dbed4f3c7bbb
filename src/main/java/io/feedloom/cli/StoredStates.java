package io.feedloom.cli;

import io.feedloom.config.Settings;
import io.feedloom.config.StorageSettings;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Subscription;
import io.feedloom.store.Store;
import io.feedloom.store.api.StoreException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is stored of feeds.
 *
 * @param where it was read, in words for the admin
 * @param states by the address in {@code feeds.yml}
 */
record StoredStates(String where, Map<URI, PollState> states) {

  /**
   * Reads it. A store that cannot be read is told in words: the feeds can be probed all the same.
   */
  static StoredStates of(Settings settings, Path folder) {
    try {
      return ReadOnlyStore.at(settings.storage(), folder, store -> read(settings.storage(), store));
    } catch (StoreException e) {
      return new StoredStates("What is stored cannot be read: " + e.getMessage(), Map.of());
    }
  }

  private static StoredStates read(StorageSettings storage, Optional<Store> store) {
    var place = storage.place();
    if (store.isEmpty()) {
      return new StoredStates("Nothing is stored yet in " + place, Map.of());
    }
    var states = new HashMap<URI, PollState>();
    for (FeedStatus feed : store.get().feeds().all()) {
      states.put(feed.url(), feed.state());
    }
    return new StoredStates(
        store.get().storage().isShared()
            ? "What is stored was read from " + place
            : "What is stored was read from a copy of " + place + ", so it may be in use",
        states);
  }

  /** Empty for a feed that the program that polls has not read of yet. */
  Optional<PollState> of(Subscription feed) {
    return Optional.ofNullable(states.get(feed.url()));
  }
}
