package io.feedloom.store;

import static io.feedloom.store.Sample.LEASE;
import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.entry;
import static io.feedloom.store.Sample.scan;
import static io.feedloom.store.Sample.subscription;
import static io.feedloom.store.Sample.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Clause;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Due;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Problem;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Scan.OfCategory;
import io.feedloom.feed.Scan.OfFeed;
import io.feedloom.feed.Scan.OfGroup;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store does, whatever the database. */
abstract class StoreContract {
  @TempDir Path folder;

  private StorageSettings settings = StorageSettings.DEFAULT;
  Store store;

  /** A database that no other test has seen. */
  abstract StorageSettings freshDatabase();

  @BeforeEach
  final void open() {
    settings = freshDatabase();
    store = Store.open(settings, folder);
  }

  @AfterEach
  final void close() {
    store.close();
  }

  final void reopen() {
    store.close();
    store = Store.open(settings, folder);
  }

  final StorageSettings settings() {
    return settings;
  }

  final List<FeedGroup> subscribe(Subscription... subscriptions) {
    return store.subscribe(List.of(subscriptions), NOON);
  }

  final Due take(String feed) {
    return store.take(new FeedId(feed), NOON, LEASE).orElseThrow();
  }

  final List<Arrival> arrive(String feed, Change... changes) {
    return store.apply(update(take(feed), NOON, changes));
  }

  final int group(String feed) {
    return store.feed(new FeedId(feed)).orElseThrow().group();
  }

  final List<String> newest(Scan.Branch... branches) {
    return guids(store.newest(scan(50, branches)));
  }

  static List<String> guids(List<StoredEntry> entries) {
    return entries.stream().map(entry -> entry.entry().guid()).toList();
  }

  static OfGroup ofGroup(int group, Clause... where) {
    return new OfGroup(group, List.of(where));
  }

  static OfFeed ofFeed(String feed, Clause... where) {
    return new OfFeed(new FeedId(feed), List.of(where));
  }

  static OfCategory ofCategory(String category, Set<Integer> groups, Clause... where) {
    return new OfCategory(category, groups, List.of(where));
  }

  // Subscriptions and groups

