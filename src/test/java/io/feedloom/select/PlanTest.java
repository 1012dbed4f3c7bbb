package io.feedloom.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Clause;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Selection;
import io.feedloom.feed.TimeBound;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");
  private static final int WORLDS = 300;
  private static final int REQUESTS = 40;

  @Test
  void tagOfFeedsIsReadByGroup() {
    var groups = List.of(group(1, false, "java"), group(2, false, "java", "ads"), group(3, false));

    var scan = plan(groups, tags(Clause.anyOf(List.of("java")), Clause.noneOf(List.of("ads"))));

    assertThat(scan.branches()).containsExactly(new Scan.OfGroup(1, List.of()));
  }

  @Test
  void tagThatMayBeAnAdoptedCategoryIsReadByCategory() {
    var groups = List.of(group(1, true, "news"), group(2, true), group(3, false, "java"));
    var ads = Clause.noneOf(List.of("ads"));

    var scan = plan(groups, tags(Clause.anyOf(List.of("java", "jvm")), ads));

    assertThat(scan.branches())
        .containsExactlyInAnyOrder(
            new Scan.OfCategory("java", Set.of(1, 2), List.of(ads)),
            new Scan.OfCategory("jvm", Set.of(1, 2), List.of(ads)),
            new Scan.OfGroup(3, List.of()));
  }

  @Test
  void clauseWithTheFewestCategoriesSelectsTheIndex() {
    var wide = Clause.anyOf(List.of("a", "b", "c"));
    var selection =
        Selection.builder().categories(List.of(wide, Clause.anyOf(List.of("z")))).build();

    assertThat(plan(List.of(group(1, false), group(2, true)), selection).branches())
        .containsExactly(new Scan.OfCategory("z", Set.of(1, 2), List.of(wide)));
  }

  @Test
  void contradictionsReadNothing() {
    var java = List.of("java");

    var scan =
        plan(
            List.of(group(1, true), group(2, false, "java")),
            tags(Clause.anyOf(java), Clause.noneOf(java)));

    assertThat(scan.branches()).isEmpty();
  }

  /** Seeded: any failure comes again. */
  @Test
  void planFindsTheSameAsANaiveFilter() {
    int found = 0;
    for (int seed = 0; seed < WORLDS; seed++) {
      var world = new World(new Random(seed));
      for (int i = 0; i < REQUESTS; i++) {
        var selection = world.selection();
        var expected = world.naive(selection);
        found += expected.isEmpty() ? 0 : 1;

        var scan = Plan.of(selection, world.groups.values(), world::groupOf);

        assertThat(world.read(scan)).as("seed %s: %s", seed, selection).isEqualTo(expected);
      }
    }
    assertThat(found).as("selections that find something").isGreaterThan(REQUESTS * WORLDS / 4);
  }

  @Test
  void newEntryMatchesExactlyWhereItAppears() {
    for (int seed = 0; seed < WORLDS; seed++) {
      var world = new World(new Random(seed));
      var selection = world.selection();
      for (Arrival arrival : world.entries) {
        assertThat(Match.of(selection, world.groups.values()).test(arrival))
            .as("seed %s: %s in %s", seed, arrival, selection)
            .isEqualTo(world.appears(selection, arrival, arrival.categories()));
      }
    }
  }

  @Test
  void changedEntryMatchesWhereItAppearsOrAppeared() {
    for (int seed = 0; seed < WORLDS; seed++) {
      var world = new World(new Random(seed));
      var selection = world.selection();
      for (Arrival before : world.entries) {
        var now = world.some(World.WORDS, 3);
        var both = new HashSet<>(now);
        both.addAll(before.categories());
        var change =
            new Arrival(before.key(), before.feed(), before.group(), both, before.river(), false);
        if (world.appears(selection, before, before.categories())
            || world.appears(selection, before, now)) {
          assertThat(Match.of(selection, world.groups.values()).test(change)).isTrue();
        }
      }
    }
  }

  @Test
  void arrivalOlderThanAFullPageDoesNotChangeIt() {
    var world = new World(new Random(7));
    var arrival = world.entries.getFirst();
    var here = new Cursor(arrival.river(), arrival.key());
    var later = new Cursor(arrival.river().plusMillis(1), new EntryKey(0, 0));

    assertThat(Match.of(Selection.ALL, world.groups.values()).test(arrival, Optional.empty()))
        .isTrue();
    assertThat(Match.of(Selection.ALL, world.groups.values()).test(arrival, Optional.of(here)))
        .isTrue();
    assertThat(Match.of(Selection.ALL, world.groups.values()).test(arrival, Optional.of(later)))
        .isFalse();
  }

  @Test
  void anyAddressReadsBackAndEqualSelectionsHaveEqualAddresses() throws BadSelection {
    for (int seed = 0; seed < WORLDS; seed++) {
      var world = new World(new Random(seed));
      for (int i = 0; i < REQUESTS; i++) {
        var address = Selections.address(world.selection());

        var read = SelectionsTest.Requests.parse(address.page(), NOW);

        assertThat(Selections.address(read)).isEqualTo(address);
        assertThat(SelectionsTest.Requests.parse("/feed" + address.asQuery(), NOW)).isEqualTo(read);
      }
    }
  }

  private static FeedGroup group(int number, boolean adopts, String... tags) {
    return new FeedGroup(number, Set.of(tags), adopts);
  }

  private static Selection tags(Clause... clauses) {
    return Selection.builder().tags(List.of(clauses)).build();
  }

  private static Scan plan(List<FeedGroup> groups, Selection selection) {
    return Plan.of(selection, groups, _ -> OptionalInt.empty());
  }

  /** A few groups, feeds and entries, crowded so that everything meets everything. */
  private static final class World {
    static final List<String> WORDS = List.of("java", "c++", "c#", "news", "ads", "é");
    private static final Comparator<Arrival> NEWEST_FIRST =
        Comparator.comparing(Arrival::river)
            .thenComparingInt(a -> a.key().feed())
            .thenComparingLong(a -> a.key().id())
            .reversed();

    private final Random random;
    private final List<String> feeds =
        IntStream.range(0, 8).mapToObj(number -> "feed-" + number).toList();
    private final Map<String, Integer> groupOf;
    final Map<Integer, FeedGroup> groups;
    final List<Arrival> entries;

    World(Random random) {
      this.random = random;
      groups =
          IntStream.range(0, 5)
              .mapToObj(n -> new FeedGroup(n, some(WORDS, 3), random.nextBoolean()))
              .collect(Collectors.toMap(FeedGroup::number, Function.identity()));
      groupOf = feeds.stream().collect(Collectors.toMap(f -> f, _ -> random.nextInt(5)));
      entries =
          IntStream.range(0, 60)
              .mapToObj(this::entry)
              .sorted(NEWEST_FIRST)
              .collect(Collectors.toCollection(ArrayList::new));
    }

    private Arrival entry(int id) {
      int feed = random.nextInt(feeds.size());
      return new Arrival(
          new EntryKey(feed, id),
          new FeedId(feeds.get(feed)),
          Objects.requireNonNull(groupOf.get(feeds.get(feed))),
          some(WORDS, 3),
          NOW.plusSeconds(random.nextInt(20)),
          true);
    }

    OptionalInt groupOf(FeedId id) {
      var group = groupOf.get(id.value());
      return group == null ? OptionalInt.empty() : OptionalInt.of(group);
    }

    Set<String> some(List<String> words, int most) {
      var chosen = new TreeSet<String>();
      int count = random.nextInt(most + 1);
      for (int i = 0; i < count; i++) {
        chosen.add(words.get(random.nextInt(words.size())));
      }
      return chosen;
    }

    Selection selection() {
      var sources = new ArrayList<>(feeds);
      sources.add("no-such-feed");
      boolean upwards = random.nextBoolean();
      var cursor = sometimes().map(i -> new Cursor(entries.get(i).river(), entries.get(i).key()));
      return Selection.builder()
          .tags(clauses(WORDS))
          .categories(random.nextInt(3) > 0 ? List.of() : clauses(WORDS))
          .sources(random.nextInt(3) > 0 ? List.of() : clauses(sources))
          .since(sometimes().map(NOW::plusSeconds).map(TimeBound::fixed))
          .until(sometimes().map(seconds -> TimeBound.fixed(NOW.plusSeconds(20 - seconds))))
          .limit(1 + random.nextInt(60))
          .before(upwards ? Optional.empty() : cursor)
          .after(upwards ? cursor : Optional.empty())
          .build();
    }

    private Optional<Integer> sometimes() {
      return random.nextInt(4) > 0 ? Optional.empty() : Optional.of(random.nextInt(10));
    }

    private List<Clause> clauses(List<String> words) {
      var clauses = new ArrayList<Clause>();
      int count = random.nextInt(3);
      for (int i = 0; i < count; i++) {
        var keys = new TreeSet<>(some(words, 3));
        keys.add(words.get(random.nextInt(words.size())));
        clauses.add(new Clause(keys, random.nextInt(3) == 0));
      }
      return clauses;
    }

    boolean appears(Selection selection, Arrival entry, Set<String> categories) {
      var group = Objects.requireNonNull(groups.get(entry.group()));
      var borne = new HashSet<>(group.tags());
      if (group.adoptsCategories()) {
        borne.addAll(categories);
      }
      return selection.tags().stream().allMatch(c -> c.test(borne))
          && selection.categories().stream().allMatch(c -> c.test(categories))
          && selection.sources().stream().allMatch(c -> c.test(List.of(entry.feed().value())))
          && inTime(entry, selection.from(), selection.to())
          && beyond(entry, selection.before(), selection.after());
    }

    private static boolean inTime(Arrival entry, Optional<Instant> since, Optional<Instant> until) {
      return since.filter(s -> entry.river().isBefore(s)).isEmpty()
          && until.filter(u -> !entry.river().isBefore(u)).isEmpty();
    }

    private static boolean beyond(Arrival entry, Optional<Cursor> before, Optional<Cursor> after) {
      return before.filter(b -> order(entry, b) <= 0).isEmpty()
          && after.filter(a -> order(entry, a) >= 0).isEmpty();
    }

    private static int order(Arrival entry, Cursor cursor) {
      return NEWEST_FIRST.compare(
          entry, new Arrival(cursor.key(), entry.feed(), 0, Set.of(), cursor.river(), true));
    }

    /** Those nearest to the place that is to be begun at, or the newest. */
    private static List<Arrival> nearest(List<Arrival> found, boolean upwards, int limit) {
      int most = Math.min(limit, found.size());
      return upwards ? found.subList(found.size() - most, found.size()) : found.subList(0, most);
    }

    List<Arrival> naive(Selection selection) {
      var found =
          entries.stream().filter(entry -> appears(selection, entry, entry.categories())).toList();
      return nearest(found, selection.after().isPresent(), selection.limit());
    }

    List<Arrival> read(Scan scan) {
      var found =
          entries.stream()
              .filter(entry -> scan.branches().stream().anyMatch(b -> isOn(b, entry)))
              .filter(entry -> !scan.without().contains(entry.feed()))
              .filter(entry -> inTime(entry, scan.since(), scan.until()))
              .filter(entry -> beyond(entry, scan.before(), scan.after()))
              .toList();
      return nearest(found, scan.after().isPresent(), scan.limit());
    }

    private static boolean isOn(Scan.Branch branch, Arrival entry) {
      boolean run =
          switch (branch) {
            case Scan.OfGroup of -> of.group() == entry.group();
            case Scan.OfFeed of -> of.feed().equals(entry.feed());
            case Scan.OfCategory of ->
                entry.categories().contains(of.category()) && of.groups().contains(entry.group());
          };
      return run && branch.where().stream().allMatch(c -> c.test(entry.categories()));
    }
  }
}
