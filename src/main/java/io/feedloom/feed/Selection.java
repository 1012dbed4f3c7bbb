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
 */
public record Selection(
    List<Clause> tags,
    List<Clause> categories,
    List<Clause> sources,
    Optional<Instant> since,
    Optional<Instant> until,
    int limit,
    Optional<Cursor> before) {
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
          Optional.empty());

  /**
   * @throws IllegalArgumentException if the limit is out of range
   */
  public Selection {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT + ": " + limit);
    }
    tags = tags.stream().distinct().sorted().toList();
    categories = categories.stream().distinct().sorted().toList();
    sources = sources.stream().distinct().sorted().toList();
  }

  /** The same from the top. */
  public Selection firstPage() {
    return before(Optional.empty());
  }

  /** The same with another number of entries in a page. */
  public Selection limit(int most) {
    return new Selection(tags, categories, sources, since, until, most, before);
  }

  /** The same, the page behind this place. */
  public Selection before(Optional<Cursor> cursor) {
    return new Selection(tags, categories, sources, since, until, limit, cursor);
  }
}
