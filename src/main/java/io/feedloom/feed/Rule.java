package io.feedloom.feed;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the admin wants made of the entries that pass a filter.
 *
 * @param when which entries; not empty
 * @param tags that they are given
 * @param drop whether they appear nowhere
 */
public record Rule(EntryFilter when, Set<Tag> tags, boolean drop) {
  public Rule {
    tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
  }

  /** As people read it: {@code title "(?i)kotlin" → tag Kotlin}. */
  @Override
  public String toString() {
    return words(when) + " → " + (drop ? "drop" : "tag " + labels());
  }

  private String labels() {
    return tags.stream().map(Tag::label).collect(Collectors.joining(", "));
  }

  /** A filter as people read it. */
  public static String words(EntryFilter filter) {
    return filter.conditions().stream()
        .map(c -> name(c.part()) + " \"" + c.pattern() + "\"")
        .collect(Collectors.joining(" and "));
  }

  private static String name(EntryFilter.Part part) {
    return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
