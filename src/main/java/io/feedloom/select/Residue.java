package io.feedloom.select;

import io.feedloom.feed.Clause;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a selection still asks of an entry when the group of its feed is known. */
final class Residue {
  private Residue() {}

  /**
   * Clauses over the categories of an entry, sorted, all of which must hold; empty where no entry
   * of the group can be chosen. An entry bears the tags of its group, and its categories too where
   * the group adopts them.
   */
  static Optional<List<Clause>> of(Selection selection, FeedGroup group) {
    var where = new ArrayList<Clause>(selection.categories());
    for (Clause clause : selection.tags()) {
      boolean borne = clause.keys().stream().anyMatch(group.tags()::contains);
      if (borne == clause.excludes() && (borne || !group.adoptsCategories())) {
        return Optional.empty();
      }
      if (!borne && group.adoptsCategories()) {
        where.add(clause);
      }
    }
    return Optional.of(where.stream().distinct().sorted().toList());
  }
}
