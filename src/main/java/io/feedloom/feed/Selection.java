package io.feedloom.feed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a client asks for. Every clause narrows; equal selections are equal values, whatever the
 * order or spelling they were asked in, because clauses are sorted and none stands twice.
 *
 * @param tags over the admin's tags
 * @param categories over publishers' own categories
 * @param sources over feed ids
 * @param since from this place in the river on
 * @param until before this place in the river
 * @param limit entries in a page, 1 to 500
 * @param before the page behind this place
 * @param after the page ahead of this place: the nearest entries that are newer
 */
public record Selection(
    List<Clause> tags,
    List<Clause> categories,
    List<Clause> sources,
    Optional<Instant> since,
    Optional<Instant> until,
    int limit,
    Optional<Cursor> before,
    Optional<Cursor> after) {
  /** Entries in a page where nothing is said. */
  public static final int DEFAULT_LIMIT = 50;

  /** Entries in a page at most. */
  public static final int MAX_LIMIT = 500;

  /** Everything. */
  public static final Selection ALL =
      new Selection(
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          DEFAULT_LIMIT,
          Optional.empty(),
          Optional.empty());

  /**
   * @throws IllegalArgumentException if the limit is out of range, or both cursors are given
   */
  public Selection {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT + ": " + limit);
    }
    if (before.isPresent() && after.isPresent()) {
      throw new IllegalArgumentException("a page lies behind one place or ahead of one");
    }
    tags = tags.stream().distinct().sorted().toList();
    categories = categories.stream().distinct().sorted().toList();
    sources = sources.stream().distinct().sorted().toList();
  }

  /** The same with these tags. */
  public Selection withTags(List<Clause> clauses) {
    return new Selection(clauses, categories, sources, since, until, limit, before, after);
  }

  /** The same with these categories. */
  public Selection withCategories(List<Clause> clauses) {
    return new Selection(tags, clauses, sources, since, until, limit, before, after);
  }

  /** The same with these sources. */
  public Selection withSources(List<Clause> clauses) {
    return new Selection(tags, categories, clauses, since, until, limit, before, after);
  }

  /** The same from the top. */
  public Selection firstPage() {
    return before(Optional.empty());
  }

  /** The same with another number of entries in a page. */
  public Selection limit(int most) {
    return new Selection(tags, categories, sources, since, until, most, before, after);
  }

  /** The same, the page behind this place. */
  public Selection before(Optional<Cursor> cursor) {
    return new Selection(tags, categories, sources, since, until, limit, cursor, Optional.empty());
  }

  /** The same, the page ahead of this place. */
  public Selection after(Cursor cursor) {
    return new Selection(
        tags, categories, sources, since, until, limit, Optional.empty(), Optional.of(cursor));
  }

  /** Whether it begins with the newest entry, and does not go on from another page. */
  public boolean isFirstPage() {
    return before.isEmpty() && after.isEmpty();
  }
}
