package io.feedloom.store;

import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.info;
import static io.feedloom.store.Sample.polled;
import static io.feedloom.store.Sample.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Category;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryName;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Search;
import io.feedloom.feed.Tombstone;
import io.feedloom.feed.Update.Change;
import io.feedloom.feed.Update.Withdrawal;
import io.feedloom.feed.Update.Withdrawal.Missing;
import io.feedloom.feed.Withdrawn;
import io.feedloom.store.api.LoggedArrivals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entries that their publishers withdraw. */
abstract class WithdrawalContract extends StoreContract {
  private static final FeedId FEED = new FeedId("a");
  private static final Instant WITHDRAWN = NOON.plusSeconds(600);
  private static final Instant LATER = NOON.plus(Duration.ofHours(1));
  private static final Withdrawal MISSING = new Withdrawal(List.of(), Missing.BETWEEN);

  @BeforeEach
  void subscribeToOne() {
    subscribe(subscription("a", "news"));
  }

  private static Withdrawal of(String... guids) {
    return new Withdrawal(
        List.of(guids).stream().map(guid -> new Tombstone(guid, WITHDRAWN)).toList(), Missing.NONE);
  }

  /** Reads a document with these guids that withdraws others; the changes are the new entries. */
  private List<Arrival> read(Withdrawal withdrawal, List<String> carried, Change... changes) {
    return readDated(Optional.of(NOON), withdrawal, carried, changes);
  }

  private List<Arrival> readDated(
      Optional<Instant> date, Withdrawal withdrawal, List<String> carried, Change... changes) {
    return store
        .updates()
        .apply(
            SampleUpdate.of(
                take("a"),
                polled(LATER),
                Optional.of(info("Feed", date)),
                List.of(),
                List.of(changes),
                Optional.of(carried.stream().mapToLong(Digest::of).toArray()),
                RuleResult.NO_RULES,
                LATER,
                Duration.ZERO,
                withdrawal));
  }

  private List<String> river() {
    return newest(ofGroup(group("a")));
  }

  private List<Withdrawn> withdrawn() {
    return store.entries().withdrawn(Set.of(group("a")), _ -> true, 100);
  }

  private static Change updated(int second, String guid, Instant updated) {
    return change(second, Entry.builder(guid).title("Again").updated(updated).build());
  }

  @Test
  void entryOfATombstoneIsRemovedAndReportedAsWithdrawn() {
    read(Withdrawal.NONE, List.of("a", "b"), change(1, "a", "cat"), change(2, "b", "cat"));

    var arrivals = read(of("a"), List.of("b"));

    assertThat(arrivals)
        .singleElement()
        .matches(Arrival::withdrawn)
        .matches(arrival -> !arrival.isNew() && arrival.categories().equals(Set.of("cat")));
    assertThat(river()).containsExactly("b");
    assertThat(newest(ofCategory("cat", Set.of(group("a"))))).containsExactly("b");
    assertThat(store.feeds().byId(FEED).orElseThrow().entries()).isEqualTo(1);
    assertThat(withdrawn())
        .containsExactly(
            new Withdrawn(
                arrivals.getFirst().key(),
                FEED,
                group("a"),
                Set.of("cat"),
                NOON.plusSeconds(1),
                new EntryName("a", "https://a.example.org/feed", Digest.of("a"), false),
                WITHDRAWN,
                LATER));
  }

  @Test
  void sameTombstoneAgainChangesNothing() {
    read(Withdrawal.NONE, List.of("a", "b"), change(1, "a"), change(2, "b"));
    read(of("a"), List.of("b"));

    assertThat(read(of("a"), List.of("b"))).isEmpty();
    reopen();
    assertThat(withdrawn()).hasSize(1);
    assertThat(river()).containsExactly("b");
  }

  @Test
  void oldDocumentRestoresNothing() {
    var a = updated(1, "a", NOON);
    read(Withdrawal.NONE, List.of("a", "b"), a, change(2, "b"));
    read(of("a"), List.of("b"));

    var other = new Change(a.id(), 4711, a.river(), false, a.entry());
    assertThat(read(Withdrawal.NONE, List.of("a", "b"), other)).isEmpty();
    assertThat(river()).containsExactly("b");
    assertThat(store.feedEntries().fingerprints(take("a").key(), List.of(a.id())))
        .containsEntry(a.id(), 4711L);
  }

