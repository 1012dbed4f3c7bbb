package io.feedloom.store;

import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.entry;
import static io.feedloom.store.Sample.scan;
import static io.feedloom.store.Sample.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Clause;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.Update.Change;
import io.feedloom.store.row.EntryRows;
import io.feedloom.store.row.Hit;
import io.feedloom.store.row.Position;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The entries that scans find. */
abstract class ScanContract extends StoreContract {
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
          store
              .entries()
              .newest(
                  new Scan(
                      branches,
                      Set.of(),
                      Optional.empty(),
                      Optional.empty(),
                      before,
                      Optional.empty(),
                      7));
      seen.addAll(guids(entries));
      before = Optional.of(Cursor.of(entries.getLast()));
      arrive("a", change(100 + page, "new" + page));
    }

    assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void pagesUpwardsSkipAndRepeatNothing() {
    subscribe(subscription("a", "x"), subscription("b", "y"));
    for (int i = 0; i < 40; i++) {
      arrive(i % 2 == 0 ? "a" : "b", change(i / 4, "e" + i));
    }
    var branches = new Scan.Branch[] {ofGroup(group("a")), ofGroup(group("b")), ofFeed("a")};
    var down = store.entries().newest(scan(50, branches));
    var up = new ArrayList<StoredEntry>();
    var after = Cursor.of(down.getLast());
    for (int page = 0; page < 6; page++) {
      var entries = store.entries().newest(up(after, 7, branches));
      up.addAll(entries.reversed());
      after = Cursor.of(entries.getFirst());
    }

    assertThat(up).isEqualTo(down.subList(0, 39).reversed());
    assertThat(store.entries().newest(up(after, 7, branches))).isEmpty();
  }

  private static Scan up(Cursor after, int limit, Scan.Branch... branches) {
    return new Scan(
        List.of(branches),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(after),
        limit);
  }

  @Test
  void reopenedStoreKeepsEverything() {
    subscribe(subscription("a", "java"), subscription("b", true, "news"));
    arrive("a", change(1, "one", "red"));
    arrive("b", change(2, "two", "blue"));
    var feeds = store.feeds().all();
    var groups = store.feeds().groups();
    var entries = store.entries().newest(scan(9, ofGroup(group("a")), ofGroup(group("b"))));

    reopen();

    assertThat(store.feeds().all()).isEqualTo(feeds);
    assertThat(store.feeds().groups()).isEqualTo(groups);
    assertThat(store.entries().newest(scan(9, ofGroup(group("a")), ofGroup(group("b")))))
        .isEqualTo(entries)
        .hasSize(2);
  }

  @Test
  void scanLeavesOutFeedsAndTimes() {
    subscribe(subscription("a", "x"), subscription("b", "x"));
    arrive("a", change(1, "a1"), change(3, "a3"));
    arrive("b", change(2, "b2"), change(4, "b4"));
    var branches = List.<Scan.Branch>of(ofGroup(group("a")));
    var without = Set.of(new FeedId("b"), new FeedId("unknown"));

    assertThat(
            guids(
                store
                    .entries()
                    .newest(
                        new Scan(
                            branches,
                            without,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            9))))
        .containsExactly("a3", "a1");
    assertThat(
            guids(
                store
                    .entries()
                    .newest(
                        new Scan(
                            branches,
                            Set.of(),
                            Optional.of(NOON.plusSeconds(2)),
                            Optional.of(NOON.plusSeconds(4)),
                            Optional.empty(),
                            Optional.empty(),
                            9))))
        .containsExactly("a3", "b2");
  }

  @Test
  void unknownFeedsAndEntriesAreEmpty() {
    assertThat(newest()).isEmpty();
    assertThat(newest(ofGroup(7), ofFeed("nobody"), ofCategory("none", Set.of(1, 2)))).isEmpty();
    assertThat(newest(ofCategory("none", Set.of()))).isEmpty();
    assertThat(store.entries().byKey(new EntryKey(1, 2))).isEmpty();
    assertThat(store.feeds().byId(new FeedId("nobody"))).isEmpty();
    assertThat(store.feeds().byIds(List.of())).isEmpty();
    assertThat(store.categories().mostFrequent(Set.of(), 5)).isEmpty();
  }

  @Test
  void entriesWithTheSameTimeAreOrderedByFeedAndId() {
    subscribe(subscription("a", "x"), subscription("b", "y"));
    for (int i = 0; i < 30; i++) {
      arrive(i % 2 == 0 ? "a" : "b", change(0, "e" + i));
    }
    var branches = new Scan.Branch[] {ofGroup(group("a")), ofGroup(group("b"))};
    var keys = store.entries().newest(scan(50, branches)).stream().map(StoredEntry::key).toList();

    assertThat(keys)
        .hasSize(30)
        .isSortedAccordingTo(
            Comparator.comparingInt(EntryKey::feed).thenComparingLong(EntryKey::id).reversed());
    var paged = new ArrayList<EntryKey>();
    Optional<Cursor> before = Optional.empty();
    while (paged.size() < 30) {
      var page =
          store
              .entries()
              .newest(
                  new Scan(
                      List.of(branches),
                      Set.of(),
                      Optional.empty(),
                      Optional.empty(),
                      before,
                      Optional.empty(),
                      4));
      page.forEach(entry -> paged.add(entry.key()));
      before = Optional.of(Cursor.of(page.getLast()));
    }
    assertThat(paged).isEqualTo(keys);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void scanFindsWhatAFilterOfAllEntriesFinds(long seed) {
    new RandomScans(store, seed).check(60);
  }

  @Test
  void everyRunIsReadFromItsIndexInOrder() {
    subscribe(subscription("a", "x"), subscription("b", "y"));
    for (int i = 0; i < 60; i++) {
      arrive(
          i % 3 == 0 ? "a" : "b",
          IntStream.range(0, 50)
              .mapToObj(n -> change(n, "e" + n * 1_000 + n, "red", "c" + n % 5))
              .toArray(Change[]::new));
    }
    var where = new Clause[] {Clause.anyOf(Set.of("c1", "c2")), Clause.noneOf(Set.of("c3"))};
    var scan =
        new Scan(
            List.of(
                ofGroup(group("a"), where),
                ofFeed("a", where),
                ofCategory("red", Set.of(group("a")), where)),
            Set.of(),
            Optional.empty(),
            Optional.of(NOON.plusSeconds(45)),
            Optional.empty(),
            Optional.empty(),
            10);

    assertThat(Plans.of(settings(), folder, store, scan)).hasSize(3).allSatisfy(Plans::isOrdered);
    var place = new Cursor(NOON.plusSeconds(30), new EntryKey(0, 0));
    var up = up(place, 10, scan.branches().toArray(Scan.Branch[]::new));
    assertThat(Plans.of(settings(), folder, store, up)).hasSize(3).allSatisfy(Plans::isOrdered);
  }

  @Test
  void entryThatMovedToAnotherGroupAfterItWasFoundIsRead() throws SQLException {
    subscribe(subscription("a", "x"));
    arrive("a", change(0, "one"), change(1, "two"));
    var found = store.entries().newest(scan(10, ofGroup(group("a"))));
    int elsewhere = group("a") + 1;
    var hits =
        found.stream()
            .map(
                entry ->
                    new Hit(
                        new Position(entry.river().toEpochMilli(), entry.key()),
                        Optional.of(elsewhere)))
            .toList();

    try (var c = Plans.connect(settings(), folder)) {
      var read = new ArrayList<StoredEntry>();
      for (var row : EntryRows.of(c, hits)) {
        read.add(row.entry(c).orElseThrow());
      }
      assertThat(read).isEqualTo(found).hasSize(2);
    }
  }
}
