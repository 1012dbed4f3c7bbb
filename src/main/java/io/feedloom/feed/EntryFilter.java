package io.feedloom.feed;

import java.util.List;
import java.util.function.Predicate;

/**
 * The conditions of an option such as {@code include} or {@code when}. An entry matches if it meets
 * all conditions. A filter without conditions is {@link #isEmpty() empty}: callers ignore it.
 */
public record EntryFilter(List<Condition> conditions) {
  /** The filter without conditions. */
  public static final EntryFilter NONE = new EntryFilter(List.of());

  /** The part of an entry that a condition tests. */
  public enum Part {
    /** The title, as plain text. */
    TITLE,
    /** Content and summary, as text without markup. */
    CONTENT,
    /** Title, content, summary, authors, categories and link. */
    ANY,
    /** Each author's name and e-mail address. */
    AUTHOR,
    /** Each category's term and label. */
    CATEGORY,
    /** The link. */
    URL,

    /** Each tag of the entry's feed. */
    FEED_TAG,

    /** The entry's language, else its feed's. */
    LANG
  }

  /**
   * One condition. An entry meets it if at least one text of the part matches.
   *
   * @param pattern the test as the admin wrote it
   */
  public record Condition(Part part, String pattern, Predicate<String> test) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Condition c && part == c.part && pattern.equals(c.pattern);
    }

    @Override
    public int hashCode() {
      return 31 * part.hashCode() + pattern.hashCode();
    }
  }

  public EntryFilter {
    conditions = List.copyOf(conditions);
  }

  public boolean isEmpty() {
    return conditions.isEmpty();
  }
}
