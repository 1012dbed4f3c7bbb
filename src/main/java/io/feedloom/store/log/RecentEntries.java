package io.feedloom.store.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Entries that this process has just written, for the text index. So it need not decompress and
 * read them again, or make their plain text. Bounded, so an entry may be missing.
 */
public final class RecentEntries {
  /** The most characters of HTML that are kept; the plain text takes as much again. */
  private static final long MAX_CHARACTERS = 4L << 20;

  /** The index usually follows within a second. */
  private static final Duration KEPT = Duration.ofSeconds(10);

  /** What an entry takes besides its content and summary, in characters. */
  private static final int REST = 500;

  private final Cache<EntryKey, Written> written =
      Caffeine.newBuilder()
          .maximumWeight(MAX_CHARACTERS)
          .weigher((EntryKey _, Written recent) -> weight(recent.entry()))
          .expireAfterWrite(KEPT)
          .executor(Runnable::run)
          .build();

  private record Written(byte[] payload, Entry entry) {}

  private static int weight(Entry entry) {
    return REST
        + entry.content().map(String::length).orElse(0)
        + entry.summary().map(String::length).orElse(0);
  }

  /**
   * Adds an entry.
   *
   * @param payload the bytes in its row; they are not copied
   */
  public void add(EntryKey key, byte[] payload, Entry entry) {
    written.put(key, new Written(payload, entry));
  }

  /**
   * Removes an entry and returns it; empty if it is missing, or if its row has another payload,
   * because it was changed or its transaction failed.
   */
  public Optional<Entry> take(EntryKey key, byte[] payload) {
    return Optional.ofNullable(written.asMap().remove(key))
        .filter(recent -> Arrays.equals(recent.payload(), payload))
        .map(Written::entry);
  }
}
