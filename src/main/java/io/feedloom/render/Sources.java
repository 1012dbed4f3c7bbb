package io.feedloom.render;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.StoredEntry;
import java.util.HashMap;
import java.util.Map;

/** What a document tells of the upstream feeds of its entries. */
final class Sources {
  private final Map<FeedId, Source> sources = new HashMap<>();

  Sources(MergedFeed feed) {
    for (StoredEntry entry : feed.entries()) {
      var newest = sources.get(entry.feed());
      if (newest == null || newest.updated().isBefore(entry.lastChanged())) {
        sources.put(entry.feed(), Source.of(feed.status(entry), entry.lastChanged()));
      }
    }
  }

  /** The feed of the entry, which must be one of the document. */
  Source of(StoredEntry entry) {
    var source = sources.get(entry.feed());
    if (source == null) {
      throw new IllegalArgumentException("not an entry of this document: " + entry.key());
    }
    return source;
  }
}
