package io.feedloom.extract;

import io.feedloom.feed.WebAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds the links to the other pages of an article in several pages. */
final class ArticlePages {
  private static final Set<String> WHOLE =
      Set.of(
          "single page",
          "view as single page",
          "view all",
          "read on one page",
          "on one page",
          "show full article",
          "print view",
          "auf einer seite",
          "artikel auf einer seite",
          "auf einer seite lesen",
          "alles auf einer seite",
          "sur une seule page",
          "en una sola página");

  /** How many links to a next page are read; articles have one or two. */
  private static final int NEXT = 20;

  private ArticlePages() {}

  /**
   * Returns the next page of an article. A {@code rel=next} that leads to another article differs
   * from the page in more than a number at its end.
   */
  static Optional<URI> next(PageParts parts, URI address, URI base) {
    return parts.related("next").stream()
        .limit(NEXT)
        .flatMap(link -> WebAddress.resolve(base, link.attr("href")).stream())
        .filter(link -> isNextPage(address, link))
        .findFirst();
  }

  private static boolean isNextPage(URI address, URI link) {
    if (!WebAddress.origin(address).equals(WebAddress.origin(link)) || link.equals(address)) {
      return false;
    }
    var here = withoutNumber(address);
    var there = withoutNumber(link);
    return there.equals(here) && !link.toString().equals(address.toString());
  }

  private static String withoutNumber(URI address) {
    var text = address.toString();
    int hash = text.indexOf('#');
    return (hash < 0 ? text : text.substring(0, hash))
        .replaceFirst("[?&](?:page|p|seite|pg|paged|start|skip)=\\d{1,4}", "")
        .replaceFirst(
            "(?:/(?:page|seite|p))?[/_,-](?:page|seite|p)?-?\\d{1,2}(?=/?$|\\.html?$)", "")
        .replaceFirst("/$", "");
  }

  /** Returns the page that shows the whole article. */
  static Optional<URI> whole(PageParts parts, URI address, URI base) {
    return parts.tagged("a").stream()
        .filter(link -> link.childrenSize() < 3)
        .filter(
            link -> {
              var text = link.ownText();
              return text.length() < 40 && WHOLE.contains(text.strip().toLowerCase(Locale.ROOT));
            })
        .flatMap(link -> WebAddress.resolve(base, link.attr("href")).stream())
        .filter(link -> WebAddress.origin(link).equals(WebAddress.origin(address)))
        .filter(link -> !link.equals(address))
        .findFirst();
  }
}
