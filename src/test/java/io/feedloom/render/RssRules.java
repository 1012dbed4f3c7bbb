package io.feedloom.render;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/** RSS 2.0 and the Best Practices Profile of the RSS Advisory Board. */
final class RssRules extends FeedRules {
  private static final String CONTENT = "http://purl.org/rss/1.0/modules/content/";
  private static final Set<String> IN_CHANNEL =
      Set.of(
          "title",
          "link",
          "description",
          "ttl",
          "generator",
          "lastBuildDate",
          "language",
          "copyright",
          "docs",
          "category",
          "image",
          "item");
  private static final Set<String> ONCE_IN_ITEM =
      Set.of(
          "title",
          "link",
          "description",
          "author",
          "comments",
          "enclosure",
          "guid",
          "pubDate",
          "source");
  private static final Pattern PLAIN =
      Pattern.compile(
          "<(title|category|source|dc:rights|author)(?:\\s[\\w:]+=\"[^\"]*\")*>([^<]*)</");

  void check(Element rss, String raw) {
    check(rss.getTagName().equals("rss") && rss.getAttribute("version").equals("2.0"), "not 2.0");
    namespaces(rss);
    check(children(rss, "", "*").size() == 1, "not one channel");
    var channel = children(rss, "", "channel").getFirst();
    var once = new HashSet<>(IN_CHANNEL);
    once.removeAll(Set.of("item", "category"));
    holds(channel, "", IN_CHANNEL, once, "title", "link", "description");
    web(text(channel, "", "link"));
    check(!text(channel, "", "title").isBlank(), "the title is blank");
    children(channel, "", "lastBuildDate").forEach(e -> rfc822(e.getTextContent()));
    children(channel, "", "ttl")
        .forEach(e -> check(e.getTextContent().matches("[1-9]\\d*"), "ttl"));
    for (var image : children(channel, "", "image")) {
      var parts = Set.of("url", "title", "link");
      holds(image, "", parts, parts, "url", "title", "link");
      web(text(image, "", "url"));
      check(text(image, "", "link").equals(text(channel, "", "link")), "image: another link");
      check(text(image, "", "title").equals(text(channel, "", "title")), "image: another title");
    }
    links(channel);
    order(channel);
    characterData(raw);
    var guids = new HashSet<String>();
    for (Element item : children(channel, "", "item")) {
      item(item);
      var guid = text(item, "", "guid");
      check(guids.add(guid), "guid twice: " + guid);
    }
  }

  private void links(Element channel) {
    var links = children(channel, ATOM, "link");
    boolean complete = !children(channel, HISTORY, "complete").isEmpty();
    for (Element link : links) {
      link(link.getAttribute("href"));
      if (!link.getAttribute("rel").equals("hub")) {
        mediaType(link.getAttribute("type"));
      }
      check(!(complete && PAGES.contains(link.getAttribute("rel"))), "complete, with pages");
    }
    var self = links.stream().filter(l -> l.getAttribute("rel").equals("self")).toList();
    check(self.size() == 1, "links to itself: " + self.size());
    self.forEach(
        l -> check(l.getAttribute("type").equals("application/rss+xml"), "self is not RSS"));
  }

  private void order(Element channel) {
    boolean items = false;
    for (var node = channel.getFirstChild(); node != null; node = node.getNextSibling()) {
      boolean item = node.getNodeName().equals("item");
      check(item || !items || !(node instanceof Element), node.getNodeName() + " behind an item");
      items |= item;
    }
  }

  /** In plain text, characters of markup are hexadecimal character references. */
  private void characterData(String raw) {
    PLAIN
        .matcher(raw.replaceAll("(?s)<!\\[CDATA\\[.*?]]>", ""))
        .results()
        .map(found -> found.group(2))
        .forEach(text -> check(!text.matches("(?s).*&(amp|lt);.*"), "character data: " + text));
  }

  private void item(Element item) {
    var may = new HashSet<>(ONCE_IN_ITEM);
    may.add("category");
    holds(item, "", may, ONCE_IN_ITEM, "description", "guid", "source");
    guid(children(item, "", "guid").getFirst());
    children(item, "", "title").forEach(e -> check(!e.getTextContent().isBlank(), "title blank"));
    for (String name : List.of("link", "comments")) {
      children(item, "", name).forEach(e -> link(e.getTextContent()));
    }
    children(item, "", "pubDate").forEach(e -> rfc822(e.getTextContent()));
    children(item, ATOM, "updated").forEach(e -> rfc3339(e.getTextContent()));
    children(item, "", "author").forEach(e -> author(e.getTextContent()));
    children(item, "", "category")
        .forEach(e -> check(!e.getTextContent().isBlank(), "a category is blank"));
    children(item, "", "enclosure").forEach(this::enclosure);
    web(children(item, "", "source").getFirst().getAttribute("url"));
    check(!text(item, "", "source").isBlank(), "a source without title");
    for (String name : List.of("language", "rights")) {
      check(children(item, DC, name).size() < 2, "two dc:" + name);
    }
    children(item, DC, "language").forEach(e -> language(e.getTextContent()));
    notSaidTwice(item);
    textsInOrder(item);
    media(item);
  }

  private void guid(Element guid) {
    var text = guid.getTextContent();
    notBlank(text, "guid");
    var permalink = guid.getAttribute("isPermaLink");
    check(Set.of("true", "false").contains(permalink), "isPermaLink: " + permalink);
    if (permalink.equals("true")) {
      link(text);
      var lower = text.toLowerCase(Locale.ROOT);
      check(!lower.startsWith("urn:") && !lower.startsWith("tag:"), "no permalink: " + text);
    } else {
      check(!text.matches("\\d{1,8}"), "not sufficiently unique: " + text);
    }
  }

  private void author(String text) {
    check(text.matches("(?s)\\S+@\\S+ \\(.+\\)"), "author without address or name: " + text);
  }

  private void enclosure(Element enclosure) {
    link(enclosure.getAttribute("url"));
    check(enclosure.getAttribute("length").matches("\\d+"), "length of enclosure");
    mediaType(enclosure.getAttribute("type"));
  }

  /** An element of RSS and one of Dublin Core that mean the same. */
  private void notSaidTwice(Element item) {
    var pairs =
        List.of(
            List.of("author", "creator"),
            List.of("category", "subject"),
            List.of("pubDate", "date"),
            List.of("source", "source"));
    for (var pair : pairs) {
      check(
          children(item, "", pair.get(0)).isEmpty() || children(item, DC, pair.get(1)).isEmpty(),
          pair.get(0) + " beside dc:" + pair.get(1));
    }
  }

  private void textsInOrder(Element item) {
    var full = children(item, CONTENT, "encoded");
    check(full.size() < 2, "two content:encoded");
    if (!full.isEmpty()) {
      var description = children(item, "", "description").getFirst();
      check(
          description.compareDocumentPosition(full.getFirst())
              == org.w3c.dom.Node.DOCUMENT_POSITION_FOLLOWING,
          "content:encoded before description");
    }
  }
}
