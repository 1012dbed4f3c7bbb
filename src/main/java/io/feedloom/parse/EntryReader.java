package io.feedloom.parse;

import io.feedloom.feed.Category;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Link;
import io.feedloom.feed.Media;
import io.feedloom.feed.Origin;
import io.feedloom.feed.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes an {@link Entry} of an item. What its specification knows is read by Rome; what Rome does
 * not read, or not right, is added here. Every chain of fallbacks is one method, Rome's word first.
 */
final class EntryReader {
  private static final Pattern COMMA = Pattern.compile(",");
  private static final int MOST_KEYWORDS = 100;
  private static final XmlName SOURCE_ENTRY = XmlName.of(Namespaces.ATOM, "entry");

  private final String guid;
  private final Prepared prepared;
  private final Standard known;
  private final Fields item;
  private final Bases bases;

  private EntryReader(String guid, Prepared prepared, Standard known, Bases bases) {
    this.guid = guid;
    this.prepared = prepared;
    this.known = known;
    this.item = prepared.rest();
    this.bases = bases;
  }

  /**
   * The entry. One that Rome does not read is read by our own readers alone; one that none of this
   * was written for comes out with its text alone: whatever an entry holds, neither the feed nor
   * the caller is to suffer from it.
   *
   * @param bases those in effect within the element
   */
  static Entry read(String guid, XmlElement element, Bases bases, Sanitizer sanitizer) {
    try {
      return reader(guid, element, bases).entry(sanitizer);
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
    var link = Links.page(known, item, bases);
    var bodies = new Bodies.Reader(bases, link, sanitizer).of(prepared, known);
    var media = MediaReader.read(item, bases);
    return Entry.builder(guid)
        .title(title().orElse(""))
        .link(link.orElse(null))
        .content(bodies.content().orElse(null))
        .summary(bodies.summary().orElse(null))
        .authors(authors())
        .contributors(contributors())
        .categories(categories())
        .enclosures(Links.enclosures(known, item, bases))
        .media(media)
        .links(Links.others(known, item, bases))
        .published(published().orElse(null))
        .updated(updated().orElse(null))
        .language(language().orElse(null))
        .rights(rights().orElse(null))
        .comments(comments().orElse(null))
        .image(image(media).orElse(null))
        .origin(origin().orElse(null))
        .extensions(Extensions.read(item.owner()))
        .build();
  }

  /** RSS 2.0 and Atom {@code title}, Dublin Core, Media RSS, iTunes. */
  private Optional<String> title() {
    return known
        .title()
        .map(Construct::plain)
        .filter(title -> !title.isEmpty())
        .or(() -> first(known.dublinCore().getTitles()))
        .or(this::otherTitle);
  }

  private static Optional<String> first(List<String> texts) {
    return texts.stream().map(PlainText::ofHtml).filter(text -> !text.isEmpty()).findFirst();
  }

  private Optional<String> otherTitle() {
    for (var element :
        item.all(
            "title", "atom:title", "dc:title", "dcterms:title", "media:title", "itunes:title")) {
      var title = Construct.of(element, bases.within(element)).plain();
      if (!title.isEmpty()) {
        return Optional.of(title);
      }
    }
    return Optional.empty();
  }

  /** A person who is named in several ways is one; without any it is the source's. */
  private List<Person> authors() {
    var authors =
        People.distinct(
            known.authors(),
            People.written(known.dublinCore().getCreators()),
            People.authors(item, bases));
    return authors.isEmpty() ? atomSource().map(Standard::authors).orElse(List.of()) : authors;
  }

  /** Atom's source in an item of RSS, read as an entry that has nothing else. */
  private Optional<Standard> atomSource() {
    return item.first("atom:source")
        .map(
            source -> {
              var entry = new XmlElement(SOURCE_ENTRY);
              entry.add(source);
              return Rome.read(Prepared.of(entry, bases));
            });
  }

  private List<Person> contributors() {
    return People.distinct(
        known.contributors(),
        People.written(known.dublinCore().getContributors()),
        People.contributors(item, bases));
  }

  /** RFC 4287 section 4.2.9, Atom 0.3 {@code issued}, RSS 2.0 {@code pubDate}, Dublin Core. */
  private Optional<Instant> published() {
    return date(
        "atom:published",
        "atom:issued",
        "pubdate",
        "atom:pubdate",
        "dcterms:issued",
        "dc:date.issued",
        "published",
        "issued",
        "dc:date",
        "dcterms:created",
        "atom:created",
        "created",
        "date",
        "lastmod");
  }

  /**
   * RFC 4287 section 4.2.15, Atom 0.3 {@code modified}, Dublin Core terms; {@code dc:date} where
   * RSS says otherwise when it was published.
   */
  private Optional<Instant> updated() {
    return date(
            "atom:updated",
            "atom:modified",
            "dcterms:modified",
            "updated",
            "modified",
            "lastbuilddate",
            "dc:modified")
        .or(() -> item.owner().attribute("lastmod").flatMap(FeedDate::parse))
        .or(
            () ->
                item.first("pubdate")
                    .flatMap(other -> date("dc:date"))
                    .filter(date -> !published().equals(Optional.of(date))));
  }

  private Optional<Instant> date(String... names) {
    for (var element : item.all(names)) {
      var date = FeedDate.parse(element.value());
      if (date.isPresent()) {
        return date;
      }
    }
    return Optional.empty();
  }

  /** RSS and Atom {@code category}, Dublin Core subjects; each once. */
  private List<Category> categories() {
    var byKey = new LinkedHashMap<String, Category>();
    known.categories().forEach(c -> byKey.putIfAbsent(c.scheme().orElse("") + ' ' + c.term(), c));
    for (var subject : known.dublinCore().getSubjects()) {
      var term = PlainText.ofHtml(subject.getValue());
      byKey.putIfAbsent(' ' + term, Category.of(term));
    }
    for (var element :
        item.all("category", "atom:category", "dc:subject", "dcterms:subject", "media:category")) {
      category(element)
          .ifPresent(c -> byKey.putIfAbsent(c.scheme().orElse("") + ' ' + c.term(), c));
    }
    for (var list : item.all("categories")) {
      for (var element : list.children()) {
        category(element).ifPresent(c -> byKey.putIfAbsent(' ' + c.term(), c));
      }
    }
    for (var list : item.all("tags", "itunes:keywords", "media:keywords")) {
      COMMA
          .splitAsStream(list.value())
          .map(PlainText::ofHtml)
          .filter(term -> !term.isEmpty())
          .limit(MOST_KEYWORDS)
          .forEach(term -> byKey.putIfAbsent(' ' + term, Category.of(term)));
    }
    return new ArrayList<>(byKey.values());
  }

  private static Optional<Category> category(XmlElement element) {
    var scheme = element.attribute("domain").or(() -> element.attribute("scheme"));
    var label = element.attribute("label").map(PlainText::ofHtml);
    return element
        .attribute("term")
        .or(() -> Optional.of(PlainText.ofHtml(element.value())))
        .or(() -> element.attribute("text"))
        .filter(term -> !term.isEmpty())
        .map(term -> new Category(term, scheme, label));
  }

  /** {@code xml:lang} on the entry or around it, {@code dc:language}; the feed's does not count. */
  private Optional<String> language() {
    return Construct.language(item.owner())
        .or(() -> known.dublinCore().getLanguages().stream().findFirst())
        .or(() -> item.text("dc:language", "language", "dcterms:language"))
        .or(() -> bases.language());
  }

  private Optional<String> rights() {
    return known.rights().or(() -> first(known.dublinCore().getRightsList())).or(this::otherRights);
  }

  private Optional<String> otherRights() {
    for (var element :
        item.all(
            "atom:rights",
            "atom:copyright",
            "dc:rights",
            "dcterms:rights",
            "copyright",
            "rights",
            "media:copyright")) {
      var rights = Construct.of(element, bases).plain();
      if (!rights.isEmpty()) {
        return Optional.of(rights);
      }
    }
    return Optional.empty();
  }

  /** RSS 2.0 {@code comments}; Atom's replies link to a page (RFC 4685 section 4). */
  private Optional<String> comments() {
    return known
        .comments()
        .or(() -> item.text("comments"))
        .flatMap(bases::web)
        .or(() -> replies(Links.others(known, item, bases)));
  }

  private static Optional<String> replies(List<Link> links) {
    return links.stream()
        .filter(link -> link.rel().equals("replies"))
        .filter(link -> link.type().orElse("text/html").contains("html"))
        .map(Link::href)
        .filter(Addresses::isWeb)
        .findFirst();
  }

  /** iTunes' image; the first thumbnail; the first picture among the media; RSS {@code image}. */
  private Optional<String> image(List<Media> media) {
    return item.first("itunes:image", "googleplay:image")
        .flatMap(image -> image.attribute("href"))
        .flatMap(bases::web)
        .or(() -> media.stream().filter(Media::thumbnail).map(Media::url).findFirst())
        .or(() -> media.stream().filter(EntryReader::isPicture).map(Media::url).findFirst())
        .or(() -> item.first("image").flatMap(this::imageUrl));
  }

  private Optional<String> imageUrl(XmlElement image) {
    return Fields.of(image)
        .text("url")
        .or(() -> image.attribute("href"))
        .or(() -> Optional.of(image.text()))
        .flatMap(bases::web);
  }

  private static boolean isPicture(Media media) {
    return media.medium().filter("image"::equals).isPresent()
        || media.type().filter(type -> type.startsWith("image/")).isPresent();
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
