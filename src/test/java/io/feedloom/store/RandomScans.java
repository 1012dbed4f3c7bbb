package io.feedloom.store;

import static io.feedloom.store.Sample.LEASE;
import static io.feedloom.store.Sample.NOON;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Category;
import io.feedloom.feed.Clause;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Person;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Scan.OfCategory;
import io.feedloom.feed.Scan.OfFeed;
import io.feedloom.feed.Scan.OfGroup;
import io.feedloom.feed.Search;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Term;
import io.feedloom.feed.Update.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Compares random scans of random entries with a naive filter. */
final class RandomScans {
  private static final List<String> TAGS = List.of("t0", "t1", "t2");
  private static final List<String> CATEGORIES = List.of("c0", "c1", "c2", "c3", "c4");
  private static final List<String> WORDS = List.of("fox", "dog", "東京", "ёж", "c3po");
  private static final List<String> AUTHORS = List.of("jane-doe", "john", "x");
  private static final List<String> LANGUAGES = List.of("en", "en-US", "de", "fr-CA");
  private static final int FEEDS = 8;

  private final Store store;
  private final Random random;
  private final Map<EntryKey, StoredEntry> all = new HashMap<>();

  RandomScans(Store store, long seed) {
    this.store = store;
    random = new Random(seed);
  }

  void check(int scans) {
    subscribe();
    for (int i = 0; i < 60; i++) {
      arrive();
    }
    subscribe();
    for (int i = 0; i < scans; i++) {
      var scan = scan();
      assertThat(store.entries().newest(scan)).as("%s", scan).isEqualTo(filtered(scan));
    }
  }

  private void subscribe() {
    var subscriptions = new ArrayList<Subscription>();
    for (int i = 0; i < FEEDS; i++) {
      subscriptions.add(
          Sample.subscription("f" + i, random.nextBoolean(), some(TAGS, 0).toArray(String[]::new)));
    }
    store.feeds().subscribe(subscriptions, NOON);
  }

