package io.feedloom.render;

import io.feedloom.feed.Person;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes people in XML documents. */
final class PersonText {
  private static final Pattern EMAIL =
      Pattern.compile("[^\\s\\p{C}@()<>,;:\"]+@[^\\s\\p{C}@()<>,;:\"]+\\.[^\\s\\p{C}@()<>,;:\"]+");

  private PersonText() {}

  static boolean hasName(Person person) {
    return !person.display().isBlank();
  }

  static Optional<String> email(Person person) {
    return person.email().map(String::strip).filter(e -> EMAIL.matcher(e).matches());
  }

  /** Writes a person construct (RFC 4287 section 3.2). */
  static void writeAtom(Xml xml, String role, List<Person> people) {
    for (Person person : people) {
      if (hasName(person)) {
        xml.start(Namespace.ATOM, role);
        xml.element(Namespace.ATOM, "name", person.display());
        xml.element(Namespace.ATOM, "uri", person.uri().filter(Web::isIri));
        xml.element(Namespace.ATOM, "email", email(person));
        xml.end();
      }
    }
  }

  /**
   * Writes authors and contributors. RSS 2.0 allows one author, with an e-mail address and a name.
   * All other authors are written in Dublin Core (RSS Advisory Board profile, "author").
   *
   * @param authors at least one
   * @param bylines the same authors as they are shown where they have no e-mail address
   */
  static void writeRss(
      Xml xml, List<Person> authors, List<Person> bylines, List<Person> contributors) {
    if (authors.size() == 1 && mailbox(authors.getFirst()).isPresent()) {
      xml.plain(Namespace.NONE, "author", mailbox(authors.getFirst()));
    } else {
      for (int i = 0; i < authors.size(); i++) {
        var shown = bylines.get(i);
        xml.plain(Namespace.DC, "creator", mailbox(authors.get(i)).orElseGet(shown::display));
      }
    }
    contributors.stream()
        .filter(PersonText::hasName)
        .forEach(person -> xml.plain(Namespace.DC, "contributor", person.display()));
  }

  private static Optional<String> mailbox(Person person) {
    var name = person.name().filter(n -> !n.isBlank());
    return email(person).flatMap(email -> name.map(n -> email + " (" + n + ")"));
  }
}