  @Test
  void entryUpdatedAfterItsTombstoneReturnsAsNew() {
    read(Withdrawal.NONE, List.of("a", "b"), change(1, "a"), change(2, "b"));
    read(of("a"), List.of("b"));

    var arrivals = read(Withdrawal.NONE, List.of("a", "b"), updated(3, "a", LATER));

    assertThat(arrivals).singleElement().matches(Arrival::isNew);
    assertThat(river()).containsExactly("a", "b");
    assertThat(withdrawn()).isEmpty();
    assertThat(store.feeds().byId(FEED).orElseThrow().entries()).isEqualTo(2);
    assertThat(read(of("a"), List.of("b"))).singleElement().matches(Arrival::withdrawn);
  }

  @Test
  void tombstoneOfAnUnknownEntryKeepsItOut() {
    read(of("a"), List.of("b"), change(2, "b"));
    assertThat(withdrawn()).as("appeared nowhere").isEmpty();

    assertThat(read(Withdrawal.NONE, List.of("a", "b"), change(1, "a"))).isEmpty();
    assertThat(river()).containsExactly("b");
    assertThat(read(Withdrawal.NONE, List.of("a", "b"), updated(1, "a", LATER))).hasSize(1);
  }

  @Test
  void withdrawnHiddenEntryIsDeletedWithoutAnArrival() {
    var a = change(1, "a");
    var dropped = new RuleResult(true, Set.of(), List.of("x → drop"));
    read(
        Withdrawal.NONE,
        List.of("a", "b"),
        new Change(a.id(), a.fingerprint(), a.river(), true, a.entry(), dropped),
        change(2, "b"));

    assertThat(read(of("a"), List.of("b"))).isEmpty();
    assertThat(withdrawn()).isEmpty();
    var judging = store.rules().update(FEED, 9, Instant.EPOCH, (_, _) -> RuleResult.NONE);
    while (judging.hasMore()) {
      judging.next();
    }
    assertThat(river()).as("no rule restores it").containsExactly("b");
  }

  @Test
  void storyContinuesWithoutItsWithdrawnEntry() {
    subscribe(subscription("a", "news"), subscription("b", "news"), subscription("c", "news"));
    var link = "https://example.org/story";
    arrive("a", change(1, Entry.builder("a").title("A").link(link).build()));
    arrive("b", change(2, Entry.builder("b").title("B").link(link).build()));

    var arrivals = read(of("a"), List.of());
    arrive("c", change(3, Entry.builder("c").title("C").link(link).build()));

    assertThat(arrivals).singleElement().matches(Arrival::joins);
    var scan =
        new Scan(
            List.of(ofGroup(group("a"))),
            Set.of(),
            Search.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            9,
            OptionalInt.empty(),
            true);
    var found = store.entries().newest(scan);
    assertThat(guids(found)).containsExactly("b");
    assertThat(store.entries().storyMembers(scan, found).get(found.getFirst().key()))
        .extracting(member -> member.entry().entry().guid())
        .containsExactly("c");
  }

  @Test
  void republishedEntryJoinsItsStoryAgain() {
    subscribe(subscription("a", "news"), subscription("b", "news"));
    var link = "https://example.org/story";
    arrive("a", change(1, Entry.builder("a").title("A").link(link).build()));
    arrive("b", change(2, Entry.builder("b").title("B").link(link).build()));
    read(of("a"), List.of());

    var again = Entry.builder("a").title("A").link(link).updated(LATER).build();
    assertThat(read(Withdrawal.NONE, List.of("a"), change(1, again)))
        .singleElement()
        .matches(Arrival::joins);
  }

