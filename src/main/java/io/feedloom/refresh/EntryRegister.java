package io.feedloom.refresh;

import io.feedloom.store.Store;
import io.feedloom.store.api.KnownIds;
import io.feedloom.store.api.PlacedEntry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The stored data that identifies the entries of one feed. */
interface EntryRegister {
  /** That of a feed without entries. */
  EntryRegister EMPTY =
      new EntryRegister() {
        @Override
        public Map<Long, Long> fingerprints(Collection<Long> ids) {
          return Map.of();
        }

        @Override
        public KnownIds known(Collection<Long> ids, Collection<Long> aliases) {
          return new KnownIds(Map.of(), Map.of());
        }

        @Override
        public List<PlacedEntry> kept(Collection<Long> ids) {
          return List.of();
        }

        @Override
        public void all(Consumer<PlacedEntry> each) {}
      };

  /** Returns that of a feed in the store. */
  static EntryRegister of(Store store, int feed) {
    return new EntryRegister() {
      @Override
      public Map<Long, Long> fingerprints(Collection<Long> ids) {
        return store.feedEntries().fingerprints(feed, ids);
      }

      @Override
      public KnownIds known(Collection<Long> ids, Collection<Long> aliases) {
        return store.feedEntries().known(feed, ids, aliases);
      }

      @Override
      public List<PlacedEntry> kept(Collection<Long> ids) {
        return store.feedEntries().of(feed, ids);
      }

      @Override
      public void all(Consumer<PlacedEntry> each) {
        store.feedEntries().all(feed, each);
      }
    };
  }

  /** Returns the fingerprints of those of the entries that are known, by id. */
  Map<Long, Long> fingerprints(Collection<Long> ids);

  /** Returns those of the ids and aliases that are known. */
  KnownIds known(Collection<Long> ids, Collection<Long> aliases);

  /** Returns those of the entries whose content is stored. */
  List<PlacedEntry> kept(Collection<Long> ids);

  /** Gives every entry whose content is stored. */
  void all(Consumer<PlacedEntry> each);
}
