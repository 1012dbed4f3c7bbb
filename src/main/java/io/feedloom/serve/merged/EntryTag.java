package io.feedloom.serve.merged;

import io.feedloom.feed.Category;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.Tag;
import io.feedloom.serve.access.Catalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A tag of an entry.
 *
 * @param by where the tag comes from
 */
public record EntryTag(Tag tag, By by) {
  /** Where a tag comes from. */
  public enum By {
    FEED("of the feed"),
    RULE("by a rule"),
    CATEGORY("a category of the publisher");

    private final String text;

    By(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /**
   * Returns the tags of an entry, each once: first those of its feed, then those of rules, then
   * adopted categories.
   */
  public static List<EntryTag> of(StoredEntry stored, FeedProfile source, Catalog catalog) {
    var found = new LinkedHashMap<Tag, EntryTag>();
    var ofFeed = source.tags().stream().sorted().map(tag -> new EntryTag(tag, By.FEED));
    var given = stored.judgement().tags().stream().sorted().map(tag -> new EntryTag(tag, By.RULE));
    Stream.of(ofFeed, given, adopted(stored, source, catalog))
        .flatMap(tags -> tags)
        .forEach(tag -> found.putIfAbsent(tag.tag(), tag));
    return List.copyOf(found.values());
  }

  private static Stream<EntryTag> adopted(StoredEntry stored, FeedProfile source, Catalog catalog) {
    return Optional.ofNullable(catalog.groupOf().get(source.id()))
        .map(catalog.groups()::get)
        .filter(FeedGroup::adoptsCategories)
        .stream()
        .flatMap(_ -> stored.entry().categories().stream())
        .map(Category::display)
        .filter(label -> !Tag.key(label).isEmpty())
        .map(label -> new EntryTag(Tag.of(label), By.CATEGORY));
  }
}
