package io.feedloom.feed;

import java.util.Optional;

/**
 * How the admin says which entries a page or a JSON document has.
 *
 * @param page selectors in HTML: CSS, or XPath 1.0 after {@code xpath:}
 * @param json paths in JSON (RFC 9535)
 * @param script selects the script of a page that contains the JSON
 */
public record PageRules(Optional<Fields> page, Optional<Fields> json, Optional<String> script) {
  /** The rules of a feed that has none. */
  public static final PageRules NONE =
      new PageRules(Optional.empty(), Optional.empty(), Optional.empty());

  /** Returns whether the feed has no rules. */
  public boolean isEmpty() {
    return page.isEmpty() && json.isEmpty();
  }

  /**
   * The selector of items, and those of their fields.
   *
   * @param dateFormat a pattern of {@link java.time.format.DateTimeFormatter}
   * @param dateLang the language of the names of months (BCP 47)
   * @param id empty if the link identifies the entry
   */
  public record Fields(
      String item,
      Optional<String> title,
      Optional<String> link,
      Optional<String> date,
      Optional<String> dateFormat,
      Optional<String> dateLang,
      Optional<String> content,
      Optional<String> author,
      Optional<String> image,
      Optional<String> categories,
      Optional<String> id) {}
}
