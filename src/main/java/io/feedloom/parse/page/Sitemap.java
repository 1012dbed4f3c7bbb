package io.feedloom.parse.page;

import io.feedloom.parse.date.FeedDate;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** Reads news sitemaps and sitemap indexes (sitemaps.org, Google News). */
final class Sitemap {
  private Sitemap() {}

  /** Returns the entries of a news sitemap. */
  static List<PageEntry> entries(String text, URI url) {
    var page = new HtmlPage(Jsoup.parse(text, "", Parser.xmlParser()), url);
    var entries = new ArrayList<PageEntry>();
    for (var each : all(page.document(), "url")) {
      child(each, "news").flatMap(news -> entry(page, each, news)).ifPresent(entries::add);
    }
    return entries;
  }

  /**
   * Returns the sitemaps that an index names, those with "news" in their names first, then the ones
   * that were changed last.
   */
  static List<URI> parts(String text, URI url) {
    var page = new HtmlPage(Jsoup.parse(text, "", Parser.xmlParser()), url);
    var parts = new ArrayList<Element>(all(page.document(), "sitemap"));
    parts.sort(
        Comparator.comparingInt((Element part) -> isNews(part) ? 0 : 1)
            .thenComparing(Sitemap::changed, Comparator.reverseOrder()));
    return parts.stream()
        .flatMap(part -> text(part, "loc").flatMap(page::address).stream())
        .map(URI::create)
        .distinct()
        .toList();
  }

  private static boolean isNews(Element part) {
    return text(part, "loc").orElse("").toLowerCase(Locale.ROOT).contains("news");
  }

  private static Instant changed(Element part) {
    return text(part, "lastmod").flatMap(FeedDate::parse).orElse(Instant.EPOCH);
  }

  private static Optional<PageEntry> entry(HtmlPage page, Element each, Element news) {
    var title = text(news, "title").map(HtmlPage::plain).orElse("");
    var link = text(each, "loc").flatMap(page::address).orElse("");
    if (title.isEmpty() || link.isEmpty()) {
      return Optional.empty();
    }
    var keywords = text(news, "keywords").orElse("");
    return Optional.of(
        new PageEntry(
            title,
            link,
            Optional.empty(),
            text(news, "publication_date"),
            text(each, "lastmod"),
            List.of(),
            List.of(keywords.split("[,;、，]", -1)).stream()
                .map(HtmlPage::blanks)
                .filter(word -> !word.isEmpty())
                .toList(),
            child(each, "image")
                .flatMap(image -> text(image, "loc"))
                .flatMap(page::address)
                .stream()
                .toList(),
            Optional.empty(),
            Optional.empty()));
  }

  private static List<Element> all(Element root, String name) {
    return root.getAllElements().stream().filter(element -> isNamed(element, name)).toList();
  }

  private static Optional<Element> child(Element parent, String name) {
    return parent.children().stream().filter(element -> isNamed(element, name)).findFirst();
  }

  private static Optional<String> text(Element parent, String name) {
    return child(parent, name).map(Element::text).map(String::strip).filter(t -> !t.isEmpty());
  }

  private static boolean isNamed(Element element, String name) {
    var full = element.tagName();
    return full.substring(full.indexOf(':') + 1).equalsIgnoreCase(name);
  }
}
