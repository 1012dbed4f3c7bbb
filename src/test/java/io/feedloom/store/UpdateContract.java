package io.feedloom.store;

import static io.feedloom.store.Sample.LEASE;
import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.entry;
import static io.feedloom.store.Sample.subscription;
import static io.feedloom.store.Sample.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Digest;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.EntryName;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Problem;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.Tag;
import io.feedloom.feed.Update.Change;
import io.feedloom.store.api.CategoryCount;
import io.feedloom.store.api.FeedOutcome;
import io.feedloom.store.api.StoreException;
import io.feedloom.store.db.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Writing updates. */
abstract class UpdateContract extends StoreContract {
  /** A fingerprint that a constraint in the test database refuses. */
  private static final long REFUSED = 4711;

  @Test
  void newEntriesAreStoredAndReturnedAsArrivals() {
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
    assertThat(store.entries().byKey(arrivals.getFirst().key()))
        .contains(
            new StoredEntry(
                arrivals.getFirst().key(),
                new FeedId("a"),
                NOON.plusSeconds(1),
                NOON,
                NOON,
                entry("one", "Red", "Dark Blue"),
                new EntryName("one", "https://a.example.org/feed", Digest.of("one"), false)));
  }

  @Test
  void changedEntryKeepsItsPlaceAndFirstSeenTime() {
    subscribe(subscription("a", "java"));
    arrive("a", change(1, "one", "red", "blue"));
    var later = NOON.plusSeconds(600);
    var edited = Sample.entry("one", "blue", "green");
    var due = store.leases().take(new FeedId("a"), later, LEASE).orElseThrow();

    var arrivals =
        store
            .updates()
            .apply(
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
    var stored = store.entries().byKey(arrivals.getFirst().key()).orElseThrow();
    assertThat(stored.entry()).isEqualTo(edited);
    assertThat(stored.river()).isEqualTo(NOON.plusSeconds(1));
    assertThat(stored.firstSeen()).isEqualTo(NOON);
    assertThat(stored.lastChanged()).isEqualTo(later);
    var group = Set.of(group("a"));
    assertThat(newest(ofCategory("red", group))).isEmpty();
    assertThat(newest(ofCategory("blue", group))).containsExactly("one");
    assertThat(newest(ofCategory("green", group))).containsExactly("one");
    assertThat(store.feedEntries().fingerprints(due.key(), List.of(Digest.of("one"))))
        .containsExactly(Map.entry(Digest.of("one"), 77L));
  }

  @Test
  void knownEntryThatTheUpdateCallsNewIsNotDoubled() {
    subscribe(subscription("a", "java"));
    arrive("a", change(1, "one", "red"));

    var arrivals = arrive("a", change(9, "one", "red"), change(9, "one", "red"));

    assertThat(arrivals).singleElement().satisfies(a -> assertThat(a.isNew()).isFalse());
    assertThat(newest(ofGroup(group("a")))).containsExactly("one");
    assertThat(store.feeds().byId(new FeedId("a")).orElseThrow().entries()).isEqualTo(1);
    assertThat(store.categories().mostFrequent(Set.of(group("a")), 9))
        .containsExactly(new CategoryCount("red", "red", 1));
  }

  @Test
  void changeOfAnUnknownEntryInsertsIt() {
    subscribe(subscription("a"));
    var arrivals = arrive("a", new Change(Digest.of("x"), 1, NOON, false, Sample.entry("x")));

    assertThat(arrivals).singleElement().satisfies(a -> assertThat(a.isNew()).isTrue());
    assertThat(newest(ofFeed("a"))).containsExactly("x");
  }

  @Test
  void fingerprintsAreOnlyOfStoredEntriesOfTheFeed() {
    subscribe(subscription("a"), subscription("b"));
    int a = arrive("a", change(1, "one"), change(2, "two")).getFirst().key().feed();
    arrive("b", change(1, "three"));
    var one = change(1, "one");

    assertThat(
            store
                .feedEntries()
                .fingerprints(a, List.of(one.id(), one.id(), Digest.of("three"), 4L)))
        .containsExactly(Map.entry(one.id(), one.fingerprint()));
    assertThat(store.feedEntries().fingerprints(a, List.of())).isEmpty();
  }

  @Test
  void statusHasDescriptionProblemsAndFigures() {
    subscribe(subscription("a", "Java"));
    var problems = List.of(new Problem("line 3", "stray <"), new Problem("", "no title"));
    var info = Sample.info("Some Feed");
    store
        .updates()
        .apply(
            SampleUpdate.of(
                take("a"),
                Sample.polled(NOON),
                Optional.of(info),
                problems,
                List.of(change(5, "five"), change(3, "three")),
                NOON,
                Sample.TOOK));

    var status = store.feeds().byId(new FeedId("a")).orElseThrow();

    assertThat(status.state()).isEqualTo(Sample.polled(NOON));
    assertThat(status.info()).contains(info);
    assertThat(status.problems()).isEqualTo(problems);
    assertThat(status.entries()).isEqualTo(2);
    assertThat(status.newest()).contains(NOON.plusSeconds(5));
    assertThat(status.tags()).extracting(Tag::label).containsExactly("Java");
    assertThat(store.feeds().byIds(List.of(new FeedId("a"), new FeedId("b"))))
        .containsExactly(Map.entry(new FeedId("a"), status));
    assertThat(store.feeds().all()).containsExactly(status);
    assertThat(store.feeds().outcomes())
        .containsExactly(
            new FeedOutcome(
                new FeedId("a"),
                status.state().outcome(),
                status.state().failures(),
                status.state().nextPoll(),
                2));
  }

  @Test
  void pollWithoutADocumentKeepsTheDescription() {
    subscribe(subscription("a"));
    arrive("a", change(1, "one"));
    var before = store.feeds().byId(new FeedId("a")).orElseThrow();

    store
        .updates()
        .apply(
            SampleUpdate.of(
                take("a"),
                Sample.polled(PollState.Outcome.UNCHANGED, NOON.plusSeconds(1)),
                Optional.empty(),
                List.of(),
                List.of(),
                NOON,
                Sample.TOOK));

    var after = store.feeds().byId(new FeedId("a")).orElseThrow();
    assertThat(after.info()).isEqualTo(before.info()).map(FeedInfo::title).isPresent();
    assertThat(after.entries()).isEqualTo(1);
    assertThat(after.newest()).isEqualTo(before.newest());
    assertThat(after.state().outcome()).isEqualTo(PollState.Outcome.UNCHANGED);
  }

  @Test
  void categoriesAreCountedInTheGivenGroups() {
    subscribe(subscription("a", true), subscription("b", true), subscription("c", "java"));
    arrive("a", change(1, "a1", "Red", "Blue"), change(2, "a2", "red"));
    arrive("b", change(1, "b1", "RED"));
    arrive("c", change(1, "c1", "Green"));

    assertThat(store.categories().mostFrequent(Set.of(group("a")), 10))
        .extracting(CategoryCount::key, CategoryCount::entries)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("red", 3L),
            org.assertj.core.groups.Tuple.tuple("blue", 1L));
    assertThat(store.categories().mostFrequent(Set.of(group("a"), group("c")), 1))
        .extracting(CategoryCount::key)
        .containsExactly("red");
  }

