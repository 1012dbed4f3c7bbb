package io.feedloom.rules;

import io.feedloom.feed.Category;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.Person;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The texts of one entry that rules test. Each is made once, for all rules. */
final class EntryTexts {
  private final Entry entry;
  private final Subscription feed;
  private final Optional<String> feedLanguage;
  private final Map<EntryFilter.Part, List<String>> made = new EnumMap<>(EntryFilter.Part.class);

  EntryTexts(Entry entry, Subscription feed, Optional<String> feedLanguage) {
    this.entry = entry;
    this.feed = feed;
    this.feedLanguage = feedLanguage;
  }

  /** Returns whether every condition holds. */
  boolean pass(EntryFilter filter) {
    return filter.conditions().stream()
        .allMatch(condition -> of(condition.part()).stream().anyMatch(condition.test()));
  }

  private List<String> of(EntryFilter.Part part) {
    var known = made.get(part);
    if (known != null) {
      return known;
    }
    var texts = texts(part).toList();
    made.put(part, texts);
    return texts;
  }

  private Stream<String> texts(EntryFilter.Part part) {
    return switch (part) {
      case TITLE -> Stream.of(entry.title());
      case CONTENT ->
          Stream.of(entry.plainContent(), entry.plainSummary()).flatMap(Optional::stream);
      case AUTHOR -> entry.authors().stream().flatMap(EntryTexts::names);
      case CATEGORY -> entry.categories().stream().flatMap(EntryTexts::names);
      case URL -> entry.link().stream();
      case FEED_TAG -> feed.tags().stream().map(Tag::key);
      case LANG -> entry.language().or(() -> feedLanguage).stream();
      case ANY ->
          Stream.of(
                  EntryFilter.Part.TITLE,
                  EntryFilter.Part.CONTENT,
                  EntryFilter.Part.AUTHOR,
                  EntryFilter.Part.CATEGORY,
                  EntryFilter.Part.URL)
              .flatMap(each -> of(each).stream());
    };
  }

  private static Stream<String> names(Person person) {
    return Stream.of(person.name(), person.email()).flatMap(Optional::stream);
  }

  private static Stream<String> names(Category category) {
    return Stream.concat(Stream.of(category.term()), category.label().stream());
  }
}
