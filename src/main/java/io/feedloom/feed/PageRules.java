package io.feedloom.feed;

import java.util.LinkedHashMap;
import java.util.Map;
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
   * @param dateRelative whether dates such as "3 hours ago" are read
   * @param id empty if the link identifies the entry
   */
  public record Fields(
      String item,
      Optional<String> title,
      Optional<String> link,
      Optional<String> date,
      Optional<String> dateFormat,
      Optional<String> dateLang,
      boolean dateRelative,
      Optional<String> content,
      Optional<String> author,
      Optional<String> image,
      Optional<String> categories,
      Optional<String> id) {
    /** Returns the selectors of the fields, by the names of their options. */
    public Map<String, String> named() {
      var named = new LinkedHashMap<String, String>();
      title.ifPresent(it -> named.put("title", it));
      link.ifPresent(it -> named.put("link", it));
      date.ifPresent(it -> named.put("date", it));
      content.ifPresent(it -> named.put("content", it));
      author.ifPresent(it -> named.put("author", it));
      image.ifPresent(it -> named.put("image", it));
      categories.ifPresent(it -> named.put("categories", it));
      id.filter(it -> !it.equals("link")).ifPresent(it -> named.put("id", it));
      return named;
    }
  }
}
