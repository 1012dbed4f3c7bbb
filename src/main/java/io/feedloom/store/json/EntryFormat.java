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
import java.util.Map;
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
    return entry(JsonIn.read(bytes, offset, length));
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

  private static Entry entry(JsonIn in) {
    var guid = in.text("guid");
    return Entry.builder(guid.orElseThrow(() -> new IllegalStateException("no guid is stored")))
        .title(in.text("title").orElse(""))
        .link(in.orNull("link"))
        .contentText(text(in, "content", "contentMarks"))
        .summaryText(text(in, "summary", "summaryMarks"))
        .feedText(text(in, "feedText", "feedTextMarks"))
        .authors(in.objects("authors", EntryFormat::person))
        .contributors(in.objects("contributors", EntryFormat::person))
        .categories(in.objects("categories", EntryFormat::category))
        .enclosures(in.objects("enclosures", EntryFormat::enclosure))
        .media(in.objects("media", EntryFormat::media))
        .links(in.objects("links", EntryFormat::link))
        .published(in.time("published").orElse(null))
        .updated(in.time("updated").orElse(null))
        .language(in.orNull("language"))
        .rights(in.orNull("rights"))
        .comments(in.orNull("comments"))
        .image(in.orNull("image"))
        .origin(in.object("origin").map(EntryFormat::origin).orElse(null))
        .extensions(in.objects("extensions", EntryFormat::element))
        .build();
  }

  private static @Nullable HtmlText text(JsonIn in, String name, String marks) {
    var html = in.orNull(name);
    return html == null ? null : HtmlText.of(html, in.text(marks).orElse(""));
  }

  static void person(JsonOut out, Person person) {
    out.text("name", person.name());
    out.text("email", person.email());
    out.text("uri", person.uri());
  }

  static Person person(JsonIn person) {
    return new Person(person.text("name"), person.text("email"), person.text("uri"));
  }

  static void category(JsonOut out, Category category) {
    out.text("term", category.term());
    out.text("scheme", category.scheme());
    out.text("label", category.label());
  }

  static Category category(JsonIn category) {
    return new Category(
        category.text("term").orElse(""), category.text("scheme"), category.text("label"));
  }

  private static void enclosure(JsonOut out, Enclosure enclosure) {
    out.text("url", enclosure.url());
    out.text("type", enclosure.type());
    out.number("length", enclosure.length());
    out.text("title", enclosure.title());
  }

  private static Enclosure enclosure(JsonIn enclosure) {
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

  private static Media media(JsonIn media) {
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

  private static Link link(JsonIn link) {
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

  private static Origin origin(JsonIn origin) {
    return new Origin(
        origin.text("id"), origin.text("title"), origin.text("url"), origin.text("link"));
  }

  static void element(JsonOut out, Element element) {
    out.text("namespace", element.namespace());
    out.text("name", element.name());
    out.map("attributes", element.attributes());
    out.text("text", element.text());
    out.objects("children", element.children(), EntryFormat::element);
  }

  static Element element(JsonIn element) {
    return new Element(
        element.text("namespace").orElse(""),
        element.text("name").orElse(""),
        element.object("attributes").map(JsonIn::map).orElse(Map.of()),
        element.text("text").orElse(""),
        element.objects("children", EntryFormat::element));
  }
}
