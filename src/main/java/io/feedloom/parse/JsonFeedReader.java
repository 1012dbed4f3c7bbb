package io.feedloom.parse;

import io.feedloom.feed.Category;
import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Limits;
import io.feedloom.feed.Link;
import io.feedloom.feed.Pace;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.Parsed.Extent;
import io.feedloom.feed.Person;
import io.feedloom.feed.Problem;
import io.feedloom.feed.text.HtmlEntities;
import io.feedloom.feed.text.HtmlText;
import io.feedloom.feed.text.PlainText;
import io.feedloom.feed.text.XmlChars;
import io.feedloom.parse.date.FeedDate;
import io.feedloom.parse.field.Bases;
import io.feedloom.parse.field.PersonReader;
import io.feedloom.parse.field.Sizes;
import io.feedloom.parse.html.BoundedSanitizer;
import io.feedloom.parse.html.Sanitizer;
import io.feedloom.parse.text.Addresses;
import io.feedloom.parse.text.CdataMarks;
import io.feedloom.parse.text.Markup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1). */
final class JsonFeedReader {
  private static final Pattern COMMA = Pattern.compile(",");
  private static final String PUBLISHED = "date_published";
  private static final String MODIFIED = "date_modified";

  private static final String[] TAGS = {"tags", "tag", "categories", "category", "keywords"};

  /** The possible names of the member with the text of a tag. */
  private static final String[] TERM = {
    "name", "label", "term", "title", "tag", "value", "text", "slug"
  };

  /** One more than is stored, so that {@link EntryLimits} notices if there are too many. */
  private static final int MAX_CATEGORIES = Limits.CATEGORIES + 1;

  private static final int MAX_ENCLOSURES = Limits.ENCLOSURES + 1;

  private final Bases bases;
  private final Sanitizer html;

  private JsonFeedReader(Bases bases, Sanitizer html) {
    this.bases = bases;
    this.html = html;
  }

  /**
   * Checks by its version whether an object is a feed.
   *
   * @param alone whether the document contains nothing else; then an object with items is a feed
   *     even without a version
   */
  static boolean isFeed(JsonNode root, boolean alone) {
    var items = root.path("items");
    return text(root, "version").orElse("").contains("jsonfeed.org/version")
        || (alone && (items.isArray() || items.isObject()));
  }

  /**
   * Reads a feed. Several feeds in a row become one feed with the items of all.
   *
   * @param documents at least one
   * @param noted problems of the document around them
   */
  static Parsed.Feed read(
      List<JsonDocument> documents,
      Bases bases,
      Optional<String> language,
      Sanitizer html,
      List<Problem> noted) {
    return new JsonFeedReader(bases, html).feed(documents, language, noted);
  }

  private Parsed.Feed feed(
      List<JsonDocument> documents, Optional<String> header, List<Problem> noted) {
    var all = documents.stream().flatMap(json -> JsonValues.list(json.root(), "items").stream());
    var nodes = all.filter(JsonNode::isObject).toList();
    var saying = nodes.stream().filter(JsonFeedReader::says).toList();
    var newest = Newest.of(saying, node -> date(node, PUBLISHED).or(() -> date(node, MODIFIED)));
    var items = new Items();
    newest.forEach(node -> add(node, items));
    var root =
        documents.stream()
            .map(JsonDocument::root)
            .filter(node -> text(node, "title").isPresent())
            .findFirst()
            .orElse(documents.getFirst().root());
    var language = text(root, "language").or(() -> header);
    var limits = new FeedLimits();
    var info = limits.apply(info(root, language));
    var broken = documents.stream().flatMap(json -> json.problems().stream()).toList();
    var left = Items.leftOut(nodes.size(), saying.size(), newest.size());
    var problems =
        Stream.of(noted, broken, limits.problems(), left, items.problems())
            .flatMap(List::stream)
            .limit(Limits.PROBLEMS)
            .toList();
    var extent = Extent.of(newest.size() < saying.size(), !broken.isEmpty(), concat(noted, broken));
    return new Parsed.Feed(info, items.items(), problems, List.of(), extent, false);
  }

