package io.feedloom.select;

import io.feedloom.feed.Clause;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Selection;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides how the store finds the entries of a selection. Evaluates all conditions on feeds; only
 * conditions on single entries remain for the store. If a selection names categories, the store
 * reads the entries of these categories, and not those of whole groups.
 */
public final class Plan {
  private final Selection selection;
  private final Function<FeedId, OptionalInt> groupOf;

  /**
   * The conditions on entries, by the number of their group. Entries of other groups are not
   * chosen.
   */
  private final Map<Integer, List<Clause>> asked = new TreeMap<>();

  private Plan(
      Selection selection, Collection<FeedGroup> groups, Function<FeedId, OptionalInt> groupOf) {
    this.selection = selection;
    this.groupOf = groupOf;
    for (FeedGroup group : groups) {
      RemainingConditions.of(selection, group).ifPresent(where -> asked.put(group.number(), where));
    }
  }

  /**
   * Returns the scan for a selection.
   *
   * @param groups all groups
   * @param groupOf the number of a feed's group; empty if the feed is not subscribed
   */
  public static Scan of(
      Selection selection, Collection<FeedGroup> groups, Function<FeedId, OptionalInt> groupOf) {
    return new Plan(selection, groups, groupOf).scan();
  }

  private Scan scan() {
    var named = selection.sources().stream().filter(c -> !c.excludes()).toList();
    var without =
        selection.sources().stream()
            .filter(Clause::excludes)
            .flatMap(c -> c.keys().stream())
            .map(FeedId::new)
            .filter(id -> groupOf.apply(id).isPresent())
            .collect(Collectors.toUnmodifiableSet());
    var scan =
        new Scan(
            (named.isEmpty() ? ofGroups() : ofFeeds(named, without)).toList(),
            named.isEmpty() ? without : Set.of(),
            selection.search(),
            selection.from(),
            selection.to(),
            selection.before(),
            selection.after(),
            selection.limit(),
            selection.perFeed(),
            selection.merge() == Selection.Merge.STORY);
    return selection.onlyStories()
        ? scan.withStories(
            Math.max(Selection.LEAST_OF_STORY, selection.minSources()),
            selection.order() == Selection.Order.TOP)
        : scan;
  }

  private Stream<Scan.Branch> ofFeeds(List<Clause> named, Set<FeedId> without) {
    NavigableSet<String> all = new TreeSet<>(named.getFirst().keys());
    named.forEach(clause -> all.retainAll(clause.keys()));
    return all.stream()
        .map(FeedId::new)
        .filter(id -> !without.contains(id))
        .flatMap(id -> where(id).map(where -> new Scan.OfFeed(id, where)).stream());
  }

  private Optional<List<Clause>> where(FeedId id) {
    var group = groupOf.apply(id);
    return group.isPresent() ? Optional.ofNullable(asked.get(group.getAsInt())) : Optional.empty();
  }

  /** Returns the branches. Groups with the same conditions share branches. */
  private Stream<Scan.Branch> ofGroups() {
    var byWhere = new LinkedHashMap<List<Clause>, Set<Integer>>();
    asked.forEach(
        (group, where) -> byWhere.computeIfAbsent(where, _ -> new TreeSet<>()).add(group));
    return byWhere.entrySet().stream().flatMap(e -> branches(e.getKey(), e.getValue()));
  }

  private static Stream<? extends Scan.Branch> branches(List<Clause> where, Set<Integer> groups) {
    return where.stream()
        .filter(clause -> !clause.excludes())
        .min(Comparator.comparingInt(clause -> clause.keys().size()))
        .<Stream<? extends Scan.Branch>>map(driver -> driven(driver, where, groups))
        .orElseGet(() -> groups.stream().map(group -> new Scan.OfGroup(group, where)));
  }

  /**
   * Returns a branch for each key of the clause. Its conditions lack the clauses that this key
   * already meets.
   */
  private static Stream<Scan.Branch> driven(
      Clause driver, List<Clause> where, Set<Integer> groups) {
    return driver.keys().stream()
        .filter(key -> where.stream().noneMatch(c -> c.excludes() && c.keys().contains(key)))
        .map(key -> new Scan.OfCategory(key, groups, without(where, key)));
  }

  private static List<Clause> without(List<Clause> where, String key) {
    return where.stream().filter(c -> c.excludes() || !c.keys().contains(key)).toList();
  }
}
