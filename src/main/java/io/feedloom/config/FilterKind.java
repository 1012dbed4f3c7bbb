package io.feedloom.config;

import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.EntryFilter.Part;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Conditions on entries. An entry must meet all of them. */
final class FilterKind {
  /**
   * The parts of an entry that a feed's own filters can test. The tags of the feed are missing,
   * because all its entries have them.
   */
  private static final List<Part> OF_A_FEED =
      List.of(Part.TITLE, Part.CONTENT, Part.ANY, Part.AUTHOR, Part.CATEGORY, Part.URL, Part.LANG);

  /** Conditions on the entries of one feed. */
  static final Shape<EntryFilter> OF_FEED = of(OF_A_FEED);

  /** Conditions on the entries of any feed. */
  static final Shape<EntryFilter> OF_ANY = of(List.of(Part.values()));

  private FilterKind() {}

  private static Shape<EntryFilter> of(List<Part> parts) {
    var conditions =
        parts.stream()
            .map(part -> Option.optional(key(part), new PatternKind(part), doc(part)))
            .toList();
    return Shape.counted(
        "at least one of " + parts.stream().map(FilterKind::key).collect(Collectors.joining(", ")),
        1,
        conditions.size(),
        List.copyOf(conditions),
        fields ->
            Optional.of(
                new EntryFilter(
                    conditions.stream().flatMap(option -> fields.get(option).stream()).toList())));
  }

  private static String key(Part part) {
    return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String doc(Part part) {
    return switch (part) {
      case TITLE -> "Found in the title.";
      case CONTENT -> "Found in content or summary, without markup.";
      case ANY -> "Found in title, content, summary, authors, categories or link.";
      case AUTHOR -> "Found in an author's name or e-mail address.";
      case CATEGORY -> "Found in a category, or equal to one when compared like tags.";
      case URL -> "Found in the link.";
      case FEED_TAG -> "One of the tags of the entry's feed.";
      case LANG -> "The language of the entry, else of its feed. `en` includes `en-US`.";
    };
  }
}
