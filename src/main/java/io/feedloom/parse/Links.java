package io.feedloom.parse;

import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Link;
import io.feedloom.feed.Schemes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads where an entry points to. */
final class Links {
  private static final Pattern NUMBER = Pattern.compile("([0-9]{1,18})(?:\\.[0-9]*)?(?:px)?");
  private static final Pattern SCHEME = Pattern.compile("(?i)^https?://(?:www\\.)?");
  private static final Pattern FRAGMENT = Pattern.compile("/?(?:#.*)?$");

  /** Added to the rank of links of other schemes, above all ranks of types. */
  private static final int NOT_WEB = 4;

  private static final Set<String> OWN =
      Set.of("alternate", "enclosure", "self", "edit", "edit-media", "replies-count");

  /** Where an entry points to that names no page of its own. */
  private static final Set<String> STANDING_IN = Set.of("related", "via", "self");

  private static final FieldNames LINKS = FieldNames.of("atom:link", "link");
  private static final FieldNames RSS_FIRST = FieldNames.of("link", "atom:link");
  private static final FieldNames ATOM = FieldNames.of("atom:link");
  private static final FieldNames ATOM_ID = FieldNames.of("atom:id");
  private static final FieldNames GUID = FieldNames.of("guid");
  private static final FieldNames ENCLOSURE = FieldNames.of("enclosure");
  private static final FieldNames CONTENT = FieldNames.of("atom:content");
  private static final FieldNames FEEDBURNER = FieldNames.of("feedburner:origenclosurelink");
  private static final FieldNames LICENCE =
      FieldNames.of("creativeCommons:license", "cc:license", "dcterms:license");

  private Links() {}

  /**
   * The page that an entry is about: Atom's alternate link, HTML before other types (RFC 4287
   * section 4.2.7.2); RSS 2.0 {@code link}; {@code guid} unless it says that it is no permalink;
   * RSS 1.0 {@code rdf:about}; the address behind CDF's {@code href}. A link of another scheme than
   * http and https counts where the publisher states no page of the web.
   */
  static Optional<String> page(ElementFields item, Bases bases) {
    return stated(item, bases).or(() -> implied(item, bases));
  }

  /** The page of an entry that Rome has read in part. */
  static Optional<String> page(Standard known, ElementFields rest, Bases bases) {
    return preferred(known.page(), () -> stated(rest, bases))
        .or(
            () ->
                known
                    .permalink()
                    .map(Addresses::trim)
                    .filter(Links::isPermalink)
                    .flatMap(bases::web))
        .or(() -> standingIn(known.links()))
        .or(() -> implied(rest, bases));
  }

