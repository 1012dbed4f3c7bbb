package io.feedloom.feed;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An admin's rule for the entries that pass a filter.
 *
 * @param when the filter; not empty
 * @param tags the tags that these entries get
 * @param drop whether these entries appear nowhere
 */
public record Rule(EntryFilter when, Set<Tag> tags, boolean drop) {
  public Rule {
    tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
  }

  /** Returns the rule in a form for people: {@code title "(?i)kotlin" → tag Kotlin}. */
  @Override
  public String toString() {
    return describe(when) + " → " + (drop ? "drop" : "tag " + labels());
  }

  private String labels() {
    return tags.stream().map(Tag::label).collect(Collectors.joining(", "));
  }

  /** Returns a filter in a form for people. */
  public static String describe(EntryFilter filter) {
    return filter.conditions().stream()
        .map(c -> name(c.part()) + " \"" + c.pattern() + "\"")
        .collect(Collectors.joining(" and "));
  }

  private static String name(EntryFilter.Part part) {
    return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
