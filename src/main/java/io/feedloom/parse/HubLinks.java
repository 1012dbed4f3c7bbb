package io.feedloom.parse;

import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Limits;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.WebAddress;
import io.feedloom.parse.text.Addresses;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;

/**
 * The WebSub hubs that an answer names, and the address of its topic (WebSub section 4). The {@code
 * Link} header comes first; the elements of the document count only if the header names no hub.
 * Both keep the addresses as written, because hubs compare topics as text.
 *
 * @param hubs in the order of the answer
 * @param self the address of the topic
 */
record HubLinks(List<String> hubs, Optional<String> self) {
  /** The number of characters of a page that are read. Pages name their hubs near the beginning. */
  private static final int HEAD = 512 * 1024;

  HubLinks {
    hubs = List.copyOf(hubs);
  }

  /** Returns the links of the {@code Link} header. */
  static HubLinks ofHeader(FetchedDocument source) {
    var found = new Found(source.url().toString());
    source.headers().link().stream()
        .flatMap(header -> LinkHeader.parse(header).stream())
        .filter(link -> isOwn(link, source))
        .forEach(link -> found.add(link.parameter("rel").orElse(""), link.address()));
    return found.links();
  }

  private static boolean isOwn(LinkHeader link, FetchedDocument source) {
    return link.parameter("anchor")
        .map(anchor -> WebAddress.resolve(source.url(), anchor).equals(Optional.of(source.url())))
        .orElse(true);
  }

  /** Returns the links of the {@code link} elements of a page. */
  static HubLinks ofPage(String html, FetchedDocument source) {
    var page = Jsoup.parse(html.length() > HEAD ? html.substring(0, HEAD) : html);
    var url = source.url().toString();
    var base =
        page.select("base[href]").stream()
            .findFirst()
            .flatMap(element -> Addresses.resolve(url, element.attr("href")))
            .orElse(url);
    var found = new Found(base);
    page.select("link[rel][href]").forEach(link -> found.add(link.attr("rel"), link.attr("href")));
    return found.links();
  }

  /** Collects links. */
  private static final class Found {
    private final String base;
    private final Set<String> hubs = new LinkedHashSet<>();
    private final List<String> selves = new ArrayList<>();

    Found(String base) {
      this.base = base;
    }

    void add(String rel, String address) {
      var relations = List.of(rel.toLowerCase(Locale.ROOT).strip().split("\\s+", -1));
      boolean hub = relations.contains("hub");
      boolean self = relations.contains("self");
      if (hub || self) {
        var absolute = Addresses.resolve(base, address).filter(Addresses::isWeb);
        absolute.filter(_ -> hub).ifPresent(hubs::add);
        absolute.filter(_ -> self).ifPresent(selves::add);
      }
    }

    HubLinks links() {
      return new HubLinks(hubs.stream().limit(Limits.HUBS).toList(), selves.stream().findFirst());
    }
  }

  /** Returns what was parsed, with these links in front of those in the feed's own elements. */
  Parsed over(Parsed parsed) {
    return switch (parsed) {
      case Parsed.Feed feed -> over(feed);
      case Parsed.Page page ->
          new Parsed.Page(page.feeds(), page.unusable(), page.entries().map(this::over));
      case Parsed.Index _, Parsed.Unreadable _ -> parsed;
    };
  }

  private Parsed.Feed over(Parsed.Feed feed) {
    if (hubs.isEmpty() && self.isEmpty()) {
      return feed;
    }
    FeedInfo info = feed.info();
    return feed.withInfo(
        hubs.isEmpty()
            ? info.withHubs(info.hubs(), info.self().or(this::self))
            : info.withHubs(hubs, self.or(info::self)));
  }
}
