package io.feedloom.refresh;

import io.feedloom.feed.Alias;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Computes the aliases of entries, by which entries with the same guid are distinguished. */
final class EntryAliases {
  /** The most values that {@link #distinguishing} returns. */
  static final int MAX_VALUES = 3;

  private EntryAliases() {}

  /** Returns the alias that marks a guid of a feed as shared. */
  static long shared(String guid) {
    return Digest.of("shared\n" + Guid.withoutScheme(guid));
  }

  /** Returns the alias for an entry's exact content. */
  static long content(String guid, long fingerprint) {
    return Digest.of("content\n" + Guid.withoutScheme(guid) + "\n" + fingerprint);
  }

  /**
   * Returns the values that identify an entry after an edit of its content, the most important one
   * first: its link; link and title; link, title and date. Each includes the fields of the previous
   * value. Missing fields give no value. Tracking parameters in the link do not count.
   */
  static List<Long> distinguishing(Entry entry) {
    return distinguishing(entry, Guid::ofPage);
  }

  /** Returns the values by which older versions identified the entry: with tracking parameters. */
  static List<Long> formerly(Entry entry) {
    return distinguishing(entry, Guid::withoutScheme);
  }

  private static List<Long> distinguishing(Entry entry, UnaryOperator<String> compared) {
    var guid = Guid.withoutScheme(entry.guid());
    var text = new StringBuilder("telling\n").append(guid);
    var values = new ArrayList<Long>();
    text.append("\n").append(entry.link().map(compared).orElse(""));
    if (entry.link().isPresent()) {
      values.add(Digest.of(text.toString()));
    }
    text.append("\n").append(entry.title().strip());
    if (!entry.title().isBlank()) {
      values.add(Digest.of(text.toString()));
    }
    var date = entry.published().or(entry::updated);
    if (date.isPresent()) {
      values.add(Digest.of(text.append("\n").append(date.get()).toString()));
    }
    return values;
  }

  /** Returns all aliases of an entry. */
  static List<Alias> aliases(String guid, long fingerprint, Entry entry, long id) {
    return Stream.concat(Stream.of(content(guid, fingerprint)), distinguishing(entry).stream())
        .map(value -> new Alias(value, id))
        .toList();
  }
}
