package io.feedloom.feed;

/**
 * One thing that is looked for in the text of an entry: a word, or several that stand in this
 * order.
 *
 * @param text as people write it, not blank
 * @param excludes whether an entry must not hold it
 */
public record Term(String text, boolean excludes) implements Comparable<Term> {
  /**
   * @throws IllegalArgumentException if the text is blank
   */
  public Term {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a term has a text");
    }
  }

  /** Those that must stand there come before those that must not, then by text. */
  @Override
  public int compareTo(Term other) {
    return excludes == other.excludes ? text.compareTo(other.text) : excludes ? 1 : -1;
  }
}
