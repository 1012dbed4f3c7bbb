package io.feedloom.config;

import io.feedloom.feed.JsonPath;
import io.feedloom.feed.PageRules.Fields;
import io.feedloom.feed.XPath;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The mappings {@code page} and {@code json}: a selector of items, and those of their fields. */
final class SelectorsKind {
  private static final String XPATH = "xpath:";

  /** A selector of CSS or XPath. */
  static final ScalarKind<String> SELECTOR =
      ScalarKind.of(
          "a CSS selector, or XPath after \"xpath:\"", Kinds.texts("\\S"), SelectorsKind::selector);

  /** A path of JSON. */
  static final ScalarKind<String> PATH =
      ScalarKind.of("a JSON path (RFC 9535)", Kinds.texts("\\S"), SelectorsKind::path);

  /** A format of dates. */
  static final ScalarKind<String> FORMAT =
      ScalarKind.of(
          "a format of dates such as d. MMMM yyyy", Kinds.texts("\\S"), SelectorsKind::format);

  /** Selectors of CSS and XPath. */
  static final Shape<Fields> HTML = of(SELECTOR);

  /** Paths of JSON. */
  static final Shape<Fields> JSON = of(PATH);

  private SelectorsKind() {}

  private static Shape<Fields> of(ScalarKind<String> kind) {
    var item = Option.required("item", kind, "Finds the items; the other keys apply within each.");
    var title = Option.required("title", kind, "The title.");
    var link = Option.required("link", kind, "The link.");
    var date = Option.optional("date", kind, "The date of publication.");
    var format =
        Option.optional(
            "date-format",
            FORMAT,
            "The format of the date, with the letters of `DateTimeFormatter`.");
    var lang =
        Option.optional(
            "date-lang", Kinds.TEXT, "The language of the names of months, such as `de`.");
    var relative =
        Option.optional(
            "date-relative",
            Kinds.BOOLEAN,
            "Whether dates such as `3 hours ago` are read, counted from the time of the answer.");
    var content = Option.optional("content", kind, "The content, as HTML.");
    var author = Option.optional("author", kind, "The author's name.");
    var image = Option.optional("image", kind, "The picture.");
    var categories = Option.optional("categories", kind, "The categories; all matches count.");
    var id =
        Option.optional(
            "id",
            ScalarKind.of(
                kind.expected() + ", or link",
                Kinds.texts("\\S"),
                text -> text.strip().equals("link") ? "link" : kind.parser().parse(text)),
            "What identifies an item; `link` by default.");
    List<Option<?>> options = new ArrayList<>();
    options.addAll(List.of(item, title, link, date, format, lang, relative));
    options.addAll(List.of(content, author, image, categories, id));
    return Shape.of(
        "a mapping with the keys item, title and link",
        options,
        fields -> {
          var found = fields.get(item);
          var of = fields.get(title);
          var to = fields.get(link);
          var rest =
              new Fields(
                  found.orElse(""),
                  of,
                  to,
                  fields.get(date),
                  fields.get(format),
                  fields.get(lang),
                  fields.get(relative).orElse(false),
                  fields.get(content),
                  fields.get(author),
                  fields.get(image),
                  fields.get(categories),
                  fields.get(id));
          return found.isPresent() && of.isPresent() && to.isPresent()
              ? Optional.of(rest)
              : Optional.empty();
        });
  }

  private static String selector(String text) throws InvalidValue {
    var selector = text.strip();
    if (selector.startsWith(XPATH)) {
      try {
        var _ = XPath.parse(selector.substring(XPATH.length()));
        return selector;
      } catch (IllegalArgumentException e) {
        throw new InvalidValue("is not XPath 1.0: it " + e.getMessage());
      }
    }
    int at = selector.lastIndexOf('@');
    boolean attribute = at >= 0 && selector.substring(at + 1).matches("[A-Za-z_][\\w:.-]*");
    if (!attribute || at > 0) {
      var _ = CssKind.selector(attribute ? selector.substring(0, at) : selector);
    }
    return selector;
  }

  private static String path(String text) throws InvalidValue {
    try {
      JsonPath.parse(text);
      return text.strip();
    } catch (IllegalArgumentException e) {
      throw new InvalidValue(String.valueOf(e.getMessage()));
    }
  }

  private static String format(String text) throws InvalidValue {
    try {
      var _ = DateTimeFormatter.ofPattern(text.strip());
      return text.strip();
    } catch (IllegalArgumentException _) {
      throw new InvalidValue("is not a format of dates");
    }
  }
}
