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
 * The stored states of feeds.
 *
 * @param where where the states were read from, as a sentence for the admin
 * @param states the states by the address in {@code feeds.yml}
 */
record StoredStates(String where, Map<URI, PollState> states) {

  /**
   * Reads the states. If the store cannot be read, {@code where} says so, and the feeds can still
   * be probed.
   */
  static StoredStates of(Settings settings, Path folder) {
    try {
      return ReadOnlyStore.at(settings.storage(), folder, store -> read(settings.storage(), store));
    } catch (StoreException e) {
      return new StoredStates("The store cannot be read: " + e.getMessage(), Map.of());
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
            ? "Stored states were read from " + place
            : "Stored states were read from a copy of " + place + ", which may be in use",
        states);
  }

  /** Returns the state of a feed; empty if it was never stored. */
  Optional<PollState> of(Subscription feed) {
    return Optional.ofNullable(states.get(feed.url()));
  }
}