  private static Optional<String> standingIn(List<Link> links) {
    for (var link : links) {
      if (STANDING_IN.contains(link.rel()) && Addresses.isWeb(link.href())) {
        return Optional.of(link.href());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> stated(ElementFields item, Bases bases) {
    return preferred(alternate(item, bases), () -> plain(item, bases));
  }

  /** The first that is a page of the web; where none is, the first of another scheme. */
  private static Optional<String> preferred(
      Optional<String> first, Supplier<Optional<String>> second) {
    return first
        .filter(Addresses::isWeb)
        .or(() -> second.get().filter(other -> first.isEmpty() || Addresses.isWeb(other)))
        .or(() -> first);
  }

  private static Optional<String> implied(ElementFields item, Bases bases) {
    return permalink(item, bases)
        .or(() -> related(item, bases))
        .or(() -> item.owner().attribute("href").flatMap(bases::web))
        .or(() -> about(item, bases))
        .or(() -> item.text(ATOM_ID).filter(Addresses::isWeb));
  }

  /** The links that are neither the entry's own nor enclosures. */
  static List<Link> others(Standard known, ElementFields rest, Bases bases) {
    var links = new ArrayList<Link>();
    for (var link : known.links()) {
      if (!OWN.contains(link.rel()) && !Schemes.isUnsafe(link.href())) {
        links.add(link);
      }
    }
    for (var link : rest.all(LINKS)) {
      var relation = relation(link);
      var href = href(link, bases).filter(address -> !Schemes.isUnsafe(address));
      if (href.isPresent() && !OWN.contains(relation)) {
        links.add(new Link(href.get(), relation, link.attribute("type"), link.attribute("title")));
      }
    }
    links.addAll(licences(rest, bases));
    return links.size() < 2 ? links : List.copyOf(new LinkedHashSet<>(links));
  }

  /** The licences of RSS, as Atom links to them (RFC 4946 section 2). */
  private static List<Link> licences(ElementFields item, Bases bases) {
    var licences = new ArrayList<Link>();
    for (var element : item.all(LICENCE)) {
      bases
          .web(element.attribute("resource", Namespaces.RDF).orElse(element.value()))
          .map(href -> new Link(href, "license", Optional.empty(), Optional.empty()))
          .ifPresent(licences::add);
    }
    return licences;
  }

  /**
   * The files of an entry: RSS {@code enclosure}, Atom {@code rel=enclosure} and content that is
   * elsewhere (RFC 4287 section 4.1.3.2) and no page, each address once. FeedBurner keeps what it
   * replaced in {@code feedburner:origEnclosureLink}.
   *
   * @param page that of the entry
   */
  static List<Enclosure> enclosures(
      Standard known, ElementFields item, Bases bases, Optional<String> page) {
    var byUrl = new LinkedHashMap<String, Enclosure>();
    known.enclosures().stream()
        .filter(enclosure -> !Schemes.isUnsafe(enclosure.url()))
        .forEach(enclosure -> byUrl.putIfAbsent(enclosure.url(), enclosure));
    var original = item.text(FEEDBURNER).flatMap(bases::link);
    for (var element : item.all(ENCLOSURE)) {
      var written =
          element
              .attribute("url")
              .or(() -> element.attribute("href"))
              .or(() -> element.attribute("resource", Namespaces.RDF))
              .or(() -> Optional.of(element.value().strip()));
      original.or(() -> written).ifPresent(url -> add(byUrl, url, element, bases));
    }
    for (var link : item.all(LINKS)) {
      if (relation(link).equals("enclosure")) {
        link.attribute("href").ifPresent(url -> add(byUrl, url, link, bases));
      }
    }
    for (var content : item.all(CONTENT)) {
      if (!isPage(content, bases, page)) {
        content.attribute("src").ifPresent(url -> add(byUrl, url, content, bases));
      }
    }
    return List.copyOf(byUrl.values());
  }

  /** Checks whether content that is elsewhere is a page, above all the entry's own. */
  private static boolean isPage(XmlElement content, Bases bases, Optional<String> page) {
    var type = content.attribute("type").orElse("").toLowerCase(Locale.ROOT);
    var address = content.attribute("src").flatMap(bases.within(content)::resolve);
    return type.contains("html") || address.map(Links::compared).equals(page.map(Links::compared));
  }

  /** An address without what may differ between two addresses of one page. */
  private static String compared(String address) {
    return SCHEME.matcher(FRAGMENT.matcher(address).replaceFirst("")).replaceFirst("");
  }

  private static void add(
      Map<String, Enclosure> byUrl, String url, XmlElement element, Bases bases) {
    file(url, bases.within(element))
        .filter(address -> !Schemes.isUnsafe(address))
        .ifPresent(
            address ->
                byUrl.putIfAbsent(
                    address,
                    new Enclosure(
                        address,
                        element.attribute("type"),
                        length(element.attribute("length").or(() -> element.attribute("filesize"))),
                        element.attribute("title"))));
  }

  /** The address of a file; one that cannot be resolved stays as it came. */
  static Optional<String> file(String url, Bases bases) {
    return Addresses.isHopeless(url) ? Optional.of(url) : bases.resolve(url);
  }

  static OptionalLong length(Optional<String> written) {
    long length = written.map(Links::digits).orElse(0L);
    return length > 0 ? OptionalLong.of(length) : OptionalLong.empty();
  }

  static OptionalInt size(Optional<String> written) {
    long size = written.map(Links::digits).orElse(0L);
    return size > 0 && size <= Integer.MAX_VALUE ? OptionalInt.of((int) size) : OptionalInt.empty();
  }

  private static long digits(String written) {
    long plain = plainDigits(written);
    if (plain >= 0) {
      return plain;
    }
    var number = NUMBER.matcher(written.replace(",", ""));
    return number.matches() ? Long.parseLong(number.group(1)) : 0;
  }

  /** The number, where it is nothing but digits, as nearly all are; else -1. */
  private static long plainDigits(String written) {
    long number = written.isEmpty() || written.length() > 18 ? -1 : 0;
    for (int i = 0; i < written.length() && number >= 0; i++) {
      char c = written.charAt(i);
      number = FeedDate.isDigit(c) ? number * 10 + c - '0' : -1;
    }
    return number;
  }

  private static Optional<String> alternate(ElementFields item, Bases bases) {
    Optional<String> best = Optional.empty();
    int bestRank = Integer.MAX_VALUE;
    for (var link : item.all(LINKS)) {
      if (link.attribute("href").isPresent() && relation(link).equals("alternate")) {
        var page = href(link, bases).filter(Bases::isLink);
        int rank = rank(link) + (page.filter(Addresses::isWeb).isPresent() ? 0 : NOT_WEB);
        if (page.isPresent() && rank < bestRank) {
          best = page;
          bestRank = rank;
        }
      }
    }
    return best;
  }

  /** HTML before other types, and relations in their registered spelling before others. */
  static int rank(XmlElement link) {
    boolean html = link.attribute("type").orElse("text/html").contains("html");
    boolean spelled = link.attribute("rel").orElse("alternate").endsWith("alternate");
    return (html ? 0 : 2) + (spelled ? 0 : 1);
  }

  /** RSS {@code link}; of several the last that is one. Atom 0.3 is seen to write links so, too. */
  private static Optional<String> plain(ElementFields item, Bases bases) {
    Optional<String> found = Optional.empty();
    for (var link : item.all(RSS_FIRST)) {
      if (relation(link).equals("alternate") && link.attribute("href").isEmpty()) {
        found = later(found, bases.within(link).link(link.value()));
      }
    }
    return found;
  }

  /** The later of two links of RSS, unless only the earlier is of the web. */
  static Optional<String> later(Optional<String> earlier, Optional<String> later) {
    boolean worse = later.isEmpty() || !Addresses.isWeb(later.get());
    return worse && earlier.filter(Addresses::isWeb).isPresent()
        ? earlier
        : later.or(() -> earlier);
  }

  private static Optional<String> permalink(ElementFields item, Bases bases) {
    return item.first(GUID)
        .filter(guid -> !guid.attribute("isPermaLink").orElse("true").equalsIgnoreCase("false"))
        .map(guid -> Addresses.trim(guid.value()))
        .filter(Links::isPermalink)
        .flatMap(bases::web);
  }

  private static boolean isPermalink(String guid) {
    return !guid.contains(" ") && (Addresses.isWeb(guid) || guid.startsWith("/"));
  }

  /** An entry with nothing but a related or via link points there. */
  private static Optional<String> related(ElementFields item, Bases bases) {
    for (var link : item.all(ATOM)) {
      if (STANDING_IN.contains(relation(link))) {
        var page = href(link, bases).filter(Addresses::isWeb);
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

  static Optional<String> href(XmlElement link, Bases bases) {
    return link.attribute("href").flatMap(bases.within(link)::resolve);
  }

  /** RFC 4287 section 4.2.7.2: alternate where nothing is said; registered names may be URIs. */
  static String relation(XmlElement link) {
    var relation = link.attribute("rel").orElse("alternate").toLowerCase(Locale.ROOT);
    var iana = "http://www.iana.org/assignments/relation/";
    return relation.startsWith(iana) ? relation.substring(iana.length()) : relation;
  }
}
