package io.feedloom.parse.field;

import io.feedloom.feed.Person;
import io.feedloom.feed.text.PlainText;
import io.feedloom.parse.xml.XmlElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads people: Atom person constructs, and the many ways in which RSS writes a name. */
public final class PersonReader {
  /** Matches the form of RSS 2.0: {@code joe@example.org (Joe)}. */
  private static final Pattern MAIL_NAME = Pattern.compile("(\\S+@\\S+)\\s*\\(([^)]*)\\)?");

  /** Matches the form of mail, {@code Joe <joe@example.org>}, and {@code Joe (joe@example.org)}. */
  private static final Pattern NAME_MAIL =
      Pattern.compile(
          "(.*?)[\\s\"]*[<(\\[]?(?:mailto:)?([^\\s<>()\\[\\]]+@[^\\s<>()\\[\\]]+)[>)\\]]?");

  private static final Pattern NAME_ADDRESS =
      Pattern.compile("(.+?)\\s*[(<]\\s*(https?://\\S+?)\\s*[)>]");

  private static final int MAX_TEXT_LENGTH = 500;

  private static final FieldNames ATOM = FieldNames.of("atom:author");
  private static final FieldNames RSS = FieldNames.of("author");
  private static final FieldNames DUBLIN_CORE =
      FieldNames.of("dc:creator", "dc:author", "dcterms:creator");
  private static final FieldNames PODCAST = FieldNames.of("itunes:author", "googleplay:author");
  private static final FieldNames MEDIA = FieldNames.of("media:author");
  private static final FieldNames ATOM_CONTRIBUTOR = FieldNames.of("atom:contributor");
  private static final FieldNames CONTRIBUTOR =
      FieldNames.of("contributor", "dc:contributor", "dcterms:contributor");
  private static final FieldNames NAME =
      FieldNames.of(
          "atom:name", "name", "title", "atom:title", "foaf:name", "itunes:name", "rdf:value");
  private static final FieldNames EMAIL =
      FieldNames.of("atom:email", "email", "atom:mbox", "itunes:email");
  private static final FieldNames URI =
      FieldNames.of("atom:uri", "atom:url", "uri", "url", "atom:homepage", "homepage");

  private PersonReader() {}

  /**
   * Returns the authors: the authors of Atom, RSS, Dublin Core and iTunes, and people with the role
   * of author in Media RSS. A person that occurs in several forms is returned once.
   */
  public static List<Person> authors(ElementFields fields, Bases bases) {
    return distinct(
        people(fields, bases, ATOM),
        people(fields, bases, RSS),
        people(fields, bases, DUBLIN_CORE),
        people(fields, bases, PODCAST),
        people(fields, bases, MEDIA));
  }

  public static List<Person> contributors(ElementFields fields, Bases bases) {
    return distinct(people(fields, bases, ATOM_CONTRIBUTOR), people(fields, bases, CONTRIBUTOR));
  }

  public static List<Person> people(ElementFields fields, Bases bases, FieldNames names) {
    var people = new ArrayList<Person>();
    for (var element : fields.all(names)) {
      person(element, bases).ifPresent(people::add);
    }
    return people;
  }

  public static List<Person> written(List<String> html) {
    var people = new ArrayList<Person>(html.size());
    for (var name : html) {
      written(PlainText.ofField(name)).ifPresent(people::add);
    }
    return people;
  }

  @SafeVarargs
  public static List<Person> distinct(List<Person>... lists) {
    var byName = new LinkedHashMap<String, Person>();
    for (var list : lists) {
      for (var person : list) {
        byName.putIfAbsent(person.display(), person);
      }
    }
    return List.copyOf(byName.values());
  }

  public static Optional<Person> person(XmlElement element, Bases bases) {
    if (!element.hasChildren()) {
      return written(PlainText.ofField(element.value()));
    }
    var parts = ElementFields.of(element);
    var name = parts.text(NAME);
    var email = parts.text(EMAIL);
    var uri = parts.text(URI).flatMap(bases.within(element)::resolve);
    return person(name.map(PlainText::ofField), email, uri)
        .or(() -> written(PlainText.ofField(element.value())));
  }

  /** Reads a person from one text. */
  public static Optional<Person> written(String written) {
    var text = written.length() > MAX_TEXT_LENGTH ? written.substring(0, MAX_TEXT_LENGTH) : written;
    if (text.indexOf('@') < 0 && text.indexOf("://") < 0) {
      return person(Optional.of(text), Optional.empty(), Optional.empty());
    }
    var address = NAME_ADDRESS.matcher(text);
    if (address.matches()) {
      return person(Optional.of(address.group(1)), Optional.empty(), Optional.of(address.group(2)));
    }
    var mailFirst = MAIL_NAME.matcher(text);
    if (mailFirst.matches()) {
      return person(
          Optional.of(mailFirst.group(2)), Optional.of(mailFirst.group(1)), Optional.empty());
    }
    var nameFirst = NAME_MAIL.matcher(text);
    if (nameFirst.matches()) {
      return person(
          Optional.of(nameFirst.group(1)), Optional.of(nameFirst.group(2)), Optional.empty());
    }
    return person(Optional.of(text), Optional.empty(), Optional.empty());
  }

  private static Optional<Person> person(
      Optional<String> name, Optional<String> email, Optional<String> uri) {
    var n = name.map(s -> s.strip()).filter(s -> !s.isEmpty());
    var e = email.map(s -> s.strip()).filter(s -> !s.isEmpty());
    return n.isEmpty() && e.isEmpty() && uri.isEmpty()
        ? Optional.empty()
        : Optional.of(new Person(n, e, uri));
  }
}
