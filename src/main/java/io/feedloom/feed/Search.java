package io.feedloom.feed;

import java.util.List;

/**
 * What is asked of an entry itself, beyond where it is filed.
 *
 * @param terms in title, text and authors, all of which must hold
 * @param authors over names in the normal form of tags
 * @param languages over language tags in lower case; one that is less specific stands for all that
 *     are more so: {@code en} for {@code en-us} (RFC 4647 section 3.3.1)
 */
public record Search(List<Term> terms, List<Clause> authors, List<Clause> languages) {
  /** Asks nothing. */
  public static final Search NONE = new Search(List.of(), List.of(), List.of());

  public Search {
    terms = terms.stream().distinct().sorted().toList();
    authors = authors.stream().distinct().sorted().toList();
    languages = languages.stream().distinct().sorted().toList();
  }

  public boolean isEmpty() {
    return terms.isEmpty() && authors.isEmpty() && languages.isEmpty();
  }
}
