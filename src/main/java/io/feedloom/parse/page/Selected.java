package io.feedloom.parse.page;

import io.feedloom.feed.JsonPath;
import io.feedloom.feed.PageRules.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds entries with the selectors of the admin. */
final class Selected {
  private static final int MILLISECONDS = 12;

  /** Items of one page that are read. */
  private static final int MOST_ITEMS = 5_000;

  private final SelectorDeadline deadline = SelectorDeadline.after(SelectorDeadline.MOST);

  private final Fields fields;
  private final SelectedDate dates;
  private final List<PageEntry> entries = new ArrayList<>();
  private int matched;

  private Selected(Fields fields) {
    this.fields = fields;
    this.dates = new SelectedDate(fields.dateFormat(), fields.dateLang());
  }

  /**
   * What the selectors found.
   *
   * @param matched how many items the first selector found
   * @param read how many of them were read
   */
  record Result(List<PageEntry> entries, int matched, int read) {
    Result {
      entries = List.copyOf(entries);
    }

    /** Returns how many items lack a title or a link. */
    int skipped() {
      return read - entries.size();
    }

    /** Returns whether there are more items than are read. */
    boolean isCut() {
      return read < matched;
    }
  }

  static Result html(HtmlPage page, Fields fields) {
    var made = new Selected(fields);
    var selector = new HtmlSelector(page.document(), made.deadline);
    var items = selector.items(fields.item());
    made.all(
        items,
        (item, field) -> selector.find(item, field),
        new Values<HtmlSelector.Match>() {
          @Override
          public String text(HtmlSelector.Match match) {
            return match.text();
          }

          @Override
          public Optional<String> link(HtmlSelector.Match match) {
            return match.element() == null
                ? page.address(match.text())
                : page.address(href(match.element()));
          }

          @Override
          public Optional<String> image(HtmlSelector.Match match) {
            return match.element() == null
                ? page.address(match.text())
                : pictureIn(page, match.element());
          }

          @Override
          public String content(HtmlSelector.Match match) {
            return match.element() == null ? HtmlPage.html(match.text()) : match.element().html();
          }

          @Override
          public Optional<String> date(HtmlSelector.Match match) {
            return datetime(match.element())
                .flatMap(made.dates::read)
                .or(() -> made.dates.read(match.text()));
          }
        });
    return made.result();
  }

  static Result json(HtmlPage page, JsonNode root, Fields fields) {
    var made = new Selected(fields);
    made.all(
        JsonValues.find(JsonPath.parse(fields.item()), root),
        (item, path) ->
            JsonValues.find(JsonPath.parse(path), item).stream().filter(n -> !n.isNull()).toList(),
        new Values<JsonNode>() {
          @Override
          public String text(JsonNode value) {
            return value.isValueNode() ? HtmlPage.plain(value.asString()) : "";
          }

          @Override
          public Optional<String> link(JsonNode value) {
            return page.address(text(value));
          }

          @Override
          public Optional<String> image(JsonNode value) {
            return page.address(text(value));
          }

          @Override
          public String content(JsonNode value) {
            return value.isValueNode() ? HtmlPage.html(value.asString()) : "";
          }

          @Override
          public Optional<String> date(JsonNode value) {
            var text = text(value).strip();
            return text.matches("-?\\d{1,15}(\\.\\d+)?") && fields.dateFormat().isEmpty()
                ? unix(text)
                : made.dates.read(text);
          }
        });
    return made.result();
  }

  private Result result() {
    return new Result(entries, matched, Math.min(matched, MOST_ITEMS));
  }

  /** Returns the date that a number of seconds or milliseconds since 1970 means. */
  private static Optional<String> unix(String number) {
    var whole = number.split("\\.", 2)[0];
    long value = Long.parseLong(whole);
    boolean millis = whole.replace("-", "").length() >= MILLISECONDS;
    return Optional.of(
        (millis ? Instant.ofEpochMilli(value) : Instant.ofEpochSecond(value)).toString());
  }

  private interface Values<V> {
    String text(V value);

    Optional<String> link(V value);

    Optional<String> image(V value);

    String content(V value);

    Optional<String> date(V value);
  }

  private <V> void all(List<V> items, BiFunction<V, String, List<V>> find, Values<V> values) {
    matched = items.size();
    for (var item : items.subList(0, Math.min(matched, MOST_ITEMS))) {
      deadline.check();
      var link = first(item, fields.link(), find).flatMap(values::link).orElse("");
      var title =
          first(item, fields.title(), find).map(values::text).map(HtmlPage::blanks).orElse("");
      if (link.isEmpty() || title.isEmpty()) {
        continue;
      }
      entries.add(
          new PageEntry(
              title,
              link,
              fields
                  .id()
                  .filter(id -> !id.equals("link"))
                  .flatMap(id -> first(item, Optional.of(id), find))
                  .map(values::text)
                  .filter(id -> !id.isBlank()),
              first(item, fields.date(), find).flatMap(values::date),
              Optional.empty(),
              texts(item, fields.author(), find, values).stream().limit(1).toList(),
              texts(item, fields.categories(), find, values),
              first(item, fields.image(), find).flatMap(values::image).stream().toList(),
              first(item, fields.content(), find).map(values::content),
              Optional.empty()));
    }
  }

  private static <V> Optional<V> first(
      V item, Optional<String> field, BiFunction<V, String, List<V>> find) {
    return field.flatMap(selector -> find.apply(item, selector).stream().findFirst());
  }

  private static <V> List<String> texts(
      V item, Optional<String> field, BiFunction<V, String, List<V>> find, Values<V> values) {
    return field.map(selector -> find.apply(item, selector)).orElse(List.of()).stream()
        .map(values::text)
        .map(HtmlPage::blanks)
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }

  private static String href(Element element) {
    if (element.hasAttr("href")) {
      return element.attr("href");
    }
    var inner = element.selectFirst("a[href]");
    var link = inner == null ? element.closest("a[href]") : inner;
    return link == null ? "" : link.attr("href");
  }

  private static Optional<String> pictureIn(HtmlPage page, Element element) {
    var own = page.picture(element);
    var inner = own.isPresent() ? null : element.selectFirst("img");
    return inner == null ? own.or(() -> page.address(element.attr("href"))) : page.picture(inner);
  }

  private static Optional<String> datetime(@Nullable Element element) {
    if (element == null) {
      return Optional.empty();
    }
    var time = element.hasAttr("datetime") ? element : element.selectFirst("time[datetime]");
    return time == null ? Optional.empty() : Optional.of(time.attr("datetime"));
  }
}
