package io.feedloom.serve.page;

import io.feedloom.feed.Clause;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Period;
import io.feedloom.feed.Search;
import io.feedloom.feed.Selection;
import io.feedloom.feed.TimeBound;
import io.feedloom.select.Moments;
import io.feedloom.select.Selections;
import io.feedloom.serve.merged.Tags;
import io.feedloom.serve.view.Moment;
import io.feedloom.serve.view.RiverView.Chip;
import io.feedloom.serve.view.RiverView.Chosen;
import io.feedloom.serve.view.RiverView.TagLink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
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

  private static final Duration WEEK = Duration.ofDays(7);

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
    addStories(chosen);
    selection
        .since()
        .filter(_ -> !selection.isRanking() || !isUsual())
        .ifPresent(
            since ->
                chosen.add(
                    time(
                        "since",
                        age -> "the last " + Moments.words(age),
                        since,
                        b -> b.since(Optional.empty()),
                        chosen)));
    selection
        .until()
        .ifPresent(
            until ->
                chosen.add(
                    time(
                        "until",
                        age -> "older than " + Moments.amount(age),
                        until,
                        b -> b.until(Optional.empty()),
                        chosen)));
    return List.copyOf(chosen);
  }

  private boolean isUsual() {
    return selection.since().flatMap(TimeBound::age).filter(Selection.TOP_AGE::equals).isPresent();
  }

  /** Adds the conditions on stories and the period of digests. */
  private void addStories(List<Chosen> chosen) {
    if (selection.order() == Selection.Order.TOP) {
      var without = selection.isRanking() ? plain() : selection.toBuilder();
      chosen.add(part("most sources first", without.order(Selection.Order.NEWEST).build(), chosen));
    }
    if (selection.minSources() > 1) {
      chosen.add(
          part(
              "at least " + selection.minSources() + " sources",
              selection.toBuilder().minSources(1).build(),
              chosen));
    }
    selection
        .digest()
        .ifPresent(
            period ->
                chosen.add(
                    part(
                        period == Period.DAY ? "daily digest" : "weekly digest",
                        selection.toBuilder()
                            .digest(Optional.empty())
                            .order(Selection.Order.NEWEST)
                            .build(),
                        chosen)));
  }

  private Chosen part(String label, Selection without, List<Chosen> chosen) {
    return new Chosen(chosen.isEmpty() ? "" : "and", label, address.apply(without.firstPage()));
  }

  /** Begins with this selection without the time span of its ranking. */
  private Selection.Builder plain() {
    return selection.toBuilder().since(Optional.empty());
  }

  /** Returns links to selections with less to read, without the current one. */
  List<TagLink> fewer() {
    var newest = selection.firstPage();
    var links = new LinkedHashMap<String, Selection>();
    if (named() > 2) {
      var top =
          newest.toBuilder()
              .order(Selection.Order.TOP)
              .digest(Optional.empty())
              .merge(Selection.Merge.STORY);
      links.put("Top stories of the day", top.since(Optional.empty()).build());
      links.put(
          "Top stories of the week",
          top.since(Optional.of(new TimeBound(Instant.EPOCH, Optional.of(WEEK)))).build());
      links.put(
          "At least 3 sources",
          newest.toBuilder().minSources(3).merge(Selection.Merge.STORY).build());
    }
    links.put("Daily digest", newest.toBuilder().digest(Optional.of(Period.DAY)).build());
    links.put("Weekly digest", newest.toBuilder().digest(Optional.of(Period.WEEK)).build());
    var here = address.apply(newest);
    return links.entrySet().stream()
        .map(link -> new TagLink(link.getKey(), address.apply(link.getValue())))
        .filter(link -> !link.path().equals(here))
        .toList();
  }

  /** Returns how many feeds the selection can contain at most. */
  private int named() {
    return selection.sources().stream()
        .filter(clause -> !clause.excludes())
        .mapToInt(clause -> clause.keys().size())
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  private Selection with(Search search) {
    return selection.toBuilder().search(search).build();
  }

  private Chosen time(
      String word,
      Function<Duration, String> span,
      TimeBound time,
      UnaryOperator<Selection.Builder> without,
      List<Chosen> chosen) {
    return new Chosen(
        chosen.isEmpty() ? "" : "and",
        time.age().map(span).orElseGet(() -> word + " " + Moment.of(time.at()).people()),
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
