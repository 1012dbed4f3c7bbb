package io.feedloom.serve.merged;

import io.feedloom.feed.Category;
import io.feedloom.feed.Element;
import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.ExtensionPolicy;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.Link;
import io.feedloom.feed.Media;
import io.feedloom.feed.Person;
import io.feedloom.feed.Schemes;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.StoryMember;
import io.feedloom.feed.Tag;
import io.feedloom.render.PublicId;
import io.feedloom.serve.http.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes an entry with all its data, in the format of {@code /api/v1/entries}. */
public final class ApiEntry {
  private ApiEntry() {}

  /**
   * Writes an entry.
   *
   * @param storyMembers by entry, the other entries of its story
   */
  public static void write(
      JsonGenerator json,
      StoredEntry stored,
      Map<EntryKey, List<StoryMember>> storyMembers,
      Map<FeedId, FeedProfile> sources) {
    @Nullable FeedProfile source = sources.get(stored.feed());
    Entry entry = stored.entry();
    json.writeStartObject();
    json.writeStringProperty("id", PublicId.inText(stored.name()));
    json.writeStringProperty("guid", entry.guid());
    json.writeStringProperty("title", entry.title());
    address(json, "link", entry.link());
    json.writeObjectPropertyStart("source");
    json.writeStringProperty("id", stored.feed().value());
    if (source != null) {
      json.writeStringProperty("title", source.display());
      json.writeStringProperty("url", source.url().toString());
      array(json, "tags", List.copyOf(source.tags()), ApiEntry::label);
    }
    json.writeEndObject();
    var judgement = stored.judgement();
    array(json, "tags", List.copyOf(judgement.tags()), ApiEntry::label);
    array(json, "rules", judgement.because(), JsonGenerator::writeString);
    json.writeStringProperty("river", stored.river().toString());
    json.writeStringProperty("firstSeen", stored.firstSeen().toString());
    json.writeStringProperty("lastChanged", stored.lastChanged().toString());
    Json.optional(json, "published", entry.published());
    Json.optional(json, "updated", entry.updated());
    Json.optional(json, "language", entry.language());
    Json.optional(json, "summary", entry.summary());
    Json.optional(json, "content", entry.content());
    Json.optional(json, "rights", entry.rights());
    address(json, "comments", entry.comments());
    address(json, "image", entry.image());
    array(json, "authors", entry.authors(), ApiEntry::person);
    array(json, "contributors", entry.contributors(), ApiEntry::person);
    array(json, "categories", entry.categories(), ApiEntry::category);
    array(json, "enclosures", safe(entry.enclosures(), Enclosure::url), ApiEntry::enclosure);
    array(json, "media", safe(entry.media(), Media::url), ApiEntry::media);
    array(json, "links", safe(entry.links(), Link::href), ApiEntry::link);
    array(json, "extensions", ExtensionPolicy.safe(entry.extensions()), ApiEntry::element);
    array(
        json,
        "alsoIn",
        storyMembers.getOrDefault(stored.key(), List.of()),
        (out, member) -> member(out, member, sources));
    json.writeEndObject();
  }

  /** Writes another entry of the same story. */
  private static void member(
      JsonGenerator json, StoryMember member, Map<FeedId, FeedProfile> sources) {
    var entry = member.entry().entry();
    json.writeStartObject();
    json.writeObjectPropertyStart("source");
    json.writeStringProperty("id", member.entry().feed().value());
    @Nullable FeedProfile source = sources.get(member.entry().feed());
    if (source != null) {
      json.writeStringProperty("title", source.display());
    }
    json.writeEndObject();
    json.writeStringProperty("id", PublicId.inText(member.entry().name()));
    json.writeStringProperty("guid", entry.guid());
    json.writeStringProperty("title", entry.title());
    address(json, "link", entry.link());
    json.writeStringProperty("why", reason(member.why()));
    json.writeEndObject();
  }

  /** Returns the reason why an entry belongs to a story, as text. */
  public static String reason(StoryMember.Reason why) {
    return switch (why) {
      case FIRST -> "it arrived first, and the others joined its story";
      case LINK -> "it has the same link as an earlier entry";
      case TEXT -> "its title and text are similar to those of an earlier entry";
    };
  }

  private static <T> void array(
      JsonGenerator json, String name, List<T> values, BiConsumer<JsonGenerator, T> writer) {
    if (!values.isEmpty()) {
      json.writeArrayPropertyStart(name);
      values.forEach(value -> writer.accept(json, value));
      json.writeEndArray();
    }
  }

  /** Returns the values whose address is safe to follow. */
  private static <T> List<T> safe(List<T> values, Function<T, String> address) {
    return values.stream().filter(value -> !Schemes.isUnsafe(address.apply(value))).toList();
  }

  private static void address(JsonGenerator json, String name, Optional<String> address) {
    Json.optional(json, name, address.filter(a -> !Schemes.isUnsafe(a)));
  }

  private static void label(JsonGenerator json, Tag tag) {
    json.writeString(tag.label());
  }

  private static void person(JsonGenerator json, Person person) {
    json.writeStartObject();
    Json.optional(json, "name", person.name());
    Json.optional(json, "email", person.email());
    address(json, "uri", person.uri());
    json.writeEndObject();
  }

  private static void category(JsonGenerator json, Category category) {
    json.writeStartObject();
    json.writeStringProperty("term", category.term());
    Json.optional(json, "scheme", category.scheme());
    Json.optional(json, "label", category.label());
    json.writeEndObject();
  }

  private static void enclosure(JsonGenerator json, Enclosure enclosure) {
    json.writeStartObject();
    json.writeStringProperty("url", enclosure.url());
    Json.optional(json, "type", enclosure.type());
    enclosure.length().ifPresent(length -> json.writeNumberProperty("length", length));
    Json.optional(json, "title", enclosure.title());
    json.writeEndObject();
  }

  private static void media(JsonGenerator json, Media media) {
    json.writeStartObject();
    json.writeStringProperty("url", media.url());
    json.writeBooleanProperty("thumbnail", media.thumbnail());
    Json.optional(json, "type", media.type());
    Json.optional(json, "medium", media.medium());
    media.width().ifPresent(width -> json.writeNumberProperty("width", width));
    media.height().ifPresent(height -> json.writeNumberProperty("height", height));
    media.length().ifPresent(length -> json.writeNumberProperty("length", length));
    media.seconds().ifPresent(seconds -> json.writeNumberProperty("seconds", seconds));
    Json.optional(json, "title", media.title());
    Json.optional(json, "description", media.description());
    Json.optional(json, "credit", media.credit());
    json.writeNumberProperty("group", media.group());
    json.writeEndObject();
  }

  private static void link(JsonGenerator json, Link link) {
    json.writeStartObject();
    json.writeStringProperty("href", link.href());
    json.writeStringProperty("rel", link.rel());
    Json.optional(json, "type", link.type());
    Json.optional(json, "title", link.title());
    json.writeEndObject();
  }

  private static void element(JsonGenerator json, Element element) {
    json.writeStartObject();
    json.writeStringProperty("namespace", element.namespace());
    json.writeStringProperty("name", element.name());
    if (!element.attributes().isEmpty()) {
      json.writeObjectPropertyStart("attributes");
      element.attributes().forEach(json::writeStringProperty);
      json.writeEndObject();
    }
    if (!element.text().isEmpty()) {
      json.writeStringProperty("text", element.text());
    }
    array(json, "children", element.children(), ApiEntry::element);
    json.writeEndObject();
  }
}
