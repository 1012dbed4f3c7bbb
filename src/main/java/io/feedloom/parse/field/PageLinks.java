package io.feedloom.parse.field;

import io.feedloom.parse.text.Addresses;
import io.feedloom.parse.xml.Namespaces;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Finds the page that an entry or a feed links to. */
public final class PageLinks {
  /** Added to the rank of links with other schemes, so that they come after all web addresses. */
  private static final int NOT_WEB = 4;

  /** The relations of links that are used if an entry has no link to its own page. */
  public static final Set<String> STANDING_IN = Set.of("related", "via", "self");

  private static final FieldNames LINKS = FieldNames.of("atom:link", "link");
  private static final FieldNames RSS_FIRST = FieldNames.of("link", "atom:link");
  private static final FieldNames ATOM = FieldNames.of("atom:link");
  private static final FieldNames ATOM_ID = FieldNames.of("atom:id");
  private static final FieldNames GUID = FieldNames.of("guid");

  private PageLinks() {}

  /**
   * Returns the page that an entry is about: Atom's alternate link, HTML before other types (RFC
   * 4287 section 4.2.7.2); RSS 2.0 {@code link}; {@code guid} unless it says that it is no
   * permalink; RSS 1.0 {@code rdf:about}; CDF's {@code href}. A link of another scheme than http
   * and https counts only if the publisher names no web page.
   */
  public static Optional<String> page(ElementFields item, Bases bases) {
    return stated(item, bases).or(() -> implied(item, bases));
  }

  public static Optional<String> stated(ElementFields item, Bases bases) {
    return preferred(alternate(item, bases), () -> plain(item, bases));
  }

  /** Returns the first web address; if there is none, the first address of another scheme. */
  public static Optional<String> preferred(
      Optional<String> first, Supplier<Optional<String>> second) {
    return first
        .filter(Addresses::isWeb)
        .or(() -> second.get().filter(other -> first.isEmpty() || Addresses.isWeb(other)))
        .or(() -> first);
  }

  public static Optional<String> implied(ElementFields item, Bases bases) {
    return permalink(item, bases)
        .or(() -> related(item, bases))
        .or(() -> item.owner().attribute("href").flatMap(bases::web))
        .or(() -> about(item, bases))
        .or(() -> item.text(ATOM_ID).filter(Addresses::isWeb));
  }

  private static Optional<String> alternate(ElementFields item, Bases bases) {
    Optional<String> best = Optional.empty();
    int bestRank = Integer.MAX_VALUE;
    for (var link : item.all(LINKS)) {
      if (link.attribute("href").isPresent() && LinkElements.relation(link).equals("alternate")) {
        var page = LinkElements.href(link, bases).filter(Bases::isLink);
        int rank =
            LinkElements.rank(link) + (page.filter(Addresses::isWeb).isPresent() ? 0 : NOT_WEB);
        if (page.isPresent() && rank < bestRank) {
          best = page;
          bestRank = rank;
        }
      }
    }
    return best;
  }

  /**
   * Reads RSS {@code link}, the last one if there are several. Some Atom 0.3 feeds write links like
   * this, too.
   */
  private static Optional<String> plain(ElementFields item, Bases bases) {
    Optional<String> found = Optional.empty();
    for (var link : item.all(RSS_FIRST)) {
      if (LinkElements.relation(link).equals("alternate") && link.attribute("href").isEmpty()) {
        found = LinkElements.later(found, bases.within(link).link(link.value()));
      }
    }
    return found;
  }

  private static Optional<String> permalink(ElementFields item, Bases bases) {
    return item.first(GUID)
        .filter(guid -> !guid.attribute("isPermaLink").orElse("true").equalsIgnoreCase("false"))
        .map(guid -> Addresses.trim(guid.value()))
        .filter(PageLinks::isPermalink)
        .flatMap(bases::web);
  }

  public static boolean isPermalink(String guid) {
    return !guid.contains(" ") && (Addresses.isWeb(guid) || guid.startsWith("/"));
  }

  /** Returns the target of a related, via or self link, for an entry without any other link. */
  private static Optional<String> related(ElementFields item, Bases bases) {
    for (var link : item.all(ATOM)) {
      if (STANDING_IN.contains(LinkElements.relation(link))) {
        var page = LinkElements.href(link, bases).filter(Addresses::isWeb);
        if (page.isPresent()) {
          return page;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> about(ElementFields item, Bases bases) {
    return item.owner().attribute("about", Namespaces.RDF).flatMap(bases::web);
  }
}
