package io.feedloom.feed;

/**
 * A word or a phrase to search for in the text of an entry.
 *
 * @param text as the reader wrote it, not blank
 * @param excludes whether an entry must not contain it
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

  /** Orders terms that exclude after all others, then by text. */
  @Override
  public int compareTo(Term other) {
    return excludes == other.excludes ? text.compareTo(other.text) : excludes ? 1 : -1;
  }
}
