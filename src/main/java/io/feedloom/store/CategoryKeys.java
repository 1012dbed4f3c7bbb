package io.feedloom.store;

import io.feedloom.feed.Category;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Tag;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
final class CategoryKeys {
  private static final String COUNTS =
      """
      SELECT fc.category, MIN(fc.label) AS label, SUM(fc.entries) AS entries
      FROM feed f JOIN feed_category fc ON fc.feed_id = f.id
      WHERE f.group_id = ANY(?) AND f.name IS NOT NULL
      GROUP BY fc.category
      ORDER BY entries DESC, label
      FETCH FIRST ? ROWS ONLY
      """;

  private static final String GIVEN =
      """
      SELECT MIN(fc.label) AS label, SUM(fc.entries) AS entries
      FROM feed f JOIN feed_category fc ON fc.feed_id = f.id
      WHERE f.group_id = ANY(?) AND f.name IS NOT NULL AND fc.category = ANY(?)
      GROUP BY fc.category
      ORDER BY label
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

  /** The same, with the tags that rules gave it. */
  Map<String, String> of(Entry entry, RuleResult judgement) {
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
            row ->
                isGiven(row.getString("label"), row.getLong("category"))
                    ? Optional.<CategoryCount>empty()
                    : Optional.of(count(row.getString("label"), row.getLong("entries"))),
            Sql.ints(groups),
            most)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * How many entries of these groups the rules gave each of these tags; those of none are missing.
   */
  static List<CategoryCount> given(
      Connection c, Collection<Integer> groups, Collection<String> keys) throws SQLException {
    return Sql.list(
        c,
        GIVEN,
        row -> count(row.getString("label").substring(1), row.getLong("entries")),
        Sql.ints(groups),
        keys.stream().map(RuleResult::given).mapToLong(Digest::of).toArray());
  }

  /** A category may have a label that begins like a given tag's, but its number is another. */
  private static boolean isGiven(String label, long number) {
    return RuleResult.isGiven(label)
        && Digest.of(RuleResult.given(Tag.key(label.substring(1)))) == number;
  }

  private static CategoryCount count(String label, long entries) {
    return new CategoryCount(Tag.key(label), label, entries);
  }
}
