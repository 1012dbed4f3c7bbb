package io.feedloom.store;

import io.feedloom.feed.Category;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Tag;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The categories that entries are found by. A category is known by the normal form of its label and
 * by that of its term; in the database it is the digest of such a key.
 *
 * <p>Remembers keys while one update is made of many entries with the same few categories; not for
 * use by two threads.
 */
final class Categories {
  private static final String COUNTS =
      """
      SELECT MIN(fc.label) AS label, SUM(fc.entries) AS entries
      FROM feed f JOIN feed_category fc ON fc.feed_id = f.id
      WHERE f.group_id = ANY(?) AND f.name IS NOT NULL
      GROUP BY fc.category
      ORDER BY entries DESC, label
      FETCH FIRST ? ROWS ONLY
      """;

  private final Map<String, String> keys = new HashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();

  /** The keys that the entry is found by, each with its label. */
  Map<String, String> of(Entry entry) {
    var found = new TreeMap<String, String>();
    for (var category : entry.categories()) {
      names(category).forEach(name -> found.putIfAbsent(key(name), Sql.clean(name)));
    }
    found.remove("");
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

  /** The number that the key has in every database. */
  long number(String key) {
    return numbers.computeIfAbsent(key, Digest::of);
  }

  /** The numbers of the keys as one value; null where there are none. */
  byte @Nullable [] pack(Set<String> found) {
    if (found.isEmpty()) {
      return null;
    }
    var packed = ByteBuffer.allocate(Long.BYTES * found.size());
    found.forEach(key -> packed.putLong(number(key)));
    return packed.array();
  }

  static long[] unpack(byte @Nullable [] packed) {
    if (packed == null) {
      return new long[0];
    }
    var numbers = new long[packed.length / Long.BYTES];
    ByteBuffer.wrap(packed).asLongBuffer().get(numbers);
    return numbers;
  }

  /** The categories that most entries of these groups bear, the most frequent first. */
  static List<CategoryCount> counts(Connection c, Collection<Integer> groups, int most)
      throws SQLException {
    return Sql.list(
        c,
        COUNTS,
        row -> {
          var label = row.getString("label");
          return new CategoryCount(Tag.key(label), label, row.getLong("entries"));
        },
        groups.stream().mapToInt(Integer::intValue).toArray(),
        most);
  }
}
