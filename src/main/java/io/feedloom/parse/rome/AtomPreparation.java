package io.feedloom.parse.rome;

import io.feedloom.feed.Person;
import io.feedloom.parse.field.Bases;
import io.feedloom.parse.field.Construct;
import io.feedloom.parse.field.LinkElements;
import io.feedloom.parse.field.PersonReader;
import io.feedloom.parse.xml.Namespaces;
import io.feedloom.parse.xml.XmlElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdom2.Element;
import org.jdom2.Namespace;

/** Prepares an entry (or its source) of Atom 0.3 or 1.0 as one of Atom 1.0. */
final class AtomPreparation extends Preparation {
  private static final Namespace ATOM = Namespaces.ATOM;

  private record Ranked(int rank, Element link) {}

  private final List<Ranked> links = new ArrayList<>();

  AtomPreparation(String name, Bases bases) {
    super(name, ATOM, bases);
  }

  @Override
  boolean takes(XmlElement child) {
    return switch (child.field()) {
      case "atom:title" -> takesText(child, "title");
      case "atom:summary" -> summary(child, takesText(child, "summary"));
      case "atom:content" ->
          content(child, child.attribute("src").isEmpty() && takesText(child, "content"));
      case "atom:rights", "atom:copyright" -> takesRights(child);
      case "atom:id" -> takesText(child, "id", ATOM);
      case "atom:link" -> takesLink(child);
      case "atom:author" -> takesPerson(child, "author");
      case "atom:contributor" -> takesPerson(child, "contributor");
      case "atom:category" -> takesCategory(child);
      case "atom:source" -> takesSource(child);
      default -> takesDublinCore(child);
    };
  }

  /** Adds the links. Among alternate links, the best one comes first. */
  @Override
  void finish() {
    links.sort(Comparator.comparingInt(Ranked::rank));
    addAll(links.stream().map(Ranked::link).toList());
  }

  /**
   * Returns a text construct or content (RFC 4287 section 3.1); the first one that is not blank.
   */
  private boolean takesText(XmlElement child, String name) {
    if (isTaken(name)) {
      return false;
    }
    var construct = Construct.of(child, bases.within(child));
    if (construct.isBlank()) {
      return false;
    }
    set(add(name, ATOM, construct.value()), "type", construct.isHtml() ? "html" : "text");
    return true;
  }

  /** Adds the rights as plain text, because Rome forgets their type. Returns whether it did. */
  private boolean takesRights(XmlElement child) {
    var text = Construct.of(child, bases).plain();
    boolean taken = !isTaken("rights") && !text.isEmpty();
    if (taken) {
      add("rights", ATOM, text);
    }
    return taken;
  }

  private boolean takesLink(XmlElement child) {
    var relation = LinkElements.relation(child);
    var href =
        relation.equals("enclosure")
            ? child.attribute("href").flatMap(h -> LinkElements.file(h, bases.within(child)))
            : LinkElements.href(child, bases);
    href.ifPresent(
        address -> {
          var link = new Element("link", ATOM);
          set(link, "rel", relation);
          set(link, "href", address);
          copy(child, link, "type", "title", "length");
          links.add(new Ranked(relation.equals("alternate") ? LinkElements.rank(child) : 0, link));
        });
    return href.isPresent();
  }

  private boolean takesPerson(XmlElement child, String name) {
    var person = PersonReader.person(child, bases);
    person.ifPresent(p -> write(p, add(name, ATOM)));
    return person.isPresent();
  }

  private static void write(Person person, Element element) {
    part(element, "name", person.name());
    part(element, "email", person.email());
    part(element, "uri", person.uri());
  }

  private static void part(Element person, String name, Optional<String> value) {
    value.ifPresent(text -> person.addContent(text(new Element(name, ATOM), text)));
  }

  private boolean takesCategory(XmlElement child) {
    boolean complete = child.attribute("term").isPresent();
    if (complete) {
      copy(child, add("category", ATOM), "term", "scheme", "label");
    }
    return complete;
  }

  private boolean takesSource(XmlElement child) {
    if (isTaken("source")) {
      return false;
    }
    addAll(List.of(new AtomPreparation("source", bases.within(child)).of(child).element()));
    return true;
  }
}
