package io.feedloom.store.scan;

import io.feedloom.feed.Digest;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Tag;
import io.feedloom.store.api.CategoryCount;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Sql;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Counts entries by category. */
public final class CategoryCounts {
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

  private final Database database;

  public CategoryCounts(Database database) {
    this.database = database;
  }

  /**
   * Returns the most frequent categories of the entries in these groups, the most frequent first.
   * Reads a row for each category of each feed, so callers should cache the result for a while.
   *
   * @param most how many categories at most
   */
  public List<CategoryCount> mostFrequent(Collection<Integer> groups, int most) {
    return database
        .read(
            c ->
                Sql.list(
                    c,
                    COUNTS,
                    row ->
                        isGiven(row.getString("label"), row.getLong("category"))
                            ? Optional.<CategoryCount>empty()
                            : Optional.of(count(row.getString("label"), row.getLong("entries"))),
                    Sql.ints(groups),
                    most))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Returns the number of entries in these groups to which the rules gave each of these tags. Tags
   * without such entries are missing.
   *
   * @param keys the keys of the tags
   */
  public List<CategoryCount> given(Collection<Integer> groups, Set<String> keys) {
    return keys.isEmpty()
        ? List.of()
        : database.read(
            c ->
                Sql.list(
                    c,
                    GIVEN,
                    row -> count(row.getString("label").substring(1), row.getLong("entries")),
                    Sql.ints(groups),
                    keys.stream().map(RuleResult::given).mapToLong(Digest::of).toArray()));
  }

  /**
   * Returns whether the label belongs to a tag that a rule gave. A category's label may begin in
   * the same way, but then its number differs.
   */
  private static boolean isGiven(String label, long number) {
    return RuleResult.isGiven(label)
        && Digest.of(RuleResult.given(Tag.key(label.substring(1)))) == number;
  }

  private static CategoryCount count(String label, long entries) {
    return new CategoryCount(Tag.key(label), label, entries);
  }
}