  @Test
  void feedsWithTheSameTagsFormAGroup() {
    var groups =
        subscribe(
            subscription("a", "Java", "News"),
            subscription("b", "news", "java"),
            subscription("c", true, "java", "news"),
            subscription("d"));

    assertThat(groups)
        .extracting(FeedGroup::tags, FeedGroup::adoptsCategories)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(Set.of("java", "news"), false),
            org.assertj.core.groups.Tuple.tuple(Set.of("java", "news"), true),
            org.assertj.core.groups.Tuple.tuple(Set.of(), false));
    assertThat(group("a")).isEqualTo(group("b")).isNotEqualTo(group("c"));
    assertThat(store.groups()).isEqualTo(groups);
  }

  @Test
  void aNewFeedIsDueAtOnce() {
    subscribe(subscription("a"));

    assertThat(store.nextDue()).contains(NOON);
    assertThat(store.takeDue(NOON, 10, LEASE))
        .singleElement()
        .satisfies(
            due -> {
              assertThat(due.id()).isEqualTo(new FeedId("a"));
              assertThat(due.url()).hasToString("https://a.example.org/feed");
              assertThat(due.state()).isEqualTo(PollState.unpolled(NOON));
            });
  }

  @Test
  void subscribingAgainKeepsPollStateEntriesAndNumbers() {
    subscribe(subscription("a", "java"), subscription("b"));
    arrive("a", change(1, "one"));
    var before = store.feeds();

    var groups =
        store.subscribe(
            List.of(subscription("b"), subscription("a", "java")), NOON.plusSeconds(60));

    assertThat(store.feeds()).isEqualTo(before);
    assertThat(groups).isEqualTo(store.groups());
    assertThat(newest(ofGroup(group("a")))).containsExactly("one");
  }

  @Test
  void aFeedMayBeRenamedRetitledAndRelabelled() {
    var a = subscription("a", "java");
    subscribe(a);
    arrive("a", change(1, "one"));

    subscribe(
        new Subscription(
            new FeedId("z"),
            a.url(),
            Optional.of("Zett"),
            Set.of(Tag.of("JAVA")),
            false,
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            a.include(),
            a.exclude()));

    assertThat(store.feed(new FeedId("a"))).isEmpty();
    var feed = store.feed(new FeedId("z")).orElseThrow();
    assertThat(feed.title()).contains("Zett");
    assertThat(feed.tags()).extracting(Tag::label).containsExactly("JAVA");
    assertThat(feed.entries()).isEqualTo(1);
    assertThat(newest(ofFeed("z"))).containsExactly("one");
  }

  @Test
  void twoFeedsMaySwapTheirNames() {
    var a = subscription("a");
    var b = subscription("b");
    subscribe(a, b);

    subscribe(named("b", a), named("a", b));

    assertThat(store.feed(new FeedId("a")).orElseThrow().url()).isEqualTo(b.url());
    assertThat(store.feed(new FeedId("b")).orElseThrow().url()).isEqualTo(a.url());
  }

  @Test
  void aNewFeedMayTakeTheNameOfOneThatVanishes() {
    subscribe(subscription("a"));
    arrive("a", change(1, "old"));
    var successor = named("a", subscription("elsewhere"));

    subscribe(successor);

    assertThat(store.feed(new FeedId("a")).orElseThrow().url()).isEqualTo(successor.url());
    assertThat(newest(ofFeed("a"))).isEmpty();
  }

  private static Subscription named(String name, Subscription s) {
    return new Subscription(
        new FeedId(name),
        s.url(),
        s.title(),
        s.tags(),
        s.adoptsCategories(),
        s.every(),
        s.auth(),
        s.headers(),
        s.include(),
        s.exclude());
  }

  @Test
  void aFeedThatVanishesIsNotPolledAndItsEntriesAreFoundNowhere() {
    subscribe(subscription("a", "java"), subscription("b", "java"));
    int group = group("a");
    var key = arrive("a", change(1, "one", "red")).getFirst().key();

    var groups = subscribe(subscription("b", "java"));

    assertThat(groups).hasSize(1);
    assertThat(newest(ofGroup(group), ofFeed("a"), ofCategory("red", Set.of(0, group)))).isEmpty();
    assertThat(store.entry(key)).isEmpty();
    assertThat(store.feeds()).extracting(f -> f.id().value()).containsExactly("b");
    assertThat(store.take(new FeedId("a"), NOON, LEASE)).isEmpty();
    assertThat(store.takeDue(NOON.plus(Duration.ofDays(9)), 10, LEASE))
        .extracting(due -> due.id().value())
        .containsExactly("b");
    assertThat(store.categories(Set.of(0, group), 10)).isEmpty();
  }

  @Test
  void aFeedThatComesBackHasItsEntriesAndIsPolledWhenItWouldHaveBeen() {
    var a = subscription("a", "java");
    subscribe(a);
    arrive("a", change(1, "one", "red"));
    subscribe();

    subscribe(a);

    assertThat(newest(ofGroup(group("a")))).containsExactly("one");
    assertThat(newest(ofCategory("red", Set.of(group("a"))))).containsExactly("one");
    assertThat(store.nextDue()).contains(NOON.plus(Duration.ofHours(1)));
  }

  @Test
  void anUpdateOfAFeedThatVanishedMeanwhileIsKeptButNotShown() {
    var a = subscription("a", "java");
    subscribe(a);
    var due = take("a");
    subscribe();

    store.apply(update(due, NOON, change(1, "one", "red")));

    assertThat(store.nextDue()).isEmpty();
    assertThat(newest(ofCategory("red", Set.of(0)))).isEmpty();
    subscribe(a);
    assertThat(newest(ofGroup(group("a")))).containsExactly("one");
    assertThat(newest(ofCategory("red", Set.of(group("a"))))).containsExactly("one");
  }

  @Test
  void entriesMoveWithTheirFeedToAnotherGroup() {
    subscribe(subscription("a", "java"), subscription("b", "java"), subscription("c", "news"));
    int java = group("a");
    int news = group("c");
    arrive("a", change(1, "a1", "red", "blue"));
    arrive("b", change(2, "b1", "red"));
    arrive("c", change(3, "c1", "red"));

    subscribe(subscription("a", "news"), subscription("b", "java"), subscription("c", "news"));

    assertThat(group("a")).isEqualTo(news);
    assertThat(newest(ofGroup(java))).containsExactly("b1");
    assertThat(newest(ofGroup(news))).containsExactly("c1", "a1");
    assertThat(newest(ofCategory("red", Set.of(news)))).containsExactly("c1", "a1");
    assertThat(newest(ofCategory("red", Set.of(java)))).containsExactly("b1");
    assertThat(newest(ofGroup(news, Clause.anyOf(Set.of("blue"))))).containsExactly("a1");
  }

  @Test
  void aGroupWhoseFeedsAllGoToANewCombinationKeepsItsNumber() {
    subscribe(subscription("a", "java"), subscription("b", "java"));
    int before = group("a");

    var groups = subscribe(subscription("a", "jvm"), subscription("b", "jvm"));

    assertThat(groups).containsExactly(new FeedGroup(before, Set.of("jvm"), false));
  }

  @Test
  void groupsMaySwapTheirTags() {
    subscribe(subscription("a", "x"), subscription("b", "y"));
    arrive("a", change(1, "a1"));
    arrive("b", change(2, "b1"));

    subscribe(subscription("a", "y"), subscription("b", "x"));

    var tags = store.groups().stream().filter(g -> g.number() == group("a")).findFirst();
    assertThat(tags.orElseThrow().tags()).containsExactly("y");
    assertThat(newest(ofGroup(group("a")))).containsExactly("a1");
    assertThat(newest(ofGroup(group("b")))).containsExactly("b1");
  }

  @Test
  void thousandsOfFeedsAreSubscribedAtOnce() {
    var many =
        IntStream.range(0, 5_000)
            .mapToObj(i -> subscription("f" + i, "t" + i % 7, "u" + i % 3))
            .toList();

    assertThat(store.subscribe(many, NOON)).hasSize(21);
    assertThat(store.subscribe(many, NOON)).hasSize(21);
    assertThat(store.feeds()).hasSize(5_000);
    assertThat(store.subscribe(many.subList(0, 100), NOON)).hasSize(21);
    assertThat(store.feeds()).hasSize(100);
  }

  // Leases

  @Test
  void aFeedIsGivenToOneTaker() {
    subscribe(subscription("a"), subscription("b"), subscription("c"));

    var first = store.takeDue(NOON, 2, LEASE);
    var second = store.takeDue(NOON, 2, LEASE);

    assertThat(first).hasSize(2);
    assertThat(second).hasSize(1);
    assertThat(Stream.concat(first.stream(), second.stream()).map(Due::id)).doesNotHaveDuplicates();
    assertThat(store.takeDue(NOON, 2, LEASE)).isEmpty();
    assertThat(store.take(new FeedId("a"), NOON, LEASE)).isEmpty();
    assertThat(store.nextDue()).contains(NOON.plus(LEASE));
  }

  @Test
  void whenALeaseEndsTheFeedIsDueAgain() {
    subscribe(subscription("a"));
    var late = take("a");
    var then = NOON.plus(LEASE);

    var taken = store.takeDue(then, 10, LEASE);

    assertThat(taken).hasSize(1);
    assertThatThrownBy(() -> store.apply(update(late, then, change(1, "late"))))
        .isInstanceOf(LeaseLost.class);
    assertThat(newest(ofFeed("a"))).isEmpty();
    assertThat(store.apply(update(taken.getFirst(), then, change(1, "one")))).hasSize(1);
  }

  @Test
  void aLeaseThatEndedButWasNotTakenByAnotherStillStands() {
    subscribe(subscription("a"));
    var due = take("a");

    assertThat(store.apply(update(due, NOON.plus(LEASE.multipliedBy(2)), change(1, "one"))))
        .hasSize(1);
  }

  @Test
  void anUpdateEndsTheLeaseAndIsNotAppliedTwice() {
    subscribe(subscription("a"));
    var update = update(take("a"), NOON, change(1, "one"));
    store.apply(update);

    assertThatThrownBy(() -> store.apply(update)).isInstanceOf(LeaseLost.class);
    assertThat(store.nextDue()).contains(update.next().nextPoll());
    assertThat(store.takeDue(update.next().nextPoll().minusMillis(1), 1, LEASE)).isEmpty();
    assertThat(store.takeDue(update.next().nextPoll(), 1, LEASE))
        .singleElement()
        .satisfies(due -> assertThat(due.state()).isEqualTo(update.next()));
  }

  @Test
  void theLongestDueAreTakenFirst() {
    subscribe(subscription("a"), subscription("b"), subscription("c"));
    for (var feed : List.of("c", "a", "b")) {
      int hours = List.of("c", "a", "b").indexOf(feed);
      store.apply(update(take(feed), NOON.plus(Duration.ofHours(hours))));
    }

    assertThat(store.takeDue(NOON.plus(Duration.ofDays(1)), 2, LEASE))
        .extracting(due -> due.id().value())
        .containsExactlyInAnyOrder("c", "a");
  }

  @Test
  void aFeedThatIsGoneIsPolledOnlyWhenAskedFor() {
    subscribe(subscription("a"));
    store.apply(
        new Update(
            take("a"),
            with(PollState.Outcome.GONE, Instant.MAX),
            Optional.empty(),
            List.of(),
            List.of(),
            NOON));

    assertThat(store.nextDue()).isEmpty();
    assertThat(store.takeDue(Instant.MAX, 10, Duration.ZERO)).isEmpty();
    assertThat(store.take(new FeedId("a"), NOON, LEASE)).isPresent();
  }

  private static PollState with(PollState.Outcome outcome, Instant next) {
    var s = Sample.polled(NOON);
    return new PollState(
        s.address(),
        s.validators(),
        s.digest(),
        s.failures(),
        next,
        s.reason(),
        s.lastPoll(),
        s.lastSuccess(),
        outcome,
        s.message(),
        s.status(),
        s.move(),
        s.pace(),
        s.interval());
  }

  // Updates

  @Test
  void whatArrivesIsStoredAndTold() {
    subscribe(subscription("a", "java"));
    var arrivals = arrive("a", change(1, "one", "Red", "Dark Blue"), change(2, "two"));
    int feed = arrivals.getFirst().key().feed();

    assertThat(arrivals)
        .containsExactly(
            new Arrival(
                new EntryKey(feed, Digest.of("one")),
                new FeedId("a"),
                group("a"),
                Set.of("red", "dark-blue"),
                NOON.plusSeconds(1),
                true),
            new Arrival(
                new EntryKey(feed, Digest.of("two")),
                new FeedId("a"),
                group("a"),
                Set.of(),
                NOON.plusSeconds(2),
                true));
    assertThat(store.entry(arrivals.getFirst().key()))
        .contains(
            new StoredEntry(
                arrivals.getFirst().key(),
                new FeedId("a"),
                NOON.plusSeconds(1),
                NOON,
                NOON,
                entry("one", "Red", "Dark Blue")));
  }

  @Test
  void aChangedEntryKeepsItsPlaceAndWhenItWasFirstSeen() {
    subscribe(subscription("a", "java"));
    arrive("a", change(1, "one", "red", "blue"));
    var later = NOON.plusSeconds(600);
    var edited = Sample.entry("one", "blue", "green");
    var due = store.take(new FeedId("a"), later, LEASE).orElseThrow();

    var arrivals =
        store.apply(
            update(
                due,
                later,
                new Change(Digest.of("one"), 77, NOON.plusSeconds(500), false, edited)));

    assertThat(arrivals)
        .singleElement()
        .satisfies(
            arrival -> {
              assertThat(arrival.isNew()).isFalse();
              assertThat(arrival.river()).isEqualTo(NOON.plusSeconds(1));
              assertThat(arrival.categories()).containsExactlyInAnyOrder("red", "blue", "green");
            });
    var stored = store.entry(arrivals.getFirst().key()).orElseThrow();
    assertThat(stored.entry()).isEqualTo(edited);
    assertThat(stored.river()).isEqualTo(NOON.plusSeconds(1));
    assertThat(stored.firstSeen()).isEqualTo(NOON);
    assertThat(stored.lastChanged()).isEqualTo(later);
    var group = Set.of(group("a"));
    assertThat(newest(ofCategory("red", group))).isEmpty();
    assertThat(newest(ofCategory("blue", group))).containsExactly("one");
    assertThat(newest(ofCategory("green", group))).containsExactly("one");
    assertThat(store.fingerprints(due.key(), List.of(Digest.of("one"))))
        .containsExactly(Map.entry(Digest.of("one"), 77L));
  }

  @Test
  void anEntryIsNeverDoubledWhateverTheUpdateSays() {
    subscribe(subscription("a", "java"));
    arrive("a", change(1, "one", "red"));

    var arrivals = arrive("a", change(9, "one", "red"), change(9, "one", "red"));

    assertThat(arrivals).singleElement().satisfies(a -> assertThat(a.isNew()).isFalse());
    assertThat(newest(ofGroup(group("a")))).containsExactly("one");
    assertThat(store.feed(new FeedId("a")).orElseThrow().entries()).isEqualTo(1);
    assertThat(store.categories(Set.of(group("a")), 9))
        .containsExactly(new CategoryCount("red", "red", 1));
  }

  @Test
  void aChangeOfAnUnknownEntryInsertsIt() {
    subscribe(subscription("a"));
    var arrivals = arrive("a", new Change(Digest.of("x"), 1, NOON, false, Sample.entry("x")));

    assertThat(arrivals).singleElement().satisfies(a -> assertThat(a.isNew()).isTrue());
    assertThat(newest(ofFeed("a"))).containsExactly("x");
  }

  @Test
  void fingerprintsAreThoseOfKnownEntriesOfThatFeed() {
    subscribe(subscription("a"), subscription("b"));
    int a = arrive("a", change(1, "one"), change(2, "two")).getFirst().key().feed();
    arrive("b", change(1, "three"));
    var one = change(1, "one");

    assertThat(store.fingerprints(a, List.of(one.id(), one.id(), Digest.of("three"), 4L)))
        .containsExactly(Map.entry(one.id(), one.fingerprint()));
    assertThat(store.fingerprints(a, List.of())).isEmpty();
  }

  @Test
  void statusTellsWhatIsKnownOfAFeed() {
    subscribe(subscription("a", "Java"));
    var problems = List.of(new Problem("line 3", "stray <"), new Problem("", "no title"));
    var info = Sample.info("Some Feed");
    store.apply(
        new Update(
            take("a"),
            Sample.polled(NOON),
            Optional.of(info),
            problems,
            List.of(change(5, "five"), change(3, "three")),
            NOON));

    var status = store.feed(new FeedId("a")).orElseThrow();

    assertThat(status.state()).isEqualTo(Sample.polled(NOON));
    assertThat(status.info()).contains(info);
    assertThat(status.problems()).isEqualTo(problems);
    assertThat(status.entries()).isEqualTo(2);
    assertThat(status.newest()).contains(NOON.plusSeconds(5));
    assertThat(status.tags()).extracting(Tag::label).containsExactly("Java");
    assertThat(store.feeds(List.of(new FeedId("a"), new FeedId("b"))))
        .containsExactly(Map.entry(new FeedId("a"), status));
    assertThat(store.feeds()).containsExactly(status);
  }

  @Test
  void aPollThatReadNothingKeepsWhatThePublisherSaidBefore() {
    subscribe(subscription("a"));
    arrive("a", change(1, "one"));
    var before = store.feed(new FeedId("a")).orElseThrow();

    store.apply(
        new Update(
            take("a"),
            with(PollState.Outcome.UNCHANGED, NOON.plusSeconds(1)),
            Optional.empty(),
            List.of(),
            List.of(),
            NOON));

    var after = store.feed(new FeedId("a")).orElseThrow();
    assertThat(after.info()).isEqualTo(before.info()).map(FeedInfo::title).isPresent();
    assertThat(after.entries()).isEqualTo(1);
    assertThat(after.newest()).isEqualTo(before.newest());
    assertThat(after.state().outcome()).isEqualTo(PollState.Outcome.UNCHANGED);
  }

  @Test
  void categoriesAreCountedInTheGroupsAskedFor() {
    subscribe(subscription("a", true), subscription("b", true), subscription("c", "java"));
    arrive("a", change(1, "a1", "Red", "Blue"), change(2, "a2", "red"));
    arrive("b", change(1, "b1", "RED"));
    arrive("c", change(1, "c1", "Green"));

    assertThat(store.categories(Set.of(group("a")), 10))
        .extracting(CategoryCount::key, CategoryCount::entries)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("red", 3L),
            org.assertj.core.groups.Tuple.tuple("blue", 1L));
    assertThat(store.categories(Set.of(group("a"), group("c")), 1))
        .extracting(CategoryCount::key)
        .containsExactly("red");
  }

  // Paging

  @Test
  void pagesSkipAndRepeatNothingWhileEntriesArrive() {
    subscribe(subscription("a", "x"), subscription("b", "y"));
    var expected = new ArrayList<String>();
    for (int i = 0; i < 40; i++) {
      arrive(i % 2 == 0 ? "a" : "b", change(i / 4, "old" + i));
      expected.add("old" + i);
    }
    var branches = List.<Scan.Branch>of(ofGroup(group("a")), ofGroup(group("b")), ofFeed("a"));
    var seen = new ArrayList<String>();
    Optional<Cursor> before = Optional.empty();
    for (int page = 0; page < 6; page++) {
      var entries =
          store.newest(new Scan(branches, Set.of(), Optional.empty(), Optional.empty(), before, 7));
      seen.addAll(guids(entries));
      before = Optional.of(Cursor.of(entries.getLast()));
      arrive("a", change(100 + page, "new" + page));
    }

    assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void reopeningKeepsEverything() {
    subscribe(subscription("a", "java"), subscription("b", true, "news"));
    arrive("a", change(1, "one", "red"));
    arrive("b", change(2, "two", "blue"));
    var feeds = store.feeds();
    var groups = store.groups();
    var entries = store.newest(scan(9, ofGroup(group("a")), ofGroup(group("b"))));

    reopen();

    assertThat(store.feeds()).isEqualTo(feeds);
    assertThat(store.groups()).isEqualTo(groups);
    assertThat(store.newest(scan(9, ofGroup(group("a")), ofGroup(group("b")))))
        .isEqualTo(entries)
        .hasSize(2);
  }
}