  private static Change[] many(String prefix) {
    return IntStream.range(0, 900)
        .mapToObj(i -> change(i, prefix + i, "red", "green", "blue"))
        .toArray(Change[]::new);
  }

  @Test
  void largeUpdateIsStoredCompletelyAndEndsItsLease() {
    subscribe(subscription("a", "java"));
    var arrivals = arrive("a", many("e"));

    assertThat(arrivals).hasSize(900).allMatch(Arrival::isNew);
    assertThat(store.feeds().byId(new FeedId("a")).orElseThrow().entries()).isEqualTo(900);
    assertThat(newest(ofGroup(group("a")))).hasSize(50).startsWith("e899", "e898");
    assertThat(arrive("a", change(1_000, "later"))).hasSize(1);
  }

  private void sql(String statement) throws SQLException {
    try (var c = Plans.connect(settings(), folder)) {
      Sql.run(c, statement);
    }
  }

  @Test
  void arrivalsBeforeAFailureOfALargeUpdateAreReportedWithTheNext() throws SQLException {
    subscribe(subscription("a", "java"), subscription("b", "java"));
    var changes = new ArrayList<>(List.of(many("e")));
    var entry = entry("broken");
    changes.add(new Change(Digest.of("broken"), REFUSED, NOON, true, entry));
    var due = take("a");
    var update = update(due, NOON, changes.toArray(Change[]::new));

    sql("ALTER TABLE entry ADD CONSTRAINT refused CHECK (fingerprint <> " + REFUSED + ")");
    try {
      assertThatThrownBy(() -> store.updates().apply(update)).isInstanceOf(StoreException.class);
    } finally {
      sql("ALTER TABLE entry DROP CONSTRAINT refused");
    }
    var stored = store.feeds().byId(new FeedId("a")).orElseThrow().entries();
    var arrivals = arrive("b", change(1_000, "other"));

    assertThat(stored).isBetween(1L, 899L);
    assertThat(arrivals).hasSize((int) stored + 1);
    assertThat(arrivals.getFirst().feed()).isEqualTo(new FeedId("b"));
    assertThat(arrive("b", change(1_001, "another"))).hasSize(1);
  }
}
