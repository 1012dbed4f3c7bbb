package io.feedloom.parse;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Link;
import io.feedloom.feed.Origin;
import io.feedloom.feed.Person;
import io.feedloom.feed.text.HtmlText;
import io.feedloom.feed.text.PlainText;
import io.feedloom.parse.field.Bases;
import io.feedloom.parse.field.CdataFields;
import io.feedloom.parse.field.Construct;
import io.feedloom.parse.field.ElementFields;
import io.feedloom.parse.field.EntryDates;
import io.feedloom.parse.field.ExtensionReader;
import io.feedloom.parse.field.FieldNames;
import io.feedloom.parse.field.MediaReader;
import io.feedloom.parse.field.PersonReader;
import io.feedloom.parse.html.Sanitizer;
import io.feedloom.parse.rome.Prepared;
import io.feedloom.parse.rome.Rome;
import io.feedloom.parse.rome.Standard;
import io.feedloom.parse.text.Markup;
import io.feedloom.parse.xml.Namespaces;
import io.feedloom.parse.xml.XmlElement;
import io.feedloom.parse.xml.XmlName;
import java.util.List;
import java.util.Optional;

/**
 * Makes an {@link Entry} of an item. Rome reads the fields that the specification defines. This
 * class adds the fields that Rome does not read, or reads wrong. Each field with fallbacks has one
 * method, which tries Rome's result first.
 */
final class EntryReader {
  private static final FieldNames TITLE =
      FieldNames.of(
          "title", "atom:title", "dc:title", "dcterms:title", "media:title", "itunes:title");
  private static final FieldNames LANGUAGE =
      FieldNames.of("dc:language", "language", "dcterms:language");
  private static final FieldNames RIGHTS =
      FieldNames.of(
          "atom:rights",
          "atom:copyright",
          "dc:rights",
          "dcterms:rights",
          "copyright",
          "rights",
          "media:copyright");
  private static final FieldNames ATOM_SOURCE = FieldNames.of("atom:source");
  private static final FieldNames COMMENTS = FieldNames.of("comments");
  private static final XmlName SOURCE_ENTRY = XmlName.of(Namespaces.ATOM, "entry");

  private final String guid;
  private final Prepared prepared;
  private final Standard known;
  private final ElementFields item;
  private final Bases bases;

  private EntryReader(String guid, Prepared prepared, Standard known, Bases bases) {
    this.guid = guid;
    this.prepared = prepared;
    this.known = known;
    this.item = prepared.rest();
    this.bases = bases;
  }

  /**
   * Returns the entry. If Rome fails, only our own readers read it. If they fail too, the entry
   * contains only its text. So no entry can make the feed or the caller fail.
   *
   * @param bases the bases in effect within the element
   */
  static Entry read(String guid, XmlElement element, Bases bases, Sanitizer sanitizer) {
    try {
      return reader(guid, CdataFields.removed(element), bases).entry(sanitizer);
    } catch (RuntimeException | StackOverflowError e) {
      return Entry.builder(guid).content(Markup.escape(element.value().strip())).build();
    }
  }

  private static EntryReader reader(String guid, XmlElement element, Bases bases) {
    try {
      var prepared = Prepared.of(element, bases);
      return new EntryReader(guid, prepared, Rome.read(prepared), bases);
    } catch (RuntimeException e) {
      return new EntryReader(guid, Prepared.nothing(element, bases), Standard.NOTHING, bases);
    }
  }

