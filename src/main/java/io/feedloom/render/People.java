package io.feedloom.render;

import io.feedloom.feed.Person;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** People in XML documents. */
final class People {
  private static final Pattern EMAIL =
      Pattern.compile("[^\\s\\p{C}@()<>,;:\"]+@[^\\s\\p{C}@()<>,;:\"]+\\.[^\\s\\p{C}@()<>,;:\"]+");

  private People() {}

  static boolean hasName(Person person) {
    return !person.display().isBlank();
  }

  static Optional<String> email(Person person) {
    return person.email().map(String::strip).filter(e -> EMAIL.matcher(e).matches());
  }

  /** RFC 4287 section 3.2. */
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
   * RSS 2.0 takes an e-mail address and one author; the others are named in Dublin Core (RSS
   * Advisory Board profile, "author").
   */
  static void writeRss(Xml xml, List<Person> authors, List<Person> contributors) {
    var mailed = authors.stream().filter(a -> email(a).isPresent()).findFirst();
    mailed.ifPresent(author -> xml.element(Namespace.NONE, "author", mailbox(author)));
    authors.stream()
        .filter(author -> mailed.filter(author::equals).isEmpty())
        .forEach(author -> xml.element(Namespace.DC, "creator", author.display()));
    contributors.stream()
        .filter(People::hasName)
        .forEach(person -> xml.element(Namespace.DC, "contributor", person.display()));
  }

  private static String mailbox(Person person) {
    var email = email(person).orElseThrow();
    return person.name().filter(n -> !n.isBlank()).map(n -> email + " (" + n + ")").orElse(email);
  }
}
