package io.feedloom.refresh;

import io.feedloom.feed.Category;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.Person;
import io.feedloom.feed.Subscription;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Decides which entries of a feed the admin wants. */
final class Filters {
  private static final Pattern MARKUP = Pattern.compile("<[^>]*>");

  private Filters() {}

  /** Whether the feed's own {@code include} and {@code exclude} let the entry through. */
  static boolean admits(Subscription feed, Entry entry) {
    return (feed.include().isEmpty() || passes(feed.include(), entry))
        && (feed.exclude().isEmpty() || !passes(feed.exclude(), entry));
  }

  private static boolean passes(EntryFilter filter, Entry entry) {
    return filter.conditions().stream()
        .allMatch(condition -> texts(condition.part(), entry).anyMatch(condition.test()));
  }

  private static Stream<String> texts(EntryFilter.Part part, Entry entry) {
    return switch (part) {
      case TITLE -> Stream.of(entry.title());
      case CONTENT -> Stream.of(entry.content(), entry.summary()).flatMap(Filters::plain);
      case AUTHOR -> entry.authors().stream().flatMap(Filters::names);
      case CATEGORY -> entry.categories().stream().flatMap(Filters::names);
      case URL -> entry.link().stream();
      case ANY ->
          Stream.of(
                  EntryFilter.Part.TITLE,
                  EntryFilter.Part.CONTENT,
                  EntryFilter.Part.AUTHOR,
                  EntryFilter.Part.CATEGORY,
                  EntryFilter.Part.URL)
              .flatMap(each -> texts(each, entry));
    };
  }

  private static Stream<String> plain(Optional<String> html) {
    return html.stream()
        .map(text -> MARKUP.matcher(text).replaceAll(" "))
        .map(text -> text.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", "\""))
        .map(text -> text.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&"));
  }

  private static Stream<String> names(Person person) {
    return Stream.of(person.name(), person.email()).flatMap(Optional::stream);
  }

  private static Stream<String> names(Category category) {
    return Stream.concat(Stream.of(category.term()), category.label().stream());
  }
}
