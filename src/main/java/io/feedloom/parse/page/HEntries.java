package io.feedloom.parse.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.nodes.Entities;

/** Makes entries of the {@code h-entry}s of a page. */
final class HEntries {
  private final List<PageEntry> entries = new ArrayList<>();

  private HEntries() {}

  /** Returns those that are in no other item, or in an {@code h-feed}. */
  static List<PageEntry> of(HtmlPage page) {
    var found = new HEntries();
    MicroformatParser.items(page).forEach(item -> found.visit(item, List.of()));
    return found.entries;
  }

  private void visit(Microformat item, List<String> feedAuthors) {
    if (item.is("h-entry")) {
      entry(item, feedAuthors).ifPresent(entries::add);
    } else if (item.is("h-news")) {
      nested(item).forEach(each -> visit(each, feedAuthors));
    } else if (item.is("h-feed")) {
      var authors = item.texts("author").distinct().toList();
      nested(item).forEach(each -> visit(each, authors.isEmpty() ? feedAuthors : authors));
    }
  }

  private static List<Microformat> nested(Microformat item) {
    var properties =
        item.properties().values().stream()
            .flatMap(List::stream)
            .filter(Microformat.Nested.class::isInstance)
            .map(value -> ((Microformat.Nested) value).item())
            .filter(each -> each.is("h-entry"))
            .distinct();
    return Stream.concat(properties, item.children().stream()).toList();
  }

  private static Optional<PageEntry> entry(Microformat item, List<String> feedAuthors) {
    var link =
        item.own("url")
            .or(() -> item.own("uid"))
            .filter(address -> address.startsWith("http"))
            .or(item::titleLink);
    var authors = item.texts("author").filter(name -> !name.startsWith("http")).distinct().toList();
    return link.map(
        address ->
            new PageEntry(
                item.own("name").orElse(""),
                address,
                Optional.empty(),
                item.texts("published").findFirst(),
                item.texts("updated").findFirst(),
                authors.isEmpty() ? feedAuthors : authors,
                item.texts("category").filter(word -> !word.startsWith("http")).distinct().toList(),
                Stream.of("photo", "featured")
                    .flatMap(item::texts)
                    .filter(image -> image.startsWith("http"))
                    .distinct()
                    .toList(),
                html(item, "content"),
                html(item, "summary")));
  }

  private static Optional<String> html(Microformat item, String name) {
    return item.values(name)
        .map(
            value ->
                switch (value) {
                  case Microformat.Markup(_, var html) -> html;
                  case Microformat.Nested(var text, _, var html) ->
                      html.orElseGet(() -> Entities.escape(text));
                  case Microformat.Text(var text) -> Entities.escape(text);
                  case Microformat.Picture(_, var alt) -> Entities.escape(alt);
                })
        .filter(text -> !text.isBlank())
        .findFirst();
  }
}
