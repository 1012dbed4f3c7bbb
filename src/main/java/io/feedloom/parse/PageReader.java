package io.feedloom.parse;

import io.feedloom.feed.Parsed;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Reads a web page for the feeds that it names (WHATWG HTML section 4.6.7.1). */
final class PageReader {
  private static final Set<String> TYPES =
      Set.of(
          "application/rss+xml",
          "application/atom+xml",
          "application/feed+json",
          "application/json",
          "application/rdf+xml",
          "application/xml",
          "text/xml",
          "application/x.atom+xml",
          "application/x-atom+xml");

  private static final int MOST = 50;

  /** Feeds are named in a page's head; what is further down than this is not read. */
  private static final int HEAD = 512 * 1024;

  private PageReader() {}

  static Parsed read(String html, String url) {
    var head = html.length() > HEAD ? html.substring(0, HEAD) : html;
    var page = Jsoup.parse(head, url);
    var base =
        page.select("base[href]").stream()
            .map(e -> e.attr("href"))
            .findFirst()
            .flatMap(href -> Addresses.resolve(url, href))
            .orElse(url);
    var feeds = new LinkedHashSet<String>();
    for (var link : page.select("link[rel][href]")) {
      if (namesFeed(link) && feeds.size() < MOST) {
        Addresses.resolve(base, link.attr("href")).filter(Addresses::isWeb).ifPresent(feeds::add);
      }
    }
    return new Parsed.Page(feeds.stream().toList());
  }

  private static boolean namesFeed(Element link) {
    var relations = Set.of(link.attr("rel").toLowerCase(Locale.ROOT).strip().split("\\s+"));
    var type = link.attr("type").toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
    return relations.contains("feed") || (relations.contains("alternate") && TYPES.contains(type));
  }
}