  private static List<Problem> concat(List<Problem> noted, List<Problem> broken) {
    return Stream.concat(noted.stream(), broken.stream()).toList();
  }

  /** Checks whether an item has a text, an address or a name anywhere. */
  private static boolean says(JsonNode node) {
    return node.isContainer()
        ? node.valueStream().anyMatch(JsonFeedReader::says)
        : JsonValues.scalar(node).filter(Substance::isIn).isPresent();
  }

  private FeedInfo info(JsonNode root, Optional<String> language) {
    var hubs = new ArrayList<String>();
    for (var hub : JsonValues.list(root, "hubs")) {
      text(hub, "url").flatMap(bases::web).ifPresent(hubs::add);
    }
    return new FeedInfo(
        text(root, "version").orElse("").endsWith("/1") ? "json_1.0" : "json_1.1",
        Optional.empty(),
        shown(root, "title").map(PlainText::collapse),
        shown(root, "description").map(PlainText::collapse),
        link(root, "home_page_url"),
        web(root, "feed_url"),
        hubs,
        authors(root),
        language,
        Optional.empty(),
        picture(root, "icon"),
        picture(root, "favicon"),
        Optional.empty(),
        Optional.empty(),
        Pace.NONE,
        List.of(),
        List.of());
  }

  private void add(JsonNode node, Items items) {
    var written = node.toString();
    var guid =
        text(node, "id")
            .or(() -> web(node, "url"))
            .or(() -> web(node, "external_url"))
            .orElseGet(() -> ofText(node, written));
    long fingerprint = new Fingerprint().add(written).value();
    items.add(guid, fingerprint, Oversize.of(node), limits -> entry(guid, node, limits));
  }

  private static String ofText(JsonNode node, String written) {
    return ItemGuid.hash(
        text(node, "title").orElse("") + '\n' + text(node, "date_published").orElse(written));
  }

  private Entry entry(String guid, JsonNode node, EntryLimits limits) {
    var sanitizer = new BoundedSanitizer(html);
    var link =
        link(node, "url")
            .or(() -> link(node, "external_url"))
            .or(() -> Optional.of(guid).filter(Addresses::isWeb));
    var base = link.orElse(bases.base());
    var written =
        shown(node, "content_html")
            .map(HtmlEntities::withoutHalves)
            .map(h -> sanitizer.sanitize(h, base).strip())
            .filter(h -> !h.isEmpty());
    var content = written.or(() -> text(node, "content_text").map(text -> plain(text, limits)));
    if (sanitizer.hasCut()) {
      limits.note("content");
    }
    return Entry.builder(guid)
        .title(shown(node, "title").map(PlainText::collapse).orElse(""))
        .link(link.orElse(null))
        .contentText(content.map(HtmlText::ofMarked).orElse(null))
        .summary(shown(node, "summary").map(Markup::paragraphs).orElse(null))
        .authors(authors(node))
        .categories(categories(node))
        .enclosures(attachments(node))
        .links(external(node, link))
        .published(date(node, PUBLISHED).orElse(null))
        .updated(date(node, MODIFIED).orElse(null))
        .language(text(node, "language").orElse(null))
        .image(picture(node, "image").or(() -> picture(node, "banner_image")).orElse(null))
        .build();
  }

  private static Optional<Instant> date(JsonNode node, String name) {
    return text(node, name).flatMap(FeedDate::parse);
  }

  /** Returns the authors: {@code authors} of version 1.1, or {@code author} of version 1. */
  private List<Person> authors(JsonNode node) {
    var authors = people(node, "authors");
    return authors.isEmpty() ? people(node, "author") : authors;
  }

