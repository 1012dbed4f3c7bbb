package io.feedloom.render;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Element;

/** RFC 4287, with RFC 5005. */
final class AtomRules extends FeedRules {
  private static final Set<String> ONCE_IN_FEED =
      Set.of("id", "title", "updated", "subtitle", "generator", "rights", "logo", "icon");
  private static final Set<String> IN_FEED =
      Set.of(
          "id",
          "title",
          "updated",
          "subtitle",
          "generator",
          "rights",
          "logo",
          "icon",
          "author",
          "contributor",
          "category",
          "link",
          "entry");
  private static final Set<String> ONCE_IN_ENTRY =
      Set.of("id", "title", "updated", "published", "summary", "content", "rights", "source");
  private static final Set<String> IN_ENTRY =
      Set.of(
          "id",
          "title",
          "updated",
          "published",
          "summary",
          "content",
          "rights",
          "source",
          "author",
          "contributor",
          "category",
          "link");

  /** Those that validators know, which are fewer than IANA's. */
  private static final Set<String> RELATIONS =
      Set.of(
          "alternate",
          "current",
          "enclosure",
          "first",
          "hub",
          "license",
          "next",
          "payment",
          "previous",
          "related",
          "replies",
          "self",
          "via");

  void check(Element feed) {
    check(feed.getLocalName().equals("feed") && namespace(feed).equals(ATOM), "not a feed");
    namespaces(feed);
    holds(feed, ATOM, IN_FEED, ONCE_IN_FEED, "id", "title", "updated", "author");
    common(feed);
    pages(feed);
    order(feed);
    var ids = new HashSet<String>();
    for (Element entry : children(feed, ATOM, "entry")) {
      entry(entry);
      var id = text(entry, ATOM, "id");
      check(ids.add(id), "id twice: " + id);
    }
  }

  /** The elements of the feed precede its entries. */
  private void order(Element feed) {
    boolean entries = false;
    for (Element child : children(feed, ATOM, "*")) {
      boolean entry = child.getLocalName().equals("entry");
      check(entry || !entries, child.getLocalName() + " behind an entry");
      entries |= entry;
    }
  }

  private void pages(Element feed) {
    var self = href(feed, "self");
    check(self.size() == 1, "links to itself: " + self);
    boolean complete = !children(feed, HISTORY, "complete").isEmpty();
    for (String rel : PAGES) {
      check(href(feed, rel).size() < 2, "two " + rel);
      check(!complete || href(feed, rel).isEmpty(), "a complete feed with a " + rel + " page");
    }
    check(
        !href(feed, "first").equals(self) || href(feed, "previous").isEmpty(),
        "a page before the first");
  }

  private static List<String> href(Element feed, String rel) {
    return children(feed, ATOM, "link").stream()
        .filter(link -> link.getAttribute("rel").equals(rel))
        .map(link -> link.getAttribute("href"))
        .toList();
  }

  private void entry(Element entry) {
    check(children(entry, DC, "source").isEmpty(), "source beside dc:source");
    holds(entry, ATOM, IN_ENTRY, ONCE_IN_ENTRY, "id", "title", "updated", "source");
    common(entry);
    media(entry);
    var source = children(entry, ATOM, "source").getFirst();
    var inSource = new HashSet<>(IN_FEED);
    inSource.remove("entry");
    holds(source, ATOM, inSource, ONCE_IN_FEED, "id", "title", "updated", "link");
    common(source);
    check(
        !children(entry, ATOM, "author").isEmpty() || !children(source, ATOM, "author").isEmpty(),
        "an entry without author");
    for (String rel : PAGES) {
      check(href(entry, rel).isEmpty(), rel + " is a relation of feeds");
    }
    check(
        !children(entry, ATOM, "content").isEmpty() || !href(entry, "alternate").isEmpty(),
        "neither content nor link");
    boolean empty =
        children(entry, ATOM, "content").stream().allMatch(c -> c.getTextContent().isEmpty())
            && href(entry, "alternate").isEmpty();
    check(!empty || text(entry, ATOM, "title").isBlank(), "content is empty");
  }

  private void common(Element parent) {
    languages(parent);
    children(parent, ATOM, "id").forEach(e -> notBlank(e.getTextContent(), "id"));
    children(parent, ATOM, "id").forEach(e -> iri(e.getTextContent()));
    for (String name : List.of("updated", "published")) {
      children(parent, ATOM, name).forEach(e -> rfc3339(e.getTextContent()));
    }
    for (String name : List.of("title", "subtitle", "rights", "summary", "content")) {
      children(parent, ATOM, name).forEach(this::textConstruct);
    }
    var alternates = new HashSet<String>();
    for (Element link : children(parent, ATOM, "link")) {
      link(link);
      if (link.getAttribute("rel").equals("alternate")) {
        check(alternates.add(link.getAttribute("type")), "two alternates of one type");
      }
    }
    for (String role : List.of("author", "contributor")) {
      children(parent, ATOM, role).forEach(this::person);
    }
    children(parent, ATOM, "category").forEach(this::category);
  }

  /** Section 3.1. */
  private void textConstruct(Element text) {
    var type = text.getAttribute("type");
    check(Set.of("", "text", "html").contains(type), "type of text: " + type);
    if (!type.equals("html")) {
      noMarkup(text.getTextContent());
      check(!text.getTextContent().matches("(?s).*&#?\\w+;.*"), "a reference in plain text");
    }
    check(
        Set.of("title", "content").contains(text.getLocalName())
            || !text.getTextContent().isBlank(),
        text.getLocalName() + " is blank");
  }

  /** Section 4.2.7. */
  private void link(Element link) {
    link(link.getAttribute("href"));
    var rel = link.getAttribute("rel");
    check(!rel.isBlank(), "a link without relation");
    check(RELATIONS.contains(rel) || rel.contains(":"), "not a relation: " + rel);
    optional(link, "type", this::mediaType);
    optional(link, "title", title -> check(!title.isBlank(), "a link with an empty title"));
    optional(link, "length", n -> check(n.matches("\\d+"), "length: " + n));
    check(link.getFirstChild() == null, "a link that is not empty");
    if (rel.equals("self") && link.hasAttribute("type")) {
      check(link.getAttribute("type").equals("application/atom+xml"), "self is not Atom");
    }
  }

  /** Section 3.2. */
  private void person(Element person) {
    var parts = Set.of("name", "uri", "email");
    holds(person, ATOM, parts, parts, "name");
    var name = text(person, ATOM, "name");
    check(!name.isBlank(), "a name is blank");
    children(person, ATOM, "uri").forEach(e -> iri(e.getTextContent()));
    children(person, ATOM, "email").forEach(e -> email(e.getTextContent()));
  }

  /** Section 4.2.2. */
  private void category(Element category) {
    check(!category.getAttribute("term").isBlank(), "a category without term");
    optional(category, "scheme", this::iri);
    optional(category, "label", label -> check(!label.isBlank(), "an empty label"));
    check(category.getFirstChild() == null, "a category that is not empty");
  }
}
