package io.feedloom.render;

import io.feedloom.feed.Digest;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.Withdrawn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What each entry of one document is known by: what its publisher says, unless that cannot be
 * written or another entry has it already. Of two that claim one id, that which was here first
 * keeps it, so that no newcomer takes the id of an entry that readers know.
 */
final class Identity {
  /** The digits that feed validators find a number to be unique enough from. */
  private static final int SHORTEST_NUMBER = 9;

  private final Map<EntryKey, String> ids = HashMap.newHashMap(64);

  private Identity() {}

  /**
   * The ids of all entries of the document.
   *
   * @param fits whether a publisher's id can stand in this format as it is
   */
  static Identity of(MergedFeed feed, Predicate<String> fits) {
    var identity = new Identity();
    var taken = new HashSet<String>();
    feed.entries().stream()
        .sorted(
            Comparator.comparing(StoredEntry::firstSeen)
                .thenComparingInt(e -> e.key().feed())
                .thenComparingLong(e -> e.key().id()))
        .forEach(
            entry -> {
              var id = entry.entry().guid();
              if (!fits.test(id) || !taken.add(id)) {
                id = free(feed.profile(entry).url() + " " + id, taken);
              }
              identity.ids.put(entry.key(), id);
            });
    for (var gone : feed.withdrawn()) {
      identity.put(gone, feed, fits, taken);
    }
    return identity;
  }

  /** What was withdrawn leaves its id to who bears it now; it had a name of its own then. */
  private void put(Withdrawn gone, MergedFeed feed, Predicate<String> fits, Set<String> taken) {
    var id = gone.guid();
    if (!fits.test(id) || !taken.add(id)) {
      id = urn(feed.address(gone.feed()) + " " + id);
      taken.add(id);
    }
    ids.put(gone.key(), id);
  }

  /** A publisher who knows how names are made may have taken one on purpose. */
  private static String free(String name, Set<String> taken) {
    var id = urn(name);
    while (!taken.add(id)) {
      id = urn(id);
    }
    return id;
  }

  /**
   * Whether it can name an entry among those of all feeds: it survives, and is no short number, of
   * which every second feed has the same.
   */
  static boolean isUnique(String id) {
    return survives(id)
        && !(id.length() < SHORTEST_NUMBER && id.chars().allMatch(Character::isDigit));
  }

  /** Whether text that names something is the same after any XML parser has read it. */
  static boolean survives(String id) {
    return !id.isEmpty()
        && id.equals(id.strip())
        && id.indexOf('\r') < 0
        && id.equals(Text.legal(id))
        && !Web.isUnsafe(id);
  }

  String of(StoredEntry entry) {
    var id = ids.get(entry.key());
    if (id == null) {
      throw new IllegalArgumentException("not an entry of this document: " + entry.key());
    }
    return id;
  }

  String of(Withdrawn gone) {
    return Objects.requireNonNull(ids.get(gone.key()));
  }

  /** RFC 9562 section 5.8, made from a name by SHA-256 as in its appendix B.2. */
  private static String urn(String name) {
    var hash = ByteBuffer.wrap(Digest.sha256(name.getBytes(StandardCharsets.UTF_8)));
    long high = (hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return "urn:uuid:" + new UUID(high, low);
  }
}
