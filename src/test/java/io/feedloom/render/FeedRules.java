package io.feedloom.render;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What RFC 4287, the RSS profile and JSON Feed 1.1 ask of a document; finds what is against it. */
final class FeedRules {
  static final String ATOM = "http://www.w3.org/2005/Atom";
  private static final Set<String> ONCE_IN_FEED =
      Set.of("id", "title", "updated", "subtitle", "generator", "rights", "logo", "icon");
  private static final Set<String> ONCE_IN_ENTRY =
      Set.of("id", "title", "updated", "published", "summary", "content", "rights", "source");
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

  private final List<String> faults = new ArrayList<>();

  private FeedRules() {}

  static Document parsed(byte[] body) {
    try {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      return factory.newDocumentBuilder().parse(new ByteArrayInputStream(body));
    } catch (Exception e) {
      throw new AssertionError("not well-formed", e);
    }
  }

  static List<Element> children(Element parent, String namespace, String name) {
    var found = new ArrayList<Element>();
    for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      var uri = node.getNamespaceURI() == null ? "" : node.getNamespaceURI();
      if (node instanceof Element e
          && uri.equals(namespace)
          && (name.equals("*") || name.equals(e.getLocalName()))) {
        found.add(e);
      }
    }
    return found;
  }

  static String text(Element parent, String namespace, String name) {
    return children(parent, namespace, name).getFirst().getTextContent();
  }

  static List<String> ofAtom(byte[] body) {
    var rules = new FeedRules();
    var feed = parsed(body).getDocumentElement();
    rules.once(feed, ATOM, ONCE_IN_FEED, "id", "title", "updated");
    rules.atom(feed, true);
    var ids = new HashSet<String>();
    for (Element entry : children(feed, ATOM, "entry")) {
      rules.once(entry, ATOM, ONCE_IN_ENTRY, "id", "title", "updated", "source");
      rules.atom(entry, false);
      rules.check(ids.add(text(entry, ATOM, "id")), "id twice: " + text(entry, ATOM, "id"));
      var source = children(entry, ATOM, "source").getFirst();
      rules.once(source, ATOM, ONCE_IN_FEED, "id", "title", "updated");
      rules.atom(source, false);
      rules.check(
          !children(entry, ATOM, "author").isEmpty() || !children(source, ATOM, "author").isEmpty(),
          "an entry without author");
      rules.check(
          !children(entry, ATOM, "content").isEmpty()
              || children(entry, ATOM, "link").stream()
                  .anyMatch(l -> l.getAttribute("rel").equals("alternate")),
          "neither content nor link");
    }
    return rules.faults;
  }

  private void atom(Element parent, boolean isFeed) {
    check(!isFeed || !children(parent, ATOM, "author").isEmpty(), "a feed without author");
    children(parent, ATOM, "id").forEach(e -> iri(e.getTextContent()));
    for (String name : List.of("updated", "published")) {
      children(parent, ATOM, name).forEach(e -> rfc3339(e.getTextContent()));
    }
    var links = new HashSet<String>();
    for (Element link : children(parent, ATOM, "link")) {
      web(link.getAttribute("href"));
      check(!link.getAttribute("rel").isEmpty(), "a link without relation");
      if (link.getAttribute("rel").equals("alternate")) {
        check(links.add(link.getAttribute("type")), "two alternates of one type");
      }
    }
    for (String role : List.of("author", "contributor")) {
      for (Element person : children(parent, ATOM, role)) {
        once(person, ATOM, Set.of("name", "uri", "email"), "name");
        children(person, ATOM, "uri").forEach(e -> iri(e.getTextContent()));
      }
    }
    for (Element category : children(parent, ATOM, "category")) {
      check(!category.getAttribute("term").isBlank(), "a category without term");
      if (category.hasAttribute("scheme")) {
        iri(category.getAttribute("scheme"));
      }
    }
  }

  static List<String> ofRss(byte[] body) {
    var rules = new FeedRules();
    var rss = parsed(body).getDocumentElement();
    rules.check(rss.getAttribute("version").equals("2.0"), "not version 2.0");
    var channel = children(rss, "", "channel").getFirst();
    rules.once(
        channel,
        "",
        Set.of("title", "link", "description", "ttl", "generator", "lastBuildDate"),
        "title",
        "link",
        "description");
    rules.web(text(channel, "", "link"));
    rules.check(
        children(channel, ATOM, "link").stream()
                .filter(l -> l.getAttribute("rel").equals("self"))
                .count()
            == 1,
        "no self");
    var guids = new HashSet<String>();
    for (Element item : children(channel, "", "item")) {
      rules.item(item, guids);
    }
    return rules.faults;
  }

  private void item(Element item, Set<String> guids) {
    once(item, "", ONCE_IN_ITEM, "description", "guid", "source");
    var guid = children(item, "", "guid").getFirst();
    check(guids.add(guid.getTextContent()), "guid twice: " + guid.getTextContent());
    if (guid.getAttribute("isPermaLink").equals("true")) {
      web(guid.getTextContent());
    }
    for (String name : List.of("link", "comments")) {
      children(item, "", name).forEach(e -> web(e.getTextContent()));
    }
    children(item, "", "pubDate").forEach(e -> rfc822(e.getTextContent()));
    children(item, "", "author")
        .forEach(e -> check(e.getTextContent().matches("(?s)\\S+@\\S+.*"), "author: no e-mail"));
    for (Element enclosure : children(item, "", "enclosure")) {
      web(enclosure.getAttribute("url"));
      check(enclosure.getAttribute("length").matches("\\d+"), "length of enclosure");
      check(enclosure.getAttribute("type").contains("/"), "type of enclosure");
    }
    web(children(item, "", "source").getFirst().getAttribute("url"));
    for (String name : List.of("content", "thumbnail")) {
      children(item, Namespace.MEDIA.uri(), name).forEach(e -> web(e.getAttribute("url")));
    }
  }

  static List<String> ofJson(byte[] body) {
    var rules = new FeedRules();
    JsonNode feed = new ObjectMapper().readTree(body);
    rules.check(
        feed.path("version").asString("").equals("https://jsonfeed.org/version/1.1"), "version");
    rules.check(!feed.path("title").asString("").isEmpty(), "no title");
    rules.web(feed.path("feed_url").asString(""));
    var ids = new HashSet<String>();
    for (JsonNode item : feed.path("items")) {
      rules.check(item.path("id").isString() && ids.add(item.path("id").asString()), "id");
      rules.check(item.has("content_html") || item.has("content_text"), "no content");
      for (String name : List.of("url", "image")) {
        item.optional(name).ifPresent(node -> rules.web(node.asString()));
      }
      for (String name : List.of("date_published", "date_modified")) {
        item.optional(name).ifPresent(node -> rules.rfc3339(node.asString()));
      }
      for (JsonNode file : item.path("attachments")) {
        rules.web(file.path("url").asString(""));
        rules.check(file.path("mime_type").asString("").contains("/"), "mime_type");
      }
      rules.web(item.path("_feedloom").path("source").path("feed_url").asString(""));
    }
    return rules.faults;
  }

  private void once(Element parent, String namespace, Set<String> most, String... least) {
    Map<String, Integer> counts = new HashMap<>();
    children(parent, namespace, "*").forEach(e -> counts.merge(e.getLocalName(), 1, Integer::sum));
    most.forEach(
        name -> check(counts.getOrDefault(name, 0) < 2, parent.getTagName() + ": two " + name));
    for (String name : least) {
      check(counts.containsKey(name), parent.getTagName() + ": no " + name);
    }
  }

  private void iri(String text) {
    matches(
        text,
        t -> {
          try {
            return new URI(t).isAbsolute();
          } catch (URISyntaxException _) {
            return false;
          }
        },
        "not an IRI");
  }

  private void web(String text) {
    iri(text);
    matches(text, t -> t.matches("https?://[^/@?#]+([/?#].*)?"), "not a web address");
    matches(text, t -> t.chars().allMatch(c -> c > ' ' && c < 0x7F), "not ASCII");
  }

  private void rfc3339(String text) {
    matches(
        text,
        t -> t.matches("\\d{4}-.*") && !Instant.parse(t).equals(Instant.MAX),
        "not an RFC 3339 date");
  }

  private void rfc822(String text) {
    matches(
        text,
        t ->
            t.matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT")
                && DateTimeFormatter.RFC_1123_DATE_TIME.parse(t) != null,
        "not an RFC 822 date");
  }

  private void matches(String text, Predicate<String> rule, String fault) {
    check(rule.test(text), fault + ": " + text);
  }

  private void check(boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }
}
