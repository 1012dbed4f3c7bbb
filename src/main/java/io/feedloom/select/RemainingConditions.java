package io.feedloom.select;

import io.feedloom.feed.Clause;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The conditions of a selection that remain for single entries when their group is known. */
final class RemainingConditions {
  private RemainingConditions() {}

  /**
   * Returns the clauses that the categories of an entry must meet, sorted; empty if no entry of the
   * group can be chosen. An entry has the tags of its group and the tags that a rule gave it. If
   * the categories of the group count as tags, it also has its categories as tags.
   */
  static Optional<List<Clause>> of(Selection selection, FeedGroup group) {
    var where = new ArrayList<Clause>(selection.categories());
    for (Clause clause : selection.tags()) {
      boolean borne = clause.keys().stream().anyMatch(group.tags()::contains);
      var open = borne ? Set.<String>of() : open(clause, group);
      if (borne == clause.excludes() && (borne || open.isEmpty())) {
        return Optional.empty();
      }
      if (!open.isEmpty()) {
        where.add(new Clause(new TreeSet<>(open), clause.excludes()));
      }
    }
    return Optional.of(where.stream().distinct().sorted().toList());
  }

  /**
   * Returns the clause with only the keys that an entry may have in addition to those of its group.
   */
  private static Set<String> open(Clause clause, FeedGroup group) {
    var keys = new TreeSet<String>();
    if (group.adoptsCategories()) {
      keys.addAll(clause.keys());
    }
    clause.keys().stream()
        .filter(group.givable()::contains)
        .map(RuleResult::given)
        .forEach(keys::add);
    return keys;
  }
}
