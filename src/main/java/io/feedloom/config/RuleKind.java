package io.feedloom.config;

import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.Rule;
import io.feedloom.feed.Tag;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A rule: a filter, and what happens to the entries that pass it. */
final class RuleKind {
  private static final Option<EntryFilter> WHEN =
      Option.required(
          "when",
          FilterKind.OF_ANY,
          "The conditions. The rule applies to entries for which all of them hold.");
  private static final Option<Set<Tag>> TAG =
      Option.optional(
          "tag", new TagsKind(), "The tags to add to these entries, beside their feed's tags.");
  private static final Option<Boolean> DROP =
      Option.of(
          "drop",
          Kinds.BOOLEAN,
          false,
          "Whether to hide these entries everywhere. They stay stored, and appear again when the"
              + " rule is removed.");

  /** The mapping. */
  static final Shape<Rule> SHAPE =
      Shape.of(
          "a mapping with the keys when and tag or drop", List.of(WHEN, TAG, DROP), RuleKind::rule);

  private RuleKind() {}

  private static Optional<Rule> rule(MappingValues fields) {
    var when = fields.get(WHEN);
    var tags = fields.get(TAG).orElse(Set.of());
    var written = fields.get(DROP);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    boolean drop = written.get();
    if (drop == !tags.isEmpty()) {
      var at = fields.place(DROP).or(() -> fields.place(TAG)).orElse(fields.at());
      fields.fault(
          at,
          drop
              ? "a dropped entry has no tags; write either \"tag\" or \"drop\""
              : "expected \"tag\" with tags, or \"drop: true\"");
      return Optional.empty();
    }
    return when.map(filter -> new Rule(filter, tags, drop));
  }
}
