package io.feedloom.parse;

import io.feedloom.feed.NamedFeed;
import io.feedloom.feed.NamedFeed.Kind;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.WebAddress;
import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Reads a web page for the feeds that it names: {@code <link>} and {@code <a>} with {@code
 * rel="alternate"} and a type (WHATWG HTML section 4.6.7.1), the {@code Link} header (RFC 8288),
 * and the address to which it redirects browsers at once (WHATWG HTML section 4.2.5.3).
 */
final class PageReader {
  private static final Map<String, Kind> TYPES =
      Map.ofEntries(
          Map.entry("application/atom+xml", Kind.ATOM),
          Map.entry("application/x.atom+xml", Kind.ATOM),
          Map.entry("application/x-atom+xml", Kind.ATOM),
          Map.entry("application/rss+xml", Kind.RSS),
          Map.entry("application/x-rss+xml", Kind.RSS),
          Map.entry("application/feed+json", Kind.JSON_FEED),
          Map.entry("application/json", Kind.OTHER),
          Map.entry("application/rdf+xml", Kind.OTHER),
          Map.entry("application/xml", Kind.OTHER),
          Map.entry("text/xml", Kind.OTHER));

  /** Media types of other interfaces, such as WordPress's, that pages link to in the same way. */
  private static final Pattern NO_FEED =
      Pattern.compile("(?i)/wp-json(?:/|$)|[?&]rest_route=|/oembed(?:[./?]|$)");

  private static final Pattern COMMENTS =
      Pattern.compile("(?i)comment|kommentar|comentario|comentário|commento|コメント|评论|комментари");

  private static final int MAX_LINKS = 50;

  /**
   * The number of characters of a page that are read. Pages name their feeds near the beginning.
   */
  private static final int HEAD = 512 * 1024;

  private final URI url;
  private final Map<URI, NamedFeed> feeds = new LinkedHashMap<>();
  private final Set<String> unusable = new LinkedHashSet<>();

  private PageReader(URI url) {
    this.url = url;
  }

  static Parsed read(String html, FetchedDocument source) {
    var reader = new PageReader(source.url());
    source.headers().link().ifPresent(reader::header);
    reader.page(Jsoup.parse(html.length() > HEAD ? html.substring(0, HEAD) : html));
    source.headers().refresh().flatMap(Refresh::target).ifPresent(reader::refresh);
    return new Parsed.Page(
        reader.feeds.values().stream().sorted(Comparator.comparing(NamedFeed::kind)).toList(),
        reader.unusable.stream().toList());
  }

  /**
   * Reads the links of the header. They are relative to the document, not to its {@code <base>}.
   */
  private void header(String links) {
    for (var link : LinkHeader.parse(links)) {
      boolean own =
          link.parameter("anchor")
              .map(anchor -> WebAddress.resolve(url, anchor).equals(Optional.of(url)))
              .orElse(true);
      if (own && isPosts(link.parameter("rel").orElse(""))) {
        posts(url, link.address());
      } else if (own) {
        kind(link.parameter("rel").orElse(""), link.parameter("type").orElse(""))
            .ifPresent(kind -> name(url, link.address(), kind, link.parameter("title").orElse("")));
      }
    }
  }

  private void page(Document page) {
    var base =
        page.select("base[href]").stream()
            .findFirst()
            .flatMap(element -> WebAddress.resolve(url, element.attr("href")))
            .orElse(url);
    for (var link : page.select("link[rel][href]")) {
      if (isPosts(link.attr("rel"))) {
        posts(base, link.attr("href"));
      } else if (List.of(link.attr("rel").toLowerCase(Locale.ROOT).strip().split("\\s+"))
          .contains("sitemap")) {
        WebAddress.resolve(base, link.attr("href"))
            .ifPresent(at -> feeds.putIfAbsent(at, new NamedFeed(at, Kind.SITEMAP)));
      }
    }
    for (var link : page.select("link[rel][href], a[rel][href], area[rel][href]")) {
      kind(link.attr("rel"), link.attr("type"))
          .ifPresent(kind -> name(base, link.attr("href"), kind, link.attr("title") + link.text()));
    }
    page.select("meta[http-equiv][content]").stream()
        .filter(PageReader::isRefresh)
        .findFirst()
        .flatMap(element -> Refresh.target(element.attr("content")))
        .ifPresent(target -> name(base, target, Kind.REFRESH, ""));
  }

  private static boolean isPosts(String rel) {
    return List.of(rel.strip().split("\\s+", -1)).contains("https://api.w.org/");
  }

  /** Names the list of posts of WordPress's REST interface. */
  private void posts(URI base, String root) {
    boolean query = root.contains("rest_route=");
    var list =
        root.replaceFirst("(?i)(?:/|%2F)+$", "")
            + "/wp/v2/posts"
            + (query ? "&" : "?")
            + "_embed=author,wp:featuredmedia,wp:term&per_page=20";
    WebAddress.resolve(base, list)
        .ifPresent(at -> feeds.putIfAbsent(at, new NamedFeed(at, Kind.POSTS)));
  }

  /**
   * Returns whether an element redirects browsers. In a {@code <noscript>}, it does so only for
   * browsers without scripts, and is ignored.
   */
  private static boolean isRefresh(Element meta) {
    return meta.attr("http-equiv").strip().equalsIgnoreCase("refresh")
        && meta.closest("noscript") == null;
  }

  private void refresh(String target) {
    name(url, target, Kind.REFRESH, "");
  }

  private void name(URI base, String href, Kind kind, String title) {
    var address = WebAddress.resolve(base, href);
    if (address.isEmpty()) {
      if (!href.isBlank() && unusable.size() < MAX_LINKS) {
        unusable.add(href.strip());
      }
    } else if (!NO_FEED.matcher(address.get().toString()).find() && feeds.size() < MAX_LINKS) {
      boolean comments = kind != Kind.REFRESH && isOfComments(address.get(), title);
      feeds.putIfAbsent(
          address.get(), new NamedFeed(address.get(), comments ? Kind.COMMENTS : kind));
    }
  }

  private static boolean isOfComments(URI address, String title) {
    return COMMENTS.matcher(title).find() || COMMENTS.matcher(address.getRawPath()).find();
  }

  /** Returns the kind of the feed that a link names; empty if it names no feed. */
  private static Optional<Kind> kind(String rel, String type) {
    var relations = List.of(rel.toLowerCase(Locale.ROOT).strip().split("\\s+", -1));
    var known =
        Optional.ofNullable(TYPES.get(type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip()));
    if (relations.contains("stylesheet")) {
      return Optional.empty(); // An alternate style sheet (WHATWG HTML section 4.6.7.1).
    }
    if (relations.contains("feed")) {
      return known.or(() -> Optional.of(Kind.OTHER));
    }
    return relations.contains("alternate") ? known : Optional.empty();
  }
}