  private Entry entry(Sanitizer sanitizer) {
    var link = EntryLinks.page(known, item, bases);
    var bodies = new Bodies.Reader(bases, link, sanitizer).of(prepared, known);
    var media = MediaReader.read(item, bases);
    var dates = new EntryDates(item);
    var links = EntryLinks.others(known, item, bases);
    return Entry.builder(guid)
        .title(title().orElse(""))
        .link(link.orElse(null))
        .contentText(bodies.content().map(HtmlText::ofMarked).orElse(null))
        .summaryText(bodies.summary().map(HtmlText::ofMarked).orElse(null))
        .authors(authors())
        .contributors(contributors())
        .categories(Categories.read(known, item))
        .enclosures(EntryLinks.enclosures(known, item, bases, link))
        .media(media)
        .links(links)
        .published(dates.published().orElse(null))
        .updated(dates.updated().orElse(null))
        .language(language().orElse(null))
        .rights(rights().orElse(null))
        .comments(comments(links).orElse(null))
        .image(MediaReader.image(item, media, bases).orElse(null))
        .origin(origin().orElse(null))
        .extensions(ExtensionReader.read(item.owner(), bases))
        .build();
  }

  /** Returns the title: RSS 2.0 and Atom {@code title}, Dublin Core, Media RSS, iTunes. */
  private Optional<String> title() {
    return known
        .title()
        .map(Construct::plain)
        .filter(title -> !title.isEmpty())
        .or(() -> first(known.dublinCore().getTitles()))
        .or(this::otherTitle);
  }

  private static Optional<String> first(List<String> texts) {
    for (var text : texts) {
      var plain = PlainText.ofField(text);
      if (!plain.isEmpty()) {
        return Optional.of(plain);
      }
    }
    return Optional.empty();
  }

  private Optional<String> otherTitle() {
    for (var element : item.all(TITLE)) {
      var title = Construct.of(element, bases.within(element)).plain();
      if (!title.isEmpty()) {
        return Optional.of(title);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the authors, each person once. If the entry names none, returns the authors of its
   * source.
   */
  private List<Person> authors() {
    var authors =
        PersonReader.distinct(
            known.authors(),
            PersonReader.written(known.dublinCore().getCreators()),
            PersonReader.authors(item, bases));
    return authors.isEmpty() ? atomSource().map(Standard::authors).orElse(List.of()) : authors;
  }

  /** Reads Atom's {@code source} in an item of RSS, as an entry that contains nothing else. */
  private Optional<Standard> atomSource() {
    return item.first(ATOM_SOURCE)
        .map(
            source -> {
              var entry = new XmlElement(SOURCE_ENTRY);
              entry.add(source);
              return Rome.read(Prepared.of(entry, bases));
            });
  }

  private List<Person> contributors() {
    return PersonReader.distinct(
        known.contributors(),
        PersonReader.written(known.dublinCore().getContributors()),
        PersonReader.contributors(item, bases));
  }

  /**
   * Returns the language of the entry: {@code xml:lang} on it or around it, or {@code dc:language}.
   * The feed's language does not count.
   */
  private Optional<String> language() {
    return Construct.language(item.owner())
        .or(() -> first(known.dublinCore().getLanguages()))
        .or(() -> item.text(LANGUAGE))
        .or(() -> bases.language());
  }

  private Optional<String> rights() {
    return known.rights().or(() -> first(known.dublinCore().getRightsList())).or(this::otherRights);
  }

  private Optional<String> otherRights() {
    for (var element : item.all(RIGHTS)) {
      var rights = Construct.of(element, bases).plain();
      if (!rights.isEmpty()) {
        return Optional.of(rights);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the page of comments: RSS 2.0 {@code comments}, or Atom's link to replies (RFC 4685
   * section 4).
   */
  private Optional<String> comments(List<Link> links) {
    return known
        .comments()
        .or(() -> item.text(COMMENTS))
        .flatMap(bases::link)
        .or(() -> replies(links));
  }

  private static Optional<String> replies(List<Link> links) {
    for (var link : links) {
      if (link.rel().equals("replies")
          && link.type().orElse("text/html").contains("html")
          && Bases.isLink(link.href())) {
        return Optional.of(link.href());
      }
    }
    return Optional.empty();
  }

  private Optional<Origin> origin() {
    return known
        .origin()
        .or(() -> atomSource().flatMap(Standard::origin))
        .filter(
            o ->
                o.title().isPresent()
                    || o.url().isPresent()
                    || o.id().isPresent()
                    || o.link().isPresent());
  }
}
