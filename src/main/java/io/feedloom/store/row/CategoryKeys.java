package io.feedloom.store.row;

import io.feedloom.feed.Category;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Tag;
import io.feedloom.store.db.Sql;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys by which entries are found. They are the normal forms of the labels and terms of their
 * categories, and of the tags that rules gave them. The database stores the digest of each key.
 *
 * <p>Caches keys, because the entries of one update often have the same few categories. Not
 * thread-safe.
 */
public final class CategoryKeys {
  private final Map<String, String> keys = new HashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();

  /** Returns the keys of an entry's categories, each with its label. */
  public Map<String, String> of(Entry entry) {
    var found = new TreeMap<String, String>();
    for (var category : entry.categories()) {
      names(category).forEach(name -> found.putIfAbsent(key(name), Sql.clean(name)));
    }
    found.remove("");
    return found;
  }

  /** Returns the keys of an entry's categories and given tags, each with its label. */
  public Map<String, String> of(Entry entry, RuleResult judgement) {
    var found = of(entry);
    judgement
        .tags()
        .forEach(tag -> found.put(RuleResult.given(tag.key()), RuleResult.given(tag.label())));
    return found;
  }

  private static Stream<String> names(Category category) {
    return category.label().isEmpty()
        ? Stream.of(category.term())
        : Stream.of(category.display(), category.term());
  }

  private String key(String name) {
    return keys.computeIfAbsent(name, n -> Tag.key(Sql.clean(n)));
  }

  /** Returns the digest of a key. */
  public long number(String key) {
    return numbers.computeIfAbsent(key, Digest::of);
  }

  /** Packs the digests of the keys into one value; null for no keys. */
  public byte @Nullable [] pack(Set<String> found) {
    if (found.isEmpty()) {
      return null;
    }
    var packed = ByteBuffer.allocate(Long.BYTES * found.size());
    found.forEach(key -> packed.putLong(number(key)));
    return packed.array();
  }

  /** Reads the digests that {@link #pack} packed. */
  public static long[] unpack(byte @Nullable [] packed) {
    if (packed == null) {
      return new long[0];
    }
    var numbers = new long[packed.length / Long.BYTES];
    ByteBuffer.wrap(packed).asLongBuffer().get(numbers);
    return numbers;
  }
}
