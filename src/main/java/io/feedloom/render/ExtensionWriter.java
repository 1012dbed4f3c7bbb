package io.feedloom.render;

import io.feedloom.feed.Element;
import io.feedloom.feed.ExtensionPolicy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes elements of other namespaces back as {@link ExtensionPolicy} allows: with the prefix that
 * everyone uses for the namespace, else with {@code ns1}, {@code ns2} and so on in the order of the
 * document. Elements that could not be read, or that repeat a field, are left out.
 */
final class ExtensionWriter {
  private static final int DEEPEST = 16;

  private static final Map<String, String> PREFIXES =
      Map.ofEntries(
          Map.entry("http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"),
          Map.entry("https://podcastindex.org/namespace/1.0", "podcast"),
          Map.entry("http://www.google.com/schemas/play-podcasts/1.0", "googleplay"),
          Map.entry("http://podlove.org/simple-chapters", "psc"),
          Map.entry(Namespace.DC.uri(), Namespace.DC.prefix()),
          Map.entry("http://purl.org/dc/terms/", "dcterms"),
          Map.entry("http://www.georss.org/georss", "georss"),
          Map.entry("http://www.opengis.net/gml", "gml"),
          Map.entry("http://www.w3.org/2003/01/geo/wgs84_pos#", "geo"),
          Map.entry("http://purl.org/syndication/thread/1.0", "thr"),
          Map.entry("http://purl.org/rss/1.0/modules/slash/", "slash"),
          Map.entry("http://wellformedweb.org/CommentAPI/", "wfw"),
          Map.entry("http://madskills.com/public/xml/rss/module/trackback/", "trackback"),
          Map.entry("http://backend.userland.com/creativeCommonsRssModule", "creativeCommons"),
          Map.entry("http://rssnamespace.org/feedburner/ext/1.0", "feedburner"));

  /** These are written from fields of the entry, or belong to the document itself. */
  private static final Set<String> OURS =
      Set.of(
          "",
          Namespace.ATOM.uri(),
          Namespace.CONTENT.uri(),
          Namespace.HISTORY.uri(),
          Namespace.TOMBSTONES.uri(),
          Namespace.XML.uri(),
          "http://www.w3.org/2000/xmlns/",
          "http://purl.org/rss/1.0/");

  /** {@code dc:source} would be taken for a second source of the entry. */
  private static final Set<String> OUR_DUBLIN_CORE =
      Set.of("creator", "contributor", "date", "subject", "rights", "language", "source");

  private static final Set<String> OUR_MEDIA =
      Set.of("content", "group", "thumbnail", "title", "description", "credit", "category");

  /** Of ASCII alone: which other letters a name may have differs by the edition of XML 1.0. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9._-]*");

  private final Map<String, Namespace> known = new LinkedHashMap<>();

  /** Looks through a document for namespaces. */
  ExtensionWriter(MergedFeed feed, Collection<Namespace> declared) {
    declared.forEach(namespace -> known.put(namespace.uri(), namespace));
    feed.described().ifPresent(info -> safe(info.extensions()).forEach(e -> collect(e, DEEPEST)));
    feed.entries()
        .forEach(entry -> safe(entry.entry().extensions()).forEach(e -> collect(e, DEEPEST)));
  }

  /** Returns the namespaces that the root has to declare. */
  Collection<Namespace> declared() {
    return known.values();
  }

  private void collect(Element element, int depth) {
    if (depth > 0 && isWritable(element)) {
      known.computeIfAbsent(element.namespace(), this::named);
      element.children().forEach(child -> collect(child, depth - 1));
    }
  }

  private Namespace named(String uri) {
    var prefix = PREFIXES.get(uri);
    return new Namespace(prefix == null ? "ns" + (known.size() + 1) : prefix, uri);
  }

  void write(Xml xml, List<Element> elements) {
    safe(elements).forEach(element -> write(xml, element, DEEPEST));
  }

  /** Drops elements that were stored before they were known to be harmful. */
  private static List<Element> safe(List<Element> elements) {
    return ExtensionPolicy.safe(elements);
  }

  private void write(Xml xml, Element element, int depth) {
    var namespace = known.get(element.namespace());
    if (depth == 0 || namespace == null || !isWritable(element)) {
      return;
    }
    xml.start(namespace, element.name());
    element.attributes().forEach((name, value) -> attribute(xml, element, name, value));
    if (ExtensionPolicy.isAddress(element.namespace(), element.name(), Optional.empty())) {
      Web.link(element.text()).ifPresent(xml::text);
    } else if (!element.text().isEmpty()) {
      xml.text(element.text());
    }
    element.children().forEach(child -> write(xml, child, depth - 1));
    xml.end();
  }

  private static boolean isWritable(Element element) {
    var uri = element.namespace();
    return !OURS.contains(uri)
        && Web.isIri(uri)
        && !(uri.equals(Namespace.MEDIA.uri()) && OUR_MEDIA.contains(element.name()))
        && !(uri.equals(Namespace.DC.uri()) && OUR_DUBLIN_CORE.contains(element.name()))
        && NAME.matcher(element.name()).matches();
  }

  private static void attribute(Xml xml, Element element, String name, String value) {
    boolean address =
        ExtensionPolicy.isAddress(element.namespace(), element.name(), Optional.of(name));
    xml.attribute(name, address ? Web.link(value) : Optional.of(value));
  }
}
