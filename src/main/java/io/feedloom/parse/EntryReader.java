package io.feedloom.parse;

import io.feedloom.feed.Category;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Media;
import io.feedloom.feed.Origin;
import io.feedloom.feed.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jdom2.Element;

/** Makes an {@link Entry} of an item's element. Every chain of fallbacks is one method. */
final class EntryReader {
  private static final int MOST_KEYWORDS = 100;

  private final String guid;
  private final Fields item;
  private final Bases bases;

  private EntryReader(String guid, Element element, Bases bases) {
    this.guid = guid;
    this.item = Fields.of(element);
    this.bases = bases;
  }

  /**
   * @param bases those in effect within the element
   */
  static Entry read(String guid, Element element, Bases bases) {
    return new EntryReader(guid, element, bases).entry();
  }

  private Entry entry() {
    var link = Links.page(item, bases);
    var bodies = Bodies.of(item, bases, link);
    var media = MediaReader.read(item, bases);
    return Entry.builder(guid)
        .title(title().orElse(""))
        .link(link.orElse(null))
        .content(bodies.content().orElse(null))
        .summary(bodies.summary().orElse(null))
        .authors(authors())
        .contributors(People.contributors(item, bases))
        .categories(categories())
        .enclosures(Links.enclosures(item, bases))
        .media(media)
        .links(Links.others(item, bases))
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

  /** RFC 4287 section 4.2.1: an entry without an author has those of its source. */
  private List<Person> authors() {
    var own = People.authors(item, bases);
    return !own.isEmpty()
        ? own
        : item.first("atom:source")
            .map(source -> People.authors(Fields.of(source), bases))
            .orElse(List.of());
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
        .or(
            () ->
                item.first("pubdate")
                    .flatMap(other -> date("dc:date"))
                    .filter(date -> !published().equals(Optional.of(date))));
  }

  private Optional<Instant> date(String... names) {
    for (var element : item.all(names)) {
      var date = FeedDate.parse(element.getValue());
      if (date.isPresent()) {
        return date;
      }
    }
    return Optional.empty();
  }

  /** RSS and Atom {@code category}, Dublin Core subjects; each once. */
  private List<Category> categories() {
    var byKey = new LinkedHashMap<String, Category>();
    for (var element :
        item.all("category", "atom:category", "dc:subject", "dcterms:subject", "media:category")) {
      category(element)
          .ifPresent(c -> byKey.putIfAbsent(c.scheme().orElse("") + ' ' + c.term(), c));
    }
    for (var list : item.all("categories")) {
      for (var element : list.getChildren()) {
        category(element).ifPresent(c -> byKey.putIfAbsent(' ' + c.term(), c));
      }
    }
    for (var list : item.all("tags", "itunes:keywords", "media:keywords")) {
      for (var word : list.getValue().split(",", MOST_KEYWORDS)) {
        Optional.of(PlainText.ofHtml(word))
            .filter(term -> !term.isEmpty())
            .ifPresent(term -> byKey.putIfAbsent(' ' + term, Category.of(term)));
      }
    }
    return new ArrayList<>(byKey.values());
  }

  private static Optional<Category> category(Element element) {
    var scheme = Fields.attribute(element, "domain").or(() -> Fields.attribute(element, "scheme"));
    var label = Fields.attribute(element, "label").map(PlainText::ofHtml);
    return Fields.attribute(element, "term")
        .or(() -> Optional.of(PlainText.ofHtml(element.getValue())))
        .or(() -> Fields.attribute(element, "text"))
        .filter(term -> !term.isEmpty())
        .map(term -> new Category(term, scheme, label));
  }

  /** {@code xml:lang} on the entry or around it, {@code dc:language}; the feed's does not count. */
  private Optional<String> language() {
    return Construct.language(item.owner())
        .or(() -> item.text("dc:language", "language", "dcterms:language"))
        .or(() -> bases.language());
  }

  private Optional<String> rights() {
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
    return item.text("comments")
        .flatMap(bases::web)
        .or(
            () ->
                item.all("atom:link").stream()
                    .filter(link -> Links.relation(link).equals("replies"))
                    .filter(
                        link -> Fields.attribute(link, "type").orElse("text/html").contains("html"))
                    .flatMap(link -> Links.href(link, bases).stream())
                    .filter(Addresses::isWeb)
                    .findFirst());
  }

  /** iTunes' image; the first thumbnail; the first picture among the media; RSS {@code image}. */
  private Optional<String> image(List<Media> media) {
    return item.first("itunes:image", "googleplay:image")
        .flatMap(image -> Fields.attribute(image, "href"))
        .flatMap(bases::web)
        .or(() -> media.stream().filter(Media::thumbnail).map(Media::url).findFirst())
        .or(() -> media.stream().filter(EntryReader::isPicture).map(Media::url).findFirst())
        .or(() -> item.first("image").flatMap(this::imageUrl));
  }

  private Optional<String> imageUrl(Element image) {
    return Fields.of(image)
        .text("url")
        .or(() -> Fields.attribute(image, "href"))
        .or(() -> Optional.of(image.getTextTrim()))
        .flatMap(bases::web);
  }

  private static boolean isPicture(Media media) {
    return media.medium().filter("image"::equals).isPresent()
        || media.type().filter(type -> type.startsWith("image/")).isPresent();
  }

  private Optional<Origin> origin() {
    return item.first("atom:source")
        .map(this::atomOrigin)
        .or(() -> item.first("source").map(this::rssOrigin))
        .filter(
            o ->
                o.title().isPresent()
                    || o.url().isPresent()
                    || o.id().isPresent()
                    || o.link().isPresent());
  }

  private Origin atomOrigin(Element source) {
    var fields = Fields.of(source);
    var inner = bases.within(source);
    var self =
        fields.all("atom:link").stream()
            .filter(link -> Links.relation(link).equals("self"))
            .flatMap(link -> Links.href(link, inner).stream())
            .findFirst();
    var title =
        fields
            .first("atom:title")
            .map(t -> Construct.of(t, inner).plain())
            .filter(t -> !t.isEmpty());
    return new Origin(fields.text("atom:id"), title, self, Links.page(fields, inner));
  }

  private Origin rssOrigin(Element source) {
    var title = Optional.of(PlainText.ofHtml(source.getValue())).filter(t -> !t.isEmpty());
    return new Origin(
        Optional.empty(),
        title,
        Fields.attribute(source, "url").flatMap(bases::resolve),
        Optional.empty());
  }
}
