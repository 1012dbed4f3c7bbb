package io.feedloom.feed;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An admin's rule for the entries that pass a filter.
 *
 * @param when the filter; not empty
 * @param tags the tags that these entries get
 * @param drop whether these entries appear nowhere
 * @param actions what changes in these entries, in this order
 */
public record Rule(EntryFilter when, Set<Tag> tags, boolean drop, List<RuleAction> actions) {
  public Rule {
    tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
    actions = List.copyOf(actions);
  }

  /** Makes a rule that tags or drops. */
  public Rule(EntryFilter when, Set<Tag> tags, boolean drop) {
    this(when, tags, drop, List.of());
  }

  /** Returns the rule in a form for people: {@code title "(?i)kotlin" → tag Kotlin}. */
  @Override
  public String toString() {
    return describe(when) + " → " + (drop ? "drop" : effects());
  }

  private String effects() {
    return Stream.concat(
            tags.isEmpty() ? Stream.empty() : Stream.of("tag " + labels()),
            actions.stream().map(RuleAction::describe))
        .collect(Collectors.joining(", "));
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
