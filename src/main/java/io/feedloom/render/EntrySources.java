package io.feedloom.render;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.StoredEntry;
import java.util.HashMap;
import java.util.Map;

/** What a document says about the upstream feeds of its entries. */
final class EntrySources {
  private final Map<FeedId, EntrySource> sources = new HashMap<>();

  EntrySources(MergedFeed feed) {
    var newest = new HashMap<FeedId, StoredEntry>();
    for (StoredEntry entry : feed.entries()) {
      newest.merge(entry.feed(), entry, EntrySources::newer);
    }
    newest.forEach(
        (id, entry) -> sources.put(id, EntrySource.of(feed.profile(entry), entry.lastChanged())));
  }

  private static StoredEntry newer(StoredEntry one, StoredEntry other) {
    return one.lastChanged().isBefore(other.lastChanged()) ? other : one;
  }

  /** Returns the feed of the entry, which must be one of the document. */
  EntrySource of(StoredEntry entry) {
    var source = sources.get(entry.feed());
    if (source == null) {
      throw new IllegalArgumentException("not an entry of this document: " + entry.key());
    }
    return source;
  }
}
