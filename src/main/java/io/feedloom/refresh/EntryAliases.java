package io.feedloom.refresh;

import io.feedloom.feed.Alias;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes the values of aliases, which distinguish entries that share a guid. */
final class EntryAliases {
  /** How many values {@link #telling} returns at most. */
  static final int MOST_TELLING = 3;

  private EntryAliases() {}

  /** Returns the value that a feed has for a guid once it was found to be shared. */
  static long shared(String guid) {
    return Digest.of("shared\n" + Guid.withoutScheme(guid));
  }

  /** Returns the value of an entry's exact content. */
  static long content(String guid, long fingerprint) {
    return Digest.of("content\n" + Guid.withoutScheme(guid) + "\n" + fingerprint);
  }

  /**
   * Returns the values that identify an entry after an edit of its content, the most important one
   * first: its link; link and title; link, title and date. Each contains the one before, so an
   * entry can lose no value that another has too. Missing fields give no value.
   */
  static List<Long> telling(Entry entry) {
    var guid = Guid.withoutScheme(entry.guid());
    var told = new StringBuilder("telling\n").append(guid);
    var values = new ArrayList<Long>();
    told.append("\n").append(entry.link().map(Guid::withoutScheme).orElse(""));
    if (entry.link().isPresent()) {
      values.add(Digest.of(told.toString()));
    }
    told.append("\n").append(entry.title().strip());
    if (!entry.title().isBlank()) {
      values.add(Digest.of(told.toString()));
    }
    var date = entry.published().or(entry::updated);
    if (date.isPresent()) {
      values.add(Digest.of(told.append("\n").append(date.get()).toString()));
    }
    return values;
  }

  /** Returns all aliases of an entry. */
  static List<Alias> aliases(String guid, long fingerprint, Entry entry, long id) {
    return Stream.concat(Stream.of(content(guid, fingerprint)), telling(entry).stream())
        .map(value -> new Alias(value, id))
        .toList();
  }
}
