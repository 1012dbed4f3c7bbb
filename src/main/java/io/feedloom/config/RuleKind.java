package io.feedloom.config;

import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.Rule;
import io.feedloom.feed.Tag;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A rule: which entries, and what is made of them. */
final class RuleKind {
  private static final Option<EntryFilter> WHEN =
      Option.required(
          "when", FilterKind.OF_ANY, "Which entries: those for which every condition holds.");
  private static final Option<Set<Tag>> TAG =
      Option.optional("tag", new TagsKind(), "The tags that they are given, beside their feed's.");
  private static final Option<Boolean> DROP =
      Option.of(
          "drop",
          Kinds.BOOLEAN,
          false,
          "Whether they appear nowhere. They are kept, and come back when the rule goes.");

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
              ? "what is dropped bears no tags; write one of \"tag\" and \"drop\""
              : "expected \"tag\" with tags, or \"drop: true\"");
      return Optional.empty();
    }
    return when.map(filter -> new Rule(filter, tags, drop));
  }
}