  @Test
  void entryMissingBetweenOthersIsWithdrawnIfTheFeedIsSetSo() {
    read(
        MISSING,
        List.of("a", "b", "c", "d"),
        change(1, "a"),
        change(2, "b"),
        change(3, "c", "cat"),
        change(4, "d"));

    assertThat(read(Withdrawal.NONE, List.of("d", "b", "a"))).isEmpty();
    read(MISSING, List.of("a", "b", "c", "d"));
    var arrivals = read(MISSING, List.of("d", "b", "a"));

    assertThat(arrivals).singleElement().matches(Arrival::withdrawn);
    assertThat(river()).containsExactly("d", "b", "a");
    assertThat(withdrawn())
        .extracting(Withdrawn::guid, Withdrawn::when)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("c", LATER));
  }

  @Test
  void entryMissingAtTheEndOrAboveOnePinnedEntryIsNotWithdrawn() {
    read(
        MISSING,
        List.of("p", "a", "b", "c"),
        change(-9_000, "p"),
        change(1, "a"),
        change(2, "b"),
        change(3, "c"));

    assertThat(read(MISSING, List.of("p", "b", "c", "d"), change(4, "d"))).hasSize(1);
    assertThat(read(MISSING, List.of())).isEmpty();
    assertThat(river()).containsExactly("d", "c", "b", "a", "p");
  }

  @Test
  void entryMissingFromACompleteFeedIsWithdrawn() {
    var complete = new Withdrawal(List.of(), Missing.ALL);
    read(complete, List.of("a", "b", "c"), change(1, "a"), change(2, "b"), change(3, "c"));

    assertThat(read(complete, List.of())).as("an empty document withdraws nothing").isEmpty();
    read(complete, List.of("a", "b", "c"));
    assertThat(read(complete, List.of("c"))).hasSize(2).allMatch(Arrival::withdrawn);
    assertThat(river()).containsExactly("c");
  }

  @Test
  void vanishedEntryReturnsWhenTheDocumentHasItAgain() {
    var c = change(3, "c");
    var d = change(4, "d");
    read(MISSING, List.of("a", "b", "c", "d"), change(1, "a"), change(2, "b"), c, d);
    read(MISSING, List.of("a", "b", "d"));

    assertThat(store.feedEntries().fingerprints(take("a").key(), List.of(c.id())).get(c.id()))
        .as("so that it counts as changed")
        .isNotEqualTo(c.fingerprint());
    var due = store.leases().take(FEED, LATER.plus(Sample.LEASE), Sample.LEASE).orElseThrow();
    var arrivals = store.updates().apply(Sample.update(due, LATER, c));

    assertThat(arrivals).singleElement().matches(Arrival::isNew);
    assertThat(river()).containsExactly("d", "c", "b", "a");
    assertThat(withdrawn()).isEmpty();
  }

  @Test
  void withdrawalsAreLimitedToTheSelection() {
    subscribe(subscription("a", "news"), subscription("b", "other"));
    read(Withdrawal.NONE, List.of("a", "b"), change(1, "a", "cat"), change(2, "b"));
    read(of("a", "b"), List.of());

    assertThat(store.entries().withdrawn(Set.of(group("b")), _ -> true, 9)).isEmpty();
    assertThat(store.entries().withdrawn(Set.of(), _ -> true, 9)).isEmpty();
    assertThat(withdrawn()).hasSize(2);
    assertThat(store.entries().withdrawn(Set.of(group("a")), _ -> true, 1)).hasSize(1);
    assertThat(
            store.entries().withdrawn(Set.of(group("a")), it -> it.categories().contains("cat"), 9))
        .extracting(Withdrawn::guid)
        .containsExactly("a");
    subscribe(subscription("b", "other"));
    assertThat(store.entries().withdrawn(Set.of(group("b")), _ -> true, 9)).isEmpty();
  }

  @Test
  void expiredWithdrawalsRestoreNothing() {
    read(Withdrawal.NONE, List.of("a", "b"), change(1, "a"), change(2, "b"));
    read(of("a"), List.of("b"));

    assertThat(store.retention().expireWithdrawals(LATER, 9).count()).isZero();
    var gone = store.retention().expireWithdrawals(LATER.plusMillis(1), 9);

    assertThat(gone.arrivals()).singleElement().matches(Arrival::withdrawn);
    assertThat(withdrawn()).isEmpty();
    assertThat(store.retention().expireWithdrawals(LATER.plusMillis(1), 9).count()).isZero();
    assertThat(read(Withdrawal.NONE, List.of("a", "b"), updated(1, "a", LATER))).isEmpty();
  }

  @Test
  void searchDoesNotFindAWithdrawnEntry() {
    var fox = Entry.builder("a").title("fox").categories(List.of(Category.of("x"))).build();
    read(Withdrawal.NONE, List.of("a"), change(1, fox));
    var words = SearchContract.words("fox");
    var scan = SearchContract.scan(words, 9, Optional.empty(), ofGroup(group("a")));
    assertThat(store.entries().newest(scan)).hasSize(1);

    read(of("a"), List.of());
    assertThat(store.entries().newest(scan)).isEmpty();
  }

  @Test
  void withdrawalsMoveWithTheirFeed() {
    read(Withdrawal.NONE, List.of("a"), change(1, "a"));
    read(of("a"), List.of());
    subscribe(subscription("a", "news"), subscription("b", "other"));
    subscribe(subscription("a", "other"), subscription("b", "other"));

    assertThat(withdrawn()).extracting(Withdrawn::group).containsExactly(group("b"));
    subscribe(subscription("b", "other"));
    assertThat(store.entries().withdrawn(Set.of(group("b")), _ -> true, 9)).isEmpty();
    subscribe(subscription("a", "other"), subscription("b", "other"));
    assertThat(withdrawn()).hasSize(1);
  }

  @Test
  void withdrawalIsInTheLogOfArrivals() {
    read(Withdrawal.NONE, List.of("a", "b"), change(1, "a"), change(2, "b"));
    long before = store.arrivals().end();
    var arrivals = read(of("a"), List.of("b"));
    var more = read(of("b"), List.of());

    var one = store.arrivals().updatesAfter(before, 1);
    var rest = store.arrivals().updatesAfter(one.sequence(), 9);
    assertThat(one.complete() && rest.complete()).isTrue();
    assertThat(one.updates()).extracting(LoggedArrivals.Of::arrivals).containsExactly(arrivals);
    assertThat(rest.updates()).extracting(LoggedArrivals.Of::arrivals).containsExactly(more);
    assertThat(rest.updates().getLast().number()).isEqualTo(rest.sequence());
    assertThat(store.arrivals().updatesAfter(rest.sequence(), 9))
        .isEqualTo(new LoggedArrivals(rest.sequence(), true, List.of()));
    assertThat(store.arrivals().updatesAfter(-5, 9).complete()).isFalse();
    assertThat(store.arrivals().updatesAfter(rest.sequence() + 5, 9).complete()).isFalse();
  }

  /** Reads a document with this date. */
  private List<Arrival> dated(Instant date, List<String> carried, Change... changes) {
    return readDated(Optional.of(date), MISSING, carried, changes);
  }

  private List<Arrival> undated(List<String> carried, Change... changes) {
    return readDated(Optional.empty(), MISSING, carried, changes);
  }

  private void carryFour(Optional<Instant> date) {
    readDated(
        date,
        MISSING,
        List.of("a", "b", "c", "d"),
        change(1, "a"),
        change(2, "b"),
        change(3, "c"),
        change(4, "d"));
  }

  @Test
  void oldCopyWithdrawsAndRestoresNothing() {
    carryFour(Optional.of(NOON));
    var c = change(3, "c");

    assertThat(dated(NOON.minusSeconds(1), List.of("a", "b", "c"))).as("before d").isEmpty();
    assertThat(dated(NOON, List.of("a", "b", "c", "d"))).isEmpty();
    assertThat(dated(NOON.plusSeconds(1), List.of("a", "b", "d")))
        .as("by a newer one")
        .hasSize(1)
        .allMatch(Arrival::withdrawn);
    assertThat(dated(NOON, List.of("a", "b", "c"), c)).as("an old copy has it").isEmpty();
    assertThat(dated(NOON.plusSeconds(1), List.of("a", "b", "d"))).isEmpty();

    assertThat(river()).containsExactly("d", "b", "a");
    assertThat(withdrawn()).extracting(Withdrawn::guid).containsExactly("c");
  }

  @Test
  void newestEntriesDecideWhichUndatedDocumentIsOlder() {
    carryFour(Optional.empty());

    assertThat(undated(List.of("a", "b", "c"))).as("perhaps a copy from before d").isEmpty();
    assertThat(undated(List.of("a", "b", "c", "d"))).isEmpty();
    assertThat(undated(List.of("a", "b", "d"))).as("not older").hasSize(1);
    assertThat(undated(List.of("a", "b", "c"), change(3, "c"))).as("from before d").isEmpty();

    assertThat(river()).containsExactly("d", "b", "a");
  }

  @Test
  void entryMissingFromAnOldCopyAndTheNextNewerDocumentIsWithdrawn() {
    carryFour(Optional.empty());
    undated(List.of("a", "b", "c"));

    var arrivals = undated(List.of("a", "b", "c", "e"), change(5, "e"));

    assertThat(arrivals).filteredOn(Arrival::withdrawn).hasSize(1);
    assertThat(river()).containsExactly("e", "c", "b", "a");
  }

  @Test
  void laterDocumentWithdrawsTheNewestEntryAtOnce() {
    carryFour(Optional.of(NOON));

    assertThat(dated(NOON.plusSeconds(1), List.of("a", "b", "c"))).hasSize(1);
    assertThat(river()).containsExactly("c", "b", "a");
  }

  @Test
  void dateInTheFutureIsIgnored() {
    carryFour(Optional.of(LATER.plusSeconds(1)));

    assertThat(dated(NOON, List.of("a", "b", "d"))).hasSize(1);
    assertThat(river()).containsExactly("d", "b", "a");
  }

  @Test
  void entryMissingOnlyFromAnOldCopyHasNotDeparted() {
    carryFour(Optional.of(NOON));
    dated(NOON.minusSeconds(1), List.of("a", "b", "c"));

    assertThat(store.retention().expired(Set.of()).next(LATER.plusSeconds(1), 9).count()).isZero();
  }
}
