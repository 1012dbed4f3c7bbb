package io.feedloom.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The conditions that select entries. Every clause narrows the selection. Clauses are sorted and
 * unique, so equal selections are equal values, whatever the order and spelling of a client's
 * parameters. A {@link Builder} makes selections and fills in the defaults.
 *
 * @param tags conditions on the admin's tags
 * @param categories conditions on publishers' categories
 * @param sources conditions on the ids of feeds
 * @param search conditions on the entries themselves
 * @param since only entries at or after this time in the river
 * @param until only entries before this time in the river
 * @param limit entries in a page, 1 to 500
 * @param perFeed the most entries of one feed in a page, below the limit; the others are left out
 * @param titles whether titles of entries name their sources
 * @param content how much of each entry's text a feed contains
 * @param merge which entries are merged into one
 * @param minSources the fewest feeds that report a story; 1 selects all entries, and more only
 *     stories
 * @param order the order of entries
 * @param digest the period of each digest; empty if single entries are selected
 * @param before selects the page of entries older than this place
 * @param after selects the page of entries newer than this place: the oldest of them
 */
public record Selection(
    List<Clause> tags,
    List<Clause> categories,
    List<Clause> sources,
    Search search,
    Optional<TimeBound> since,
    Optional<TimeBound> until,
    int limit,
    OptionalInt perFeed,
    Titles titles,
    Content content,
    Merge merge,
    int minSources,
    Order order,
    Optional<Period> digest,
    Optional<Cursor> before,
    Optional<Cursor> after) {
  /** Entries in a page by default. */
  public static final int DEFAULT_LIMIT = 50;

  /** The most entries in a page. */
  public static final int MAX_LIMIT = 500;

  /** The most feeds that a selection can require for a story. */
  public static final int MAX_SOURCES = 100;

  /** The fewest feeds of a story. */
  public static final int LEAST_OF_STORY = 2;

  /** The time span of {@link Order#TOP} by default. */
  public static final Duration TOP_AGE = Duration.ofHours(24);

  /** All entries. */
  public static final Selection ALL = new Builder().build();

  /** Which entries are merged into one. */
  public enum Merge {
    /** Entries of several feeds that report the same story. */
    STORY,
    /** Nothing. */
    NONE
  }

  /** The order of entries. */
  public enum Order {
    /** Newest first. */
    NEWEST,
    /** Only stories: those with the most sources first, among equals the newest. */
    TOP
  }

  /** Whether titles of entries name their sources. */
  public enum Titles {
    /** They do not. */
    PLAIN,
    /** They begin with the name of the source and a colon. */
    SOURCE
  }

  /** How much of each entry's text a feed contains. */
  public enum Content {
    /** All of it. */
    FULL,
    /** A summary: the publisher's, else the beginning of the text. */
    SUMMARY,
    /** Only the title. */
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
    if (minSources < 1 || minSources > MAX_SOURCES) {
      throw new IllegalArgumentException("min-sources is 1 to " + MAX_SOURCES + ": " + minSources);
    }
    if (before.isPresent() && after.isPresent()) {
      throw new IllegalArgumentException("a page has one cursor, before or after");
    }
    tags = tags.stream().distinct().sorted().toList();
    categories = categories.stream().distinct().sorted().toList();
    sources = sources.stream().distinct().sorted().toList();
    perFeed = perFeed.orElse(limit) < limit ? perFeed : OptionalInt.empty();
  }

  /** Returns a copy with these tags. */
  public Selection withTags(List<Clause> clauses) {
    return toBuilder().tags(clauses).build();
  }

  /** Returns a copy with these categories. */
  public Selection withCategories(List<Clause> clauses) {
    return toBuilder().categories(clauses).build();
  }

  /** Returns a copy with these sources. */
  public Selection withSources(List<Clause> clauses) {
    return toBuilder().sources(clauses).build();
  }

  /** Returns a copy for the first page. */
  public Selection firstPage() {
    return before(Optional.empty());
  }

  /** Returns a copy with another number of entries in a page. */
  public Selection limit(int most) {
    return toBuilder().limit(most).build();
  }

  /** Returns a copy for the page of entries older than this place. */
  public Selection before(Optional<Cursor> cursor) {
    return toBuilder().before(cursor).after(Optional.empty()).build();
  }

  /** Returns a copy for the page of entries newer than this place. */
  public Selection after(Cursor cursor) {
    return toBuilder().before(Optional.empty()).after(Optional.of(cursor)).build();
  }

  /** Returns whether only stories of several feeds are selected. */
  public boolean onlyStories() {
    return minSources > 1 || order == Order.TOP;
  }

  /** Returns whether this is a ranking of a time span that ends now, which has one page. */
  public boolean isRanking() {
    return order == Order.TOP && digest.isEmpty();
  }

  /** Returns the earliest time of entries in the river; empty if there is no limit. */
  public Optional<Instant> from() {
    return since.map(TimeBound::at);
  }

  /** Returns the time before which all entries are in the river; empty if there is no limit. */
  public Optional<Instant> to() {
    return until.map(TimeBound::at);
  }

  /** Returns whether the page begins with the newest entry. */
  public boolean isFirstPage() {
    return before.isEmpty() && after.isEmpty();
  }

  /** Returns a builder of a selection of all entries. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that begins with this selection. */
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
        .titles(titles)
        .content(content)
        .merge(merge)
        .minSources(minSources)
        .order(order)
        .digest(digest)
        .before(before)
        .after(after);
  }

  /** Collects the parts of a selection. Not thread-safe. */
  public static final class Builder {
    private List<Clause> tags = List.of();
    private List<Clause> categories = List.of();
    private List<Clause> sources = List.of();
    private Search search = Search.NONE;
    private Optional<TimeBound> since = Optional.empty();
    private Optional<TimeBound> until = Optional.empty();
    private int limit = DEFAULT_LIMIT;
    private OptionalInt perFeed = OptionalInt.empty();
    private Titles titles = Titles.PLAIN;
    private Content content = Content.FULL;
    private Merge merge = Merge.STORY;
    private int minSources = 1;
    private Order order = Order.NEWEST;
    private Optional<Period> digest = Optional.empty();
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

    public Builder since(Optional<TimeBound> value) {
      since = value;
      return this;
    }

    public Builder until(Optional<TimeBound> value) {
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

    public Builder titles(Titles value) {
      titles = value;
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

    public Builder minSources(int value) {
      minSources = value;
      return this;
    }

    public Builder order(Order value) {
      order = value;
      return this;
    }

    public Builder digest(Optional<Period> value) {
      digest = value;
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
     * Makes the selection.
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
          titles,
          content,
          merge,
          minSources,
          order,
          digest,
          before,
          after);
    }
  }
}
