package io.feedloom.store.json;

import io.feedloom.feed.Category;
import io.feedloom.feed.Element;
import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Link;
import io.feedloom.feed.Media;
import io.feedloom.feed.Origin;
import io.feedloom.feed.Person;
import io.feedloom.feed.text.HtmlText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry as JSON. A new version of Feedloom may add members. It must not remove members or change
 * their meaning, because stored rows are not rewritten.
 */
final class EntryFormat {
  private EntryFormat() {}

  static byte[] write(Entry entry) {
    return JsonOut.bytes(out -> entry(out, entry));
  }

  static Entry read(byte[] bytes, int offset, int length) {
    return JsonIn.read(bytes, offset, length, EntryFormat::entry);
  }

  private static void entry(JsonOut out, Entry entry) {
    out.text("guid", entry.guid());
    out.text("title", entry.title());
    out.text("link", entry.link());
    out.text("content", entry.content());
    out.text("contentMarks", marks(entry.contentText()));
    out.text("summary", entry.summary());
    out.text("summaryMarks", marks(entry.summaryText()));
    out.text("feedText", entry.feedText().map(HtmlText::html));
    out.text("feedTextMarks", marks(entry.feedText()));
    out.objects("authors", entry.authors(), EntryFormat::person);
    out.objects("contributors", entry.contributors(), EntryFormat::person);
    out.objects("categories", entry.categories(), EntryFormat::category);
    out.objects("enclosures", entry.enclosures(), EntryFormat::enclosure);
    out.objects("media", entry.media(), EntryFormat::media);
    out.objects("links", entry.links(), EntryFormat::link);
    out.time("published", entry.published());
    out.time("updated", entry.updated());
    out.text("language", entry.language());
    out.text("rights", entry.rights());
    out.text("comments", entry.comments());
    out.text("image", entry.image());
    out.object("origin", entry.origin(), EntryFormat::origin);
    out.objects("extensions", entry.extensions(), EntryFormat::element);
  }

  private static Optional<String> marks(Optional<HtmlText> text) {
    return text.map(HtmlText::marks).filter(marks -> !marks.isEmpty());
  }

  /** A text and its marks, which follow each other. */
  private static final class Text {
    private @Nullable String html;
    private String marks = "";

    @Nullable HtmlText whole() {
      return html == null ? null : HtmlText.of(html, marks);
    }
  }

  private static Entry entry(JsonIn in) {
    var entry = Entry.builder(in.leading("guid"));
    var content = new Text();
    var summary = new Text();
    var feedText = new Text();
    in.members(
        name -> {
          switch (name) {
            case "title" -> entry.title(in.text());
            case "link" -> entry.link(in.text());
            case "content" -> content.html = in.text();
            case "contentMarks" -> content.marks = in.text();
            case "summary" -> summary.html = in.text();
            case "summaryMarks" -> summary.marks = in.text();
            case "feedText" -> feedText.html = in.text();
            case "feedTextMarks" -> feedText.marks = in.text();
            case "authors" -> entry.authors(in.list(EntryFormat::person));
            case "contributors" -> entry.contributors(in.list(EntryFormat::person));
            case "categories" -> entry.categories(in.list(EntryFormat::category));
            case "enclosures" -> entry.enclosures(in.list(EntryFormat::enclosure));
            case "media" -> entry.media(in.list(EntryFormat::media));
            case "links" -> entry.links(in.list(EntryFormat::link));
            case "published" -> entry.published(Instant.parse(in.text()));
            case "updated" -> entry.updated(Instant.parse(in.text()));
            case "language" -> entry.language(in.text());
            case "rights" -> entry.rights(in.text());
            case "comments" -> entry.comments(in.text());
            case "image" -> entry.image(in.text());
            case "origin" -> entry.origin(origin(in));
            case "extensions" -> entry.extensions(in.list(EntryFormat::element));
            default -> {
              // written by a newer version
            }
          }
        });
    return entry
        .contentText(content.whole())
        .summaryText(summary.whole())
        .feedText(feedText.whole())
        .build();
  }

  static void person(JsonOut out, Person person) {
    out.text("name", person.name());
    out.text("email", person.email());
    out.text("uri", person.uri());
  }

  static Person person(JsonIn in) {
    var person = in.scalars();
    return new Person(person.text("name"), person.text("email"), person.text("uri"));
  }

  private static void category(JsonOut out, Category category) {
    out.text("term", category.term());
    out.text("scheme", category.scheme());
    out.text("label", category.label());
  }

  private static Category category(JsonIn in) {
    var category = in.scalars();
    return new Category(
        category.text("term").orElse(""), category.text("scheme"), category.text("label"));
  }

  private static void enclosure(JsonOut out, Enclosure enclosure) {
    out.text("url", enclosure.url());
    out.text("type", enclosure.type());
    out.number("length", enclosure.length());
    out.text("title", enclosure.title());
  }

  private static Enclosure enclosure(JsonIn in) {
    var enclosure = in.scalars();
    return new Enclosure(
        enclosure.text("url").orElse(""),
        enclosure.text("type"),
        enclosure.number("length"),
        enclosure.text("title"));
  }

  private static void media(JsonOut out, Media media) {
    out.text("url", media.url());
    out.flag("thumbnail", media.thumbnail());
    out.text("type", media.type());
    out.text("medium", media.medium());
    out.number("width", media.width());
    out.number("height", media.height());
    out.number("length", media.length());
    out.number("seconds", media.seconds());
    out.text("title", media.title());
    out.text("description", media.description());
    out.text("credit", media.credit());
    out.number("group", media.group());
  }

  private static Media media(JsonIn in) {
    var media = in.scalars();
    return new Media(
        media.text("url").orElse(""),
        media.flag("thumbnail"),
        media.text("type"),
        media.text("medium"),
        media.smallNumber("width"),
        media.smallNumber("height"),
        media.number("length"),
        media.smallNumber("seconds"),
        media.text("title"),
        media.text("description"),
        media.text("credit"),
        media.smallNumber("group").orElse(0));
  }

  private static void link(JsonOut out, Link link) {
    out.text("href", link.href());
    out.text("rel", link.rel());
    out.text("type", link.type());
    out.text("title", link.title());
  }

  private static Link link(JsonIn in) {
    var link = in.scalars();
    return new Link(
        link.text("href").orElse(""),
        link.text("rel").orElse(""),
        link.text("type"),
        link.text("title"));
  }

  private static void origin(JsonOut out, Origin origin) {
    out.text("id", origin.id());
    out.text("title", origin.title());
    out.text("url", origin.url());
    out.text("link", origin.link());
  }

  private static Origin origin(JsonIn in) {
    var origin = in.scalars();
    return new Origin(
        origin.text("id"), origin.text("title"), origin.text("url"), origin.text("link"));
  }

  private static void element(JsonOut out, Element element) {
    out.text("namespace", element.namespace());
    out.text("name", element.name());
    out.map("attributes", element.attributes());
    out.text("text", element.text());
    out.objects("children", element.children(), EntryFormat::element);
  }

  private static Element element(JsonIn in) {
    var own = new Scalars();
    var attributes = new Scalars();
    var children = new ArrayList<Element>();
    in.members(
        name -> {
          switch (name) {
            case "attributes" -> attributes.putAll(in.scalars());
            case "children" -> children.addAll(in.list(EntryFormat::element));
            default -> own.put(name, in.text());
          }
        });
    return new Element(
        own.text("namespace").orElse(""),
        own.text("name").orElse(""),
        attributes.members(),
        own.text("text").orElse(""),
        children);
  }
}