  private void arrive() {
    var id = new FeedId("f" + random.nextInt(FEEDS));
    var due = store.leases().take(id, NOON, LEASE).orElseThrow();
    var changes = new ArrayList<Change>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      var guid = "g" + random.nextInt(40);
      var entry = entry(guid);
      changes.add(Sample.change(random.nextInt(30), entry));
    }
    var arrivals = store.updates().apply(Sample.update(due, NOON, changes.toArray(Change[]::new)));
    arrivals.forEach(
        arrival -> all.put(arrival.key(), store.entries().byKey(arrival.key()).orElseThrow()));
  }

  private Entry entry(String guid) {
    return Entry.builder(guid)
        .title(random.ints(4, 0, WORDS.size()).mapToObj(WORDS::get).collect(joining(" ")))
        .categories(some(CATEGORIES, 0).stream().map(Category::of).toList())
        .authors(some(AUTHORS, 0).stream().map(Person::named).toList())
        .language(pick(LANGUAGES))
        .build();
  }

  private Search search() {
    if (random.nextInt(3) > 0) {
      return Search.NONE;
    }
    var terms = new ArrayList<Term>();
    for (int i = random.nextInt(3); i > 0; i--) {
      var phrase = random.ints(1 + random.nextInt(2), 0, WORDS.size()).mapToObj(WORDS::get);
      terms.add(new Term(phrase.collect(joining(" ")), random.nextInt(4) == 0));
    }
    return new Search(terms, rarely(AUTHORS), rarely(List.of("en", "en-us", "de")));
  }

  private List<Clause> rarely(List<String> keys) {
    return random.nextInt(3) > 0
        ? List.of()
        : List.of(new Clause(keys(keys), random.nextBoolean()));
  }

  private NavigableSet<String> keys(List<String> keys) {
    return new TreeSet<>(some(keys, 1));
  }

  private static boolean passes(Search search, Entry entry) {
    var authors = entry.authors().stream().map(a -> a.name().orElse("")).toList();
    var language = entry.language().orElse("").toLowerCase(Locale.ROOT);
    var languages = List.of(language, language.replaceFirst("-.*", ""));
    return search.authors().stream().allMatch(clause -> clause.test(authors))
        && search.languages().stream().allMatch(clause -> clause.test(languages))
        && search.terms().stream().allMatch(t -> holds(entry, t.text()) != t.excludes());
  }

  /** Returns whether a word is in the title or in the names of authors. */
  private static boolean holds(Entry entry, String phrase) {
    return (" " + entry.title() + " ").contains(" " + phrase + " ");
  }

  private Scan scan() {
    var branches = new ArrayList<Scan.Branch>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      branches.add(branch());
    }
    var without = new HashSet<FeedId>();
    if (random.nextInt(3) == 0) {
      without.add(new FeedId("f" + random.nextInt(FEEDS)));
    }
    boolean upwards = random.nextBoolean();
    var cursor =
        sometimes(
            new Cursor(
                NOON.plusSeconds(random.nextInt(30)),
                new EntryKey(random.nextInt(FEEDS), random.nextLong())));
    return new Scan(
        branches,
        without,
        search(),
        sometimes(NOON.plusSeconds(random.nextInt(15))),
        sometimes(NOON.plusSeconds(15 + random.nextInt(15))),
        upwards ? Optional.empty() : cursor,
        upwards ? cursor : Optional.empty(),
        1 + random.nextInt(60),
        random.nextInt(3) == 0 ? OptionalInt.of(1 + random.nextInt(4)) : OptionalInt.empty(),
        random.nextBoolean());
  }

  private Scan.Branch branch() {
    var groups = store.feeds().groups().stream().map(group -> group.number()).toList();
    return switch (random.nextInt(3)) {
      case 0 -> new OfGroup(pick(groups), where());
      case 1 -> new OfFeed(new FeedId("f" + random.nextInt(FEEDS)), where());
      default -> new OfCategory(pick(CATEGORIES), Set.copyOf(some(groups, 1)), where());
    };
  }

  private List<Clause> where() {
    var where = new ArrayList<Clause>();
    for (int i = random.nextInt(3); i > 0; i--) {
      var keys = some(CATEGORIES, 1);
      where.add(random.nextBoolean() ? Clause.anyOf(keys) : Clause.noneOf(keys));
    }
    return where;
  }

  private List<StoredEntry> filtered(Scan scan) {
    var feeds = new HashMap<FeedId, Integer>();
    store.feeds().all().forEach(feed -> feeds.put(feed.id(), feed.group()));
    var found =
        all.values().stream()
            .filter(
                e ->
                    scan.branches().stream()
                        .anyMatch(b -> lies(e, feeds.getOrDefault(e.feed(), 0), b)))
            .filter(e -> passes(scan.search(), e.entry()))
            .filter(e -> !scan.without().contains(e.feed()))
            .filter(e -> scan.since().map(since -> !e.river().isBefore(since)).orElse(true))
            .filter(e -> scan.until().map(until -> e.river().isBefore(until)).orElse(true))
            .filter(e -> scan.before().map(c -> order(e.river(), e.key(), c) > 0).orElse(true))
            .filter(e -> scan.after().map(c -> order(e.river(), e.key(), c) < 0).orElse(true))
            .sorted((a, b) -> order(a.river(), a.key(), Cursor.of(b)))
            .toList();
    boolean upwards = scan.after().isPresent();
    var ofFeed = new HashMap<FeedId, Integer>();
    var some =
        (upwards ? found.reversed() : found)
            .stream()
                .filter(e -> ofFeed.merge(e.feed(), 1, Integer::sum) <= scan.perFeed().orElse(60))
                .limit(scan.limit())
                .toList();
    return upwards ? some.reversed() : some;
  }

  private static int order(Instant river, EntryKey key, Cursor other) {
    return Comparator.comparing(Cursor::river)
        .thenComparingInt(cursor -> cursor.key().feed())
        .thenComparingLong(cursor -> cursor.key().id())
        .compare(other, new Cursor(river, key));
  }

  private static boolean lies(StoredEntry entry, int group, Scan.Branch branch) {
    var keys = entry.entry().categories().stream().map(c -> c.term()).toList();
    boolean lies =
        switch (branch) {
          case OfGroup(int number, var _) -> number == group;
          case OfFeed(FeedId feed, var _) -> feed.equals(entry.feed());
          case OfCategory(String category, var groups, var _) ->
              keys.contains(category) && groups.contains(group);
        };
    return lies && branch.where().stream().allMatch(clause -> clause.test(keys));
  }

  private <T> Optional<T> sometimes(T value) {
    return random.nextInt(3) == 0 ? Optional.of(value) : Optional.empty();
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <T> Collection<T> some(List<T> values, int least) {
    var some = new HashSet<T>();
    for (int i = least + random.nextInt(3); i > 0; i--) {
      some.add(pick(values));
    }
    return some;
  }
}