  private List<Person> people(JsonNode node, String name) {
    return JsonValues.list(node, name).stream()
        .flatMap(person -> person(person).stream())
        .limit(Limits.PEOPLE + 1)
        .toList();
  }

  private Optional<Person> person(JsonNode node) {
    if (node.isString()) {
      return Optional.of(node.asString()).filter(n -> !n.isBlank()).flatMap(PersonReader::written);
    }
    var name = shown(node, "name");
    var url = text(node, "url");
    var mail = url.filter(u -> u.startsWith("mailto:")).map(u -> u.substring(7));
    var web = url.filter(u -> !u.startsWith("mailto:")).flatMap(bases::resolve);
    return name.isEmpty() && url.isEmpty()
        ? Optional.empty()
        : Optional.of(new Person(name, mail.or(() -> text(node, "email")), web));
  }

  /**
   * Returns the tags: {@code tags}, or a member with the name that other formats use. A text is a
   * list with commas.
   */
  private static List<Category> categories(JsonNode node) {
    return JsonValues.list(node, TAGS).stream()
        .flatMap(
            tag -> isList(node, tag) ? COMMA.splitAsStream(tag.asString()) : term(tag).stream())
        .map(term -> PlainText.collapse(XmlChars.legal(term)))
        .filter(term -> !term.isEmpty())
        .distinct()
        .limit(MAX_CATEGORIES)
        .map(Category::of)
        .toList();
  }

  /** Checks whether all tags are in one text instead of a list. */
  private static boolean isList(JsonNode node, JsonNode tag) {
    return tag.isString() && Stream.of(TAGS).anyMatch(name -> node.path(name).equals(tag));
  }

  private static Optional<String> term(JsonNode tag) {
    return tag.isObject() ? shown(tag, TERM) : Optional.of(CdataMarks.removed(tag.asString()));
  }

  private List<Enclosure> attachments(JsonNode node) {
    return JsonValues.list(node, "attachments", "attachment", "enclosures", "enclosure").stream()
        .flatMap(attachment -> enclosure(attachment).stream())
        .limit(MAX_ENCLOSURES)
        .toList();
  }

  private Optional<Enclosure> enclosure(JsonNode attachment) {
    var url = attachment.isString() ? Optional.of(attachment.asString()) : text(attachment, "url");
    return url.flatMap(bases::link)
        .map(
            address ->
                new Enclosure(
                    address,
                    text(attachment, "mime_type", "type"),
                    Sizes.length(text(attachment, "size_in_bytes", "length")),
                    text(attachment, "title")));
  }

  /** Returns the address of a picture. It may be a text, or an object as in other formats. */
  private Optional<String> picture(JsonNode node, String name) {
    return JsonValues.list(node, name).stream()
        .map(
            image ->
                image.isObject() ? text(image, "url", "href", "src") : JsonValues.scalar(image))
        .flatMap(Optional::stream)
        .flatMap(url -> bases.web(url).stream())
        .findFirst();
  }

  private List<Link> external(JsonNode node, Optional<String> link) {
    return link(node, "external_url")
        .filter(url -> !link.map(url::equals).orElse(false))
        .map(url -> List.of(new Link(url, "related", Optional.empty(), Optional.empty())))
        .orElse(List.of());
  }

  private Optional<String> web(JsonNode node, String name) {
    return text(node, name).flatMap(bases::web);
  }

  private Optional<String> link(JsonNode node, String name) {
    return text(node, name).flatMap(bases::link);
  }

  /** Returns a text that readers see, without marks of CDATA. */
  private static Optional<String> shown(JsonNode node, String... names) {
    return JsonValues.text(node, names).map(CdataMarks::removed);
  }

  private static Optional<String> text(JsonNode node, String... names) {
    return JsonValues.text(node, names);
  }

  private static String plain(String text, EntryLimits limits) {
    return Markup.paragraphs(limits.text("content", text, Limits.CONTENT));
  }
}
