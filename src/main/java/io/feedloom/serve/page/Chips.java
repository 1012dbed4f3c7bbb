package io.feedloom.serve.page;

import io.feedloom.feed.Clause;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Search;
import io.feedloom.feed.Selection;
import io.feedloom.select.Selections;
import io.feedloom.serve.merged.Tags;
import io.feedloom.serve.view.Moment;
import io.feedloom.serve.view.RiverView.Chip;
import io.feedloom.serve.view.RiverView.Chosen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The links that change a selection: they remove a part, narrow it, widen it or exclude something.
 *
 * @param address returns the reference to the page of a selection
 * @param tagLabel returns the label for the key of a tag
 * @param sourceTitle returns the title of a feed
 */
record Chips(
    Selection selection,
    Function<Selection, String> address,
    Function<String, String> tagLabel,
    Function<FeedId, String> sourceTitle) {

  /** Returns the parts of the selection, in the order in which the heading names them. */
  List<Chosen> chosen() {
    var chosen = new ArrayList<Chosen>();
    add(chosen, selection.tags(), tagLabel, selection::withTags);
    add(chosen, selection.categories(), key -> "category " + key, selection::withCategories);
    add(
        chosen,
        selection.sources(),
        id -> sourceTitle.apply(new FeedId(id)),
        selection::withSources);
    var search = selection.search();
    add(
        chosen,
        search.authors(),
        key -> "by " + key,
        clauses -> with(new Search(search.terms(), clauses, search.languages())));
    add(
        chosen,
        search.languages(),
        key -> "in " + key,
        clauses -> with(new Search(search.terms(), search.authors(), clauses)));
    if (!search.terms().isEmpty()) {
      var words = with(new Search(search.terms(), List.of(), List.of()));
      var without = with(new Search(List.of(), search.authors(), search.languages()));
      chosen.add(
          new Chosen(
              chosen.isEmpty() ? "" : "and",
              Selections.describe(Selection.ALL.toBuilder().search(words.search()).build(), k -> k),
              address.apply(without.firstPage())));
    }
    selection
        .since()
        .ifPresent(time -> chosen.add(time("since", time, b -> b.since(Optional.empty()), chosen)));
    selection
        .until()
        .ifPresent(time -> chosen.add(time("until", time, b -> b.until(Optional.empty()), chosen)));
    return List.copyOf(chosen);
  }

  private Selection with(Search search) {
    return selection.toBuilder().search(search).build();
  }

  private Chosen time(
      String word, Instant time, UnaryOperator<Selection.Builder> without, List<Chosen> chosen) {
    return new Chosen(
        chosen.isEmpty() ? "" : "and",
        word + " " + Moment.of(time).people(),
        address.apply(without.apply(selection.toBuilder()).build().firstPage()));
  }

  private void add(
      List<Chosen> chosen,
      List<Clause> clauses,
      Function<String, String> label,
      Function<List<Clause>, Selection> with) {
    for (Clause clause : clauses) {
      String word = clause.excludes() ? "not" : chosen.isEmpty() ? "" : "and";
      for (String key : clause.keys()) {
        var without = with.apply(without(clauses, clause, key)).firstPage();
        chosen.add(new Chosen(word, label.apply(key), address.apply(without)));
        word = "or";
      }
    }
  }

  private static List<Clause> without(List<Clause> clauses, Clause clause, String key) {
    var keys = new TreeSet<>(clause.keys());
    keys.remove(key);
    var left = new ArrayList<>(clauses);
    left.remove(clause);
    if (!keys.isEmpty()) {
      left.add(new Clause(keys, clause.excludes()));
    }
    return left;
  }

  /** Returns the tags that are not part of the selection, those with the most entries first. */
  List<Chip> offered(List<Tags.Count> tags) {
    Set<String> used =
        selection.tags().stream()
            .flatMap(clause -> clause.keys().stream())
            .collect(Collectors.toSet());
    return tags.stream()
        .filter(count -> !used.contains(count.tag().key()))
        .sorted(Comparator.comparingLong(Tags.Count::entries).reversed())
        .map(this::chip)
        .toList();
  }

  private Chip chip(Tags.Count count) {
    var key = count.tag().key();
    return new Chip(
        count.tag().label(),
        count.entries(),
        with(Clause.anyOf(List.of(key))),
        widened(key),
        with(Clause.noneOf(List.of(key))));
  }

  private String with(Clause clause) {
    var clauses = new ArrayList<>(selection.tags());
    clauses.add(clause);
    return address.apply(selection.withTags(clauses).firstPage());
  }

  /**
   * Returns the selection with the tag as an alternative in the first clause of tags; null if there
   * is no such clause.
   */
  private @Nullable String widened(String key) {
    var clauses = new ArrayList<>(selection.tags());
    for (int i = 0; i < clauses.size(); i++) {
      var clause = clauses.get(i);
      if (!clause.excludes()) {
        var keys = new TreeSet<>(clause.keys());
        keys.add(key);
        clauses.set(i, new Clause(keys, false));
        return address.apply(selection.withTags(clauses).firstPage());
      }
    }
    return null;
  }
}
