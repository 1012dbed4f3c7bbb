package io.feedloom.parse;

import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Link;
import io.feedloom.feed.Schemes;
import io.feedloom.parse.field.Bases;
import io.feedloom.parse.field.ElementFields;
import io.feedloom.parse.field.FieldNames;
import io.feedloom.parse.field.LinkElements;
import io.feedloom.parse.field.PageLinks;
import io.feedloom.parse.field.Sizes;
import io.feedloom.parse.rome.Standard;
import io.feedloom.parse.text.Addresses;
import io.feedloom.parse.xml.Namespaces;
import io.feedloom.parse.xml.XmlElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the links of an entry. */
final class EntryLinks {
  private static final Pattern SCHEME = Pattern.compile("(?i)^https?://(?:www\\.)?");
  private static final Pattern FRAGMENT = Pattern.compile("/?(?:#.*)?$");

  private static final Set<String> OWN =
      Set.of("alternate", "enclosure", "self", "edit", "edit-media", "replies-count");

  private static final FieldNames LINKS = FieldNames.of("atom:link", "link");
  private static final FieldNames ENCLOSURE = FieldNames.of("enclosure");
  private static final FieldNames CONTENT = FieldNames.of("atom:content");
  private static final FieldNames FEEDBURNER = FieldNames.of("feedburner:origenclosurelink");
  private static final FieldNames LICENCE =
      FieldNames.of("creativeCommons:license", "cc:license", "dcterms:license");

  private EntryLinks() {}

  /** Returns the page of an entry. Rome's result comes first. */
  static Optional<String> page(Standard known, ElementFields rest, Bases bases) {
    return PageLinks.preferred(known.page(), () -> PageLinks.stated(rest, bases))
        .or(
            () ->
                known
                    .permalink()
                    .map(Addresses::trim)
                    .filter(PageLinks::isPermalink)
                    .flatMap(bases::web))
        .or(() -> standingIn(known.links()))
        .or(() -> PageLinks.implied(rest, bases));
  }

  private static Optional<String> standingIn(List<Link> links) {
    for (var link : links) {
      if (PageLinks.STANDING_IN.contains(link.rel()) && Addresses.isWeb(link.href())) {
        return Optional.of(link.href());
      }
    }
    return Optional.empty();
  }

  /** Returns the links that are neither the entry's own nor enclosures. */
  static List<Link> others(Standard known, ElementFields rest, Bases bases) {
    var links = new ArrayList<Link>();
    for (var link : known.links()) {
      if (!OWN.contains(link.rel()) && !Schemes.isUnsafe(link.href())) {
        links.add(link);
      }
    }
    for (var link : rest.all(LINKS)) {
      var relation = LinkElements.relation(link);
      var href = LinkElements.href(link, bases).filter(address -> !Schemes.isUnsafe(address));
      if (href.isPresent() && !OWN.contains(relation)) {
        links.add(new Link(href.get(), relation, link.attribute("type"), link.attribute("title")));
      }
    }
    links.addAll(licences(rest, bases));
    return links.size() < 2 ? links : List.copyOf(new LinkedHashSet<>(links));
  }

  /**
   * Returns the licences of an RSS item, as links with the relation that Atom uses (RFC 4946
   * section 2).
   */
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
   * Returns the files of an entry, each address once: RSS {@code enclosure}, Atom {@code
   * rel=enclosure}, and Atom content at another address (RFC 4287 section 4.1.3.2), unless that is
   * a page. FeedBurner keeps the original address in {@code feedburner:origEnclosureLink}.
   *
   * @param page the page of the entry
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
      if (LinkElements.relation(link).equals("enclosure")) {
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

  /** Returns whether content at another address is a page. Usually it is the entry's own page. */
  private static boolean isPage(XmlElement content, Bases bases, Optional<String> page) {
    var type = content.attribute("type").orElse("").toLowerCase(Locale.ROOT);
    var address = content.attribute("src").flatMap(bases.within(content)::resolve);
    return type.contains("html")
        || address.map(EntryLinks::compared).equals(page.map(EntryLinks::compared));
  }

  /** Returns an address without the parts that often differ between two addresses of one page. */
  private static String compared(String address) {
    return SCHEME.matcher(FRAGMENT.matcher(address).replaceFirst("")).replaceFirst("");
  }

  private static void add(
      Map<String, Enclosure> byUrl, String url, XmlElement element, Bases bases) {
    LinkElements.file(url, bases.within(element))
        .filter(address -> !Schemes.isUnsafe(address))
        .ifPresent(
            address ->
                byUrl.putIfAbsent(
                    address,
                    new Enclosure(
                        address,
                        element.attribute("type"),
                        Sizes.length(
                            element.attribute("length").or(() -> element.attribute("filesize"))),
                        element.attribute("title"))));
  }
}
