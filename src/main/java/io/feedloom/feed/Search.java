package io.feedloom.feed;

import java.util.List;

/**
 * Conditions on an entry's text, authors and language.
 *
 * @param terms conditions on title, text and authors; all of them must hold
 * @param authors conditions on names, in the normal form of tags
 * @param languages conditions on language tags, in lower case; a shorter tag includes longer ones:
 *     {@code en} includes {@code en-us} (RFC 4647 section 3.3.1)
 */
public record Search(List<Term> terms, List<Clause> authors, List<Clause> languages) {
  /** No conditions. */
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
