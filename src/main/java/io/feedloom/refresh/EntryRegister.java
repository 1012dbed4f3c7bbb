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
  /** The register of a feed without entries. */
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

  /** Returns the register of a stored feed. */
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

  /** Returns the fingerprints of the known entries among these, by id. */
  Map<Long, Long> fingerprints(Collection<Long> ids);

  /** Returns the known ids and aliases among these. */
  KnownIds known(Collection<Long> ids, Collection<Long> aliases);

  /** Returns the entries among these whose content is stored. */
  List<PlacedEntry> kept(Collection<Long> ids);

  /** Passes every entry whose content is stored to the consumer. */
  void all(Consumer<PlacedEntry> each);
}
