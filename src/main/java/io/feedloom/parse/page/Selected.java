package io.feedloom.parse.page;

import io.feedloom.feed.JsonPath;
import io.feedloom.feed.PageRules.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds entries with the selectors of the admin. */
final class Selected {
  /** Items of one page that are read. */
  private static final int MAX_ITEMS = 5_000;

  private final SelectorDeadline deadline = SelectorDeadline.after(SelectorDeadline.MAX_TIME);

  private final Fields fields;
  private final SelectedDate dates;
  private final List<PageEntry> entries = new ArrayList<>();
  private final Map<String, Integer> found = new LinkedHashMap<>();
  private int matched;

  private Selected(HtmlPage page, Fields fields, Optional<Instant> at) {
    this.fields = fields;
    this.dates =
        new SelectedDate(
            fields.dateFormat(), fields.dateLang(), page.language(), at, fields.dateRelative());
  }

  /**
   * What the selectors found.
   *
   * @param matched how many items the first selector found
   * @param read how many of them were read
   * @param relative whether their dates may be relative
   * @param counts in how many items each selector found something, in words
   */
  record Result(
      List<PageEntry> entries, int matched, int read, boolean relative, List<String> counts) {
    Result {
      entries = List.copyOf(entries);
      counts = List.copyOf(counts);
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

  static Result html(HtmlPage page, Fields fields, Optional<Instant> at) {
    var made = new Selected(page, fields, at);
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
                .flatMap(made.dates::machine)
                .or(() -> made.dates.text(match.text()));
          }
        });
    return made.result();
  }

  static Result json(HtmlPage page, JsonNode root, Fields fields, Optional<Instant> at) {
    var made = new Selected(page, fields, at);
    var paths = new HashMap<String, JsonPath>();
    made.all(
        items(JsonSearch.find(JsonPath.parse(fields.item()), root)),
        (item, path) ->
            JsonSearch.find(paths.computeIfAbsent(path, JsonPath::parse), item).stream()
                .flatMap(value -> value.isArray() ? value.values().stream() : Stream.of(value))
                .filter(value -> !value.isNull())
                .toList(),
        new Values<JsonNode>() {
          @Override
          public String text(JsonNode value) {
            return value.isValueNode() ? HtmlPage.plain(value.asString()) : "";
          }

          @Override
          public Optional<String> link(JsonNode value) {
            return address(page, value);
          }

          @Override
          public Optional<String> image(JsonNode value) {
            return address(page, value);
          }

          @Override
          public String content(JsonNode value) {
            return value.isValueNode() ? HtmlPage.html(value.asString()) : "";
          }

          @Override
          public Optional<String> date(JsonNode value) {
            boolean unix = value.isNumber() && fields.dateFormat().isEmpty();
            return unix
                ? SelectedDate.unix(value.decimalValue().toPlainString()).map(Instant::toString)
                : made.dates.text(text(value));
          }
        });
    return made.result();
  }

  /** Returns the items; those in an array if the path found nothing but that. */
  private static List<JsonNode> items(List<JsonNode> found) {
    return found.size() == 1 && found.getFirst().isArray()
        ? List.copyOf(found.getFirst().values())
        : found;
  }

  /** Returns for each selector in how many items it found something. */
  private List<String> counts() {
    var counts = new ArrayList<String>();
    counts.add("item `%s` %d".formatted(fields.item(), matched));
    found.forEach((selector, items) -> counts.add("%s %d".formatted(selector, items)));
    return counts;
  }

  private Result result() {
    return new Result(
        entries, matched, Math.min(matched, MAX_ITEMS), fields.dateRelative(), counts());
  }

  /** Returns the address that a value holds. It is no HTML, but some publishers escape it. */
  private static Optional<String> address(HtmlPage page, JsonNode value) {
    return value.isString()
        ? page.address(value.asString().replace("&amp;", "&").strip())
        : Optional.empty();
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
    for (var item : items.subList(0, Math.min(matched, MAX_ITEMS))) {
      deadline.check();
      count(item, find);
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
              all(item, fields.image(), find).stream()
                  .flatMap(value -> values.image(value).stream())
                  .limit(1)
                  .toList(),
              first(item, fields.content(), find).map(values::content),
              Optional.empty()));
    }
  }

  private <V> void count(V item, BiFunction<V, String, List<V>> find) {
    fields
        .named()
        .forEach(
            (name, selector) -> {
              int hit = find.apply(item, selector).isEmpty() ? 0 : 1;
              found.merge("%s `%s`".formatted(name, selector), hit, Integer::sum);
            });
  }

  private static <V> Optional<V> first(
      V item, Optional<String> field, BiFunction<V, String, List<V>> find) {
    return all(item, field, find).stream().findFirst();
  }

  private static <V> List<V> all(
      V item, Optional<String> field, BiFunction<V, String, List<V>> find) {
    return field.map(selector -> find.apply(item, selector)).orElse(List.of());
  }

  private static <V> List<String> texts(
      V item, Optional<String> field, BiFunction<V, String, List<V>> find, Values<V> values) {
    return all(item, field, find).stream()
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
    return page.picture(element)
        .or(() -> inside(page, element))
        .or(() -> page.address(element.attr("href")));
  }

  private static Optional<String> inside(HtmlPage page, Element element) {
    var picture = element.closest("picture");
    return (picture == null ? element : picture)
        .select("img, source").stream().flatMap(image -> page.picture(image).stream()).findFirst();
  }

  private static Optional<String> datetime(@Nullable Element element) {
    if (element == null) {
      return Optional.empty();
    }
    var time = element.hasAttr("datetime") ? element : element.selectFirst("time[datetime]");
    return time == null ? Optional.empty() : Optional.of(time.attr("datetime"));
  }
}
