package io.feedloom.feed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a client asks for. Every clause narrows; equal selections are equal values, whatever the
 * order or spelling they were asked in, because clauses are sorted and none stands twice. Made by a
 * {@link Builder}, so that what is not said keeps its default.
 *
 * @param tags over the admin's tags
 * @param categories over publishers' own categories
 * @param sources over feed ids
 * @param search what is asked of the entries themselves
 * @param since from this place in the river on
 * @param until before this place in the river
 * @param limit entries in a page, 1 to 500
 * @param perFeed entries of one feed in a page at most, below the limit; the rest of them is left
 *     out
 * @param content how much of each entry's text is told
 * @param merge whether entries that tell one story are one
 * @param before the page behind this place
 * @param after the page ahead of this place: the nearest entries that are newer
 */
public record Selection(
    List<Clause> tags,
    List<Clause> categories,
    List<Clause> sources,
    Search search,
    Optional<Instant> since,
    Optional<Instant> until,
    int limit,
    OptionalInt perFeed,
    Content content,
    Merge merge,
    Optional<Cursor> before,
    Optional<Cursor> after) {
  /** Entries in a page where nothing is said. */
  public static final int DEFAULT_LIMIT = 50;

  /** Entries in a page at most. */
  public static final int MAX_LIMIT = 500;

  /** Everything. */
  public static final Selection ALL = new Builder().build();

  /** What is made one. */
  public enum Merge {
    /** Entries of several feeds that tell one story. */
    STORY,
    /** Nothing. */
    NONE
  }

  /** How much of each entry's text is told. */
  public enum Content {
    /** All of it. */
    FULL,
    /** A summary: the publisher's, else the beginning of the text. */
    SUMMARY,
    /** Nothing but the title. */
    NONE
  }

  /**
   * @throws IllegalArgumentException if a number is out of range, or both cursors are given
   */
  public Selection {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT + ": " + limit);
    }
    if (perFeed.isPresent() && perFeed.getAsInt() < 1) {
      throw new IllegalArgumentException("per feed is at least 1: " + perFeed.getAsInt());
    }
    if (before.isPresent() && after.isPresent()) {
      throw new IllegalArgumentException("a page lies behind one place or ahead of one");
    }
    tags = tags.stream().distinct().sorted().toList();
    categories = categories.stream().distinct().sorted().toList();
    sources = sources.stream().distinct().sorted().toList();
    perFeed = perFeed.orElse(limit) < limit ? perFeed : OptionalInt.empty();
  }

  /** The same with these tags. */
  public Selection withTags(List<Clause> clauses) {
    return toBuilder().tags(clauses).build();
  }

  /** The same with these categories. */
  public Selection withCategories(List<Clause> clauses) {
    return toBuilder().categories(clauses).build();
  }

  /** The same with these sources. */
  public Selection withSources(List<Clause> clauses) {
    return toBuilder().sources(clauses).build();
  }

  /** The same from the top. */
  public Selection firstPage() {
    return before(Optional.empty());
  }

  /** The same with another number of entries in a page. */
  public Selection limit(int most) {
    return toBuilder().limit(most).build();
  }

  /** The same, the page behind this place. */
  public Selection before(Optional<Cursor> cursor) {
    return toBuilder().before(cursor).after(Optional.empty()).build();
  }

  /** The same, the page ahead of this place. */
  public Selection after(Cursor cursor) {
    return toBuilder().before(Optional.empty()).after(Optional.of(cursor)).build();
  }

  /** Whether it begins with the newest entry, and does not go on from another page. */
  public boolean isFirstPage() {
    return before.isEmpty() && after.isEmpty();
  }

  /** A builder of everything. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder of the same. */
  public Builder toBuilder() {
    return new Builder()
        .tags(tags)
        .categories(categories)
        .sources(sources)
        .search(search)
        .since(since)
        .until(until)
        .limit(limit)
        .perFeed(perFeed)
        .content(content)
        .merge(merge)
        .before(before)
        .after(after);
  }

  /** Collects what is asked for. Not safe for use by two threads. */
  public static final class Builder {
    private List<Clause> tags = List.of();
    private List<Clause> categories = List.of();
    private List<Clause> sources = List.of();
    private Search search = Search.NONE;
    private Optional<Instant> since = Optional.empty();
    private Optional<Instant> until = Optional.empty();
    private int limit = DEFAULT_LIMIT;
    private OptionalInt perFeed = OptionalInt.empty();
    private Content content = Content.FULL;
    private Merge merge = Merge.STORY;
    private Optional<Cursor> before = Optional.empty();
    private Optional<Cursor> after = Optional.empty();

    private Builder() {}

    public Builder tags(List<Clause> value) {
      tags = value;
      return this;
    }

    public Builder categories(List<Clause> value) {
      categories = value;
      return this;
    }

    public Builder sources(List<Clause> value) {
      sources = value;
      return this;
    }

    public Builder search(Search value) {
      search = value;
      return this;
    }

    public Builder since(Optional<Instant> value) {
      since = value;
      return this;
    }

    public Builder until(Optional<Instant> value) {
      until = value;
      return this;
    }

    public Builder limit(int value) {
      limit = value;
      return this;
    }

    public Builder perFeed(OptionalInt value) {
      perFeed = value;
      return this;
    }

    public Builder content(Content value) {
      content = value;
      return this;
    }

    public Builder merge(Merge value) {
      merge = value;
      return this;
    }

    public Builder before(Optional<Cursor> value) {
      before = value;
      return this;
    }

    public Builder after(Optional<Cursor> value) {
      after = value;
      return this;
    }

    /**
     * What was collected.
     *
     * @throws IllegalArgumentException if a number is out of range, or both cursors are given
     */
    public Selection build() {
      return new Selection(
          tags,
          categories,
          sources,
          search,
          since,
          until,
          limit,
          perFeed,
          content,
          merge,
          before,
          after);
    }
  }
}
