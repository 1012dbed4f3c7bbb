package io.feedloom.render;

import io.feedloom.feed.Category;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Media;
import io.feedloom.feed.Person;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.Tag;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Writes JSON Feed 1.1; the extension {@code _feedloom} names the feed of an entry. */
final class JsonFeedWriter {
  private static final String VERSION = "https://jsonfeed.org/version/1.1";
  private static final String UNKNOWN_TYPE = "application/octet-stream";
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES).build();

  private final MergedFeed feed;
  private final EntrySources sources;
  private final ByteArrayOutputStream bytes;
  private final JsonGenerator json;

  private JsonFeedWriter(MergedFeed feed) {
    this.feed = feed;
    sources = new EntrySources(feed);
    bytes = new ByteArrayOutputStream(SizeEstimate.of(feed));
    json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8);
  }

  static byte[] write(MergedFeed feed) {
    return new JsonFeedWriter(feed).document();
  }

  private byte[] document() {
    json.writeStartObject();
    text("version", VERSION);
    text("title", feed.title());
    text("description", feed.subtitle());
    text("home_page_url", feed.alternate().toString());
    text("feed_url", feed.self().toString());
    text("next_url", feed.next().map(URI::toString));
    feed.described().ifPresent(this::describe);
    feed.hub().ifPresent(this::hub);
    json.writeArrayPropertyStart("items");
    feed.entries().forEach(this::item);
    json.writeEndArray();
    json.writeEndObject();
    json.close();
    return bytes.toByteArray();
  }

  /** Writes what the publisher says about the only feed. */
  private void describe(FeedInfo info) {
    text("icon", info.image().flatMap(Web::address));
    text("favicon", info.icon().flatMap(Web::address));
    text("language", info.language().flatMap(Text::language));
    authors(info.authors().stream().filter(PersonText::hasName).toList());
  }

  private void hub(URI hub) {
    json.writeArrayPropertyStart("hubs");
    json.writeStartObject();
    text("type", "WebSub");
    text("url", hub.toString());
    json.writeEndObject();
    json.writeEndArray();
  }

  private void text(String name, String value) {
    json.writeStringProperty(name, Text.legal(value));
  }

  private void text(String name, Optional<String> value) {
    value.filter(v -> !v.isBlank()).ifPresent(v -> text(name, v));
  }

  private void number(String name, long value) {
    if (value > 0) {
      json.writeNumberProperty(name, value);
    }
  }

  private void item(StoredEntry stored) {
    var entry = stored.entry();
    var source = sources.of(stored);
    json.writeStartObject();
    text("id", PublicId.inText(stored.name()));
    text("url", entry.link().flatMap(Web::link));
    text("title", Optional.of(feed.byline().title(entry, source)));
    text("content_html", entry.content().or(entry::summary).orElse(""));
    text("summary", entry.plainSummary().filter(_ -> entry.content().isPresent()));
    text("image", picture(entry));
    text("date_published", Dates.always(stored).map(Dates::rfc3339));
    text("date_modified", Dates.updated(stored).map(Dates::rfc3339));
    authors(feed.byline().authors(entry, source));
    tags(entry.categories(), feed.tags(stored));
    text("language", source.languageOf(entry));
    attachments(entry);
    extension(stored, source);
    json.writeEndObject();
  }

  private static Optional<String> picture(Entry entry) {
    return entry
        .image()
        .or(() -> entry.media().stream().filter(Media::thumbnail).map(Media::url).findFirst())
        .flatMap(Web::address);
  }

  private void authors(List<Person> people) {
    if (people.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("authors");
    for (Person person : people) {
      json.writeStartObject();
      text("name", person.display());
      text("url", person.uri().flatMap(Web::link));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void tags(List<Category> categories, List<Tag> tags) {
    var labels = new LinkedHashSet<String>();
    Stream.concat(categories.stream().map(Category::display), tags.stream().map(Tag::label))
        .filter(label -> !label.isBlank())
        .map(Text::legal)
        .forEach(labels::add);
    if (!labels.isEmpty()) {
      json.writeArrayPropertyStart("tags");
      labels.forEach(json::writeString);
      json.writeEndArray();
    }
  }

  /** A file that can be downloaded, or a rendition of one. */
  private record Attachment(
      String url,
      Optional<String> type,
      Optional<String> title,
      OptionalLong length,
      OptionalInt seconds) {}

  private void attachments(Entry entry) {
    var known = new HashSet<String>();
    var files =
        Stream.concat(
                entry.enclosures().stream()
                    .map(
                        e ->
                            new Attachment(
                                e.url(), e.type(), e.title(), e.length(), seconds(entry, e.url()))),
                entry.media().stream()
                    .filter(m -> !m.thumbnail())
                    .map(
                        m -> new Attachment(m.url(), m.type(), m.title(), m.length(), m.seconds())))
            .filter(file -> Web.link(file.url()).filter(known::add).isPresent())
            .toList();
    if (!files.isEmpty()) {
      json.writeArrayPropertyStart("attachments");
      files.forEach(this::attachment);
      json.writeEndArray();
    }
  }

  private static OptionalInt seconds(Entry entry, String url) {
    return entry.media().stream()
        .filter(media -> media.url().equals(url))
        .map(Media::seconds)
        .findFirst()
        .orElse(OptionalInt.empty());
  }

  private void attachment(Attachment file) {
    json.writeStartObject();
    text("url", Web.link(file.url()));
    text("mime_type", FileTypes.of(file.type(), file.url()).orElse(UNKNOWN_TYPE));
    text("title", file.title());
    number("size_in_bytes", file.length().orElse(0));
    number("duration_in_seconds", file.seconds().orElse(0));
    json.writeEndObject();
  }

  private void extension(StoredEntry stored, EntrySource source) {
    var entry = stored.entry();
    json.writeObjectPropertyStart("_feedloom");
    json.writeObjectPropertyStart("source");
    text("id", source.feed().value());
    text("title", source.title());
    text("url", source.link());
    text("feed_url", source.url());
    json.writeEndObject();
    var elsewhere = feed.elsewhere(stored);
    if (!elsewhere.isEmpty()) {
      json.writeArrayPropertyStart("sources");
      elsewhere.forEach(this::source);
      json.writeEndArray();
    }
    text("comments", entry.comments().flatMap(Web::link));
    text("rights", source.rightsOf(entry));
    json.writeEndObject();
  }

  private void source(MergedFeed.OtherSource other) {
    json.writeStartObject();
    text("id", other.feed().value());
    text("title", other.title());
    text("url", other.url());
    json.writeEndObject();
  }
}
