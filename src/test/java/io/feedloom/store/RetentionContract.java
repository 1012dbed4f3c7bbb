package io.feedloom.store;

import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.info;
import static io.feedloom.store.Sample.polled;
import static io.feedloom.store.Sample.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Update.Change;
import io.feedloom.store.api.Cleared;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.retention.RetentionStatements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The deletion of old entries and feeds. */
abstract class RetentionContract extends StoreContract {
  private static final FeedId FEED = new FeedId("a");
  private static final Instant LATER = NOON.plus(Duration.ofDays(1));

  @BeforeEach
  void subscribeToOne() {
    subscribe(subscription("a", "news"));
  }

  /** Reads a document with these guids; the changes are the new entries among them. */
  private List<Arrival> read(Instant at, List<String> carried, Change... changes) {
    var ids = carried.stream().mapToLong(Digest::of).toArray();
    return store
        .updates()
        .apply(
            SampleUpdate.of(
                take("a"),
                polled(at),
                Optional.of(info("Feed")),
                List.of(),
                List.of(changes),
                Optional.of(ids),
                RuleResult.NO_RULES,
                at,
                Duration.ZERO));
  }

  /** Expires entries of all feeds. */
  private Cleared expire(Instant before) {
    return store.retention().expired(Set.of()).next(before, 100);
  }

  private List<String> river() {
    return newest(ofGroup(group("a")));
  }

  @Test
  void entriesInTheDocumentStayHoweverOld() {
    read(NOON, List.of("a", "b"), change(1, "a"), change(2, "b"));
    read(NOON, List.of("a", "b"));

    assertThat(expire(LATER.plus(Duration.ofDays(9_999))).count()).isZero();
    assertThat(river()).containsExactly("b", "a");
  }

  @Test
  void departedEntryIsDeletedAfterItsTimeAndNotBefore() {
    read(NOON, List.of("a", "b"), change(1, "a", "cat"), change(2, "b"));
    read(LATER, List.of("b"));

    assertThat(expire(LATER).count()).isZero();
    var gone = expire(LATER.plusMillis(1));

    assertThat(gone.count()).isEqualTo(1);
    assertThat(gone.arrivals()).extracting(Arrival::categories).containsExactly(Set.of("cat"));
    assertThat(river()).containsExactly("b");
    assertThat(newest(ofCategory("cat", Set.of(group("a"))))).isEmpty();
    assertThat(store.categories().mostFrequent(Set.of(group("a")), 9)).isEmpty();
    assertThat(store.feeds().byId(FEED).orElseThrow().entries()).isEqualTo(1);
    assertThat(expire(LATER.plusMillis(1)).count()).isZero();
  }

  @Test
  void deletedEntryDoesNotComeBackAsNew() {
    var a = change(1, "a");
    read(NOON, List.of("a", "b"), a, change(2, "b"));
    read(NOON, List.of("b"));
    expire(LATER);

    assertThat(store.feedEntries().fingerprints(take("a").key(), List.of(a.id())))
        .containsEntry(a.id(), a.fingerprint());
    reopen();
    var edited = new Change(a.id(), 4711, a.river(), false, a.entry());
    expire(LATER);
    subscribe(subscription("a", "news"));
    var due = store.leases().take(FEED, NOON.plus(Duration.ofHours(1)), Sample.LEASE).orElseThrow();
    var arrivals = store.updates().apply(Sample.update(due, NOON, edited));

    assertThat(arrivals).isEmpty();
    assertThat(river()).containsExactly("b");
    assertThat(store.feedEntries().fingerprints(due.key(), List.of(a.id())))
        .containsEntry(a.id(), 4711L);
  }

  @Test
  void entryThatReturnsInTimeStays() {
    read(NOON, List.of("a", "b"), change(1, "a"), change(2, "b"));
    read(NOON, List.of("b"));
    read(NOON, List.of("a", "b"));

    assertThat(expire(LATER).count()).isZero();
    assertThat(river()).containsExactly("b", "a");
  }

  @Test
  void hiddenEntryExpiresToo() {
    var dropped = new RuleResult(true, Set.of(), List.of("x"));
    var a = change(1, "a");
    read(
        NOON,
        List.of("a", "b"),
        new Change(a.id(), a.fingerprint(), a.river(), true, a.entry(), dropped),
        change(2, "b"));
    read(NOON, List.of("b"));

    var gone = expire(LATER);

    assertThat(gone.count()).isEqualTo(1);
    assertThat(gone.arrivals()).isEmpty();
    assertThat(store.feeds().byId(FEED).orElseThrow().entries()).isEqualTo(1);
  }

  @Test
  void trimKeepsTheNewestEntriesAndThoseInTheDocument() {
    read(
        NOON,
        List.of("a", "e"),
        change(1, "a"),
        change(2, "b"),
        change(3, "c"),
        change(4, "d"),
        change(5, "e"));
    int feed = store.retention().overfull(2).getFirst();

    assertThat(store.retention().overfull(5)).isEmpty();
    assertThat(store.retention().trim(feed, 2, 1).count()).isEqualTo(1);
    assertThat(store.retention().trim(feed, 2, 100).count()).isEqualTo(1);
    assertThat(store.retention().trim(feed, 2, 100).count()).isZero();
    assertThat(river()).containsExactly("e", "d", "a");
  }

  @Test
  void firstDocumentRecordsDeparturesIfNoneWereRecordedBefore() {
    arrive("a", change(1, "a"), change(2, "b"));

    read(NOON, List.of("b"));

    assertThat(expire(LATER).count()).isEqualTo(1);
    assertThat(river()).containsExactly("b");
  }

  @Test
  void unsubscribedFeedIsDeletedWithAllItsRowsAfterItsTime() {
    read(NOON, List.of("a", "b"), change(1, "a", "cat"), change(2, "b"));
    subscribe(subscription("z", "news"));

    assertThat(store.retention().unsubscribed(NOON)).isEmpty();
    int feed = store.retention().unsubscribed(LATER).getFirst();
    assertThat(store.retention().forgetFeed(feed, NOON, 1).count()).isZero();
    assertThat(store.retention().forgetFeed(feed, LATER, 1).arrivals())
        .extracting(arrival -> arrival.key().feed())
        .as("so that the text index removes it")
        .containsExactly(feed);
    assertThat(store.retention().forgetFeed(feed, LATER, 1).count()).isEqualTo(1);
    assertThat(store.retention().forgetFeed(feed, LATER, 1).count()).isZero();

    assertThat(store.retention().unsubscribed(LATER)).isEmpty();
    subscribe(subscription("a", "news"));
    assertThat(river()).isEmpty();
    assertThat(arrive("a", change(1, "a"))).extracting(Arrival::isNew).containsExactly(true);
  }

  @Test
  void feedThatReturnsInTimeKeepsItsEntries() {
    read(NOON, List.of("a"), change(1, "a"));
    subscribe(subscription("z", "news"));
    subscribe(subscription("a", "news"), subscription("z", "news"));

    assertThat(store.retention().unsubscribed(LATER)).isEmpty();
    assertThat(river()).containsExactly("a");
  }

  @Test
  void manyEntriesAreDeletedInSmallPieces() {
    var guids = java.util.stream.IntStream.range(0, 250).mapToObj(i -> "g" + i).toList();
    read(NOON, guids, guids.stream().map(g -> change(1, g)).toArray(Change[]::new));
    read(NOON, List.of());

    var counts =
        Arrays.asList(
            expire(LATER).count(),
            expire(LATER).count(),
            expire(LATER).count(),
            expire(LATER).count());

    assertThat(counts).containsExactly(100, 100, 50, 0);
    assertThat(store.feeds().byId(FEED).orElseThrow().entries()).isZero();
    assertThat(store.feeds().byId(FEED).orElseThrow().newest()).isEmpty();
  }

  private boolean publish(String feed, String guid) {
    var entry =
        Entry.builder(guid).title("Flood " + guid).link("https://example.org/story").build();
    return arrive(feed, change(1, entry)).getFirst().joins();
  }

  @Test
  void deletedEntryLeavesItsStory() {
    subscribe(subscription("a", "news"), subscription("b", "news"));
    assertThat(publish("a", "a1")).isFalse();
    read(NOON, List.of());

    assertThat(expire(LATER).count()).isEqualTo(1);
    assertThat(publish("b", "b1")).isFalse();
  }

  private List<String> found(String word) {
    var search = SearchContract.words(word);
    return guids(
        store
            .entries()
            .newest(SearchContract.scan(search, 1, Optional.empty(), ofGroup(group("a")))));
  }

  @Test
  void searchDoesNotFindADeletedEntry() {
    var old = Entry.builder("a").title("fox").build();
    var newer = Entry.builder("b").title("fox").build();
    read(NOON, List.of("a", "b"), change(1, old), change(2, newer));
    assertThat(found("fox")).containsExactly("b");
    read(NOON, List.of("a"));

    assertThat(expire(LATER).count()).isEqualTo(1);
    assertThat(found("fox")).containsExactly("a");
  }

  @Test
  void exceptedFeedsKeepTheirEntries() {
    subscribe(subscription("a", "news"), subscription("b", "news"));
    arrive("b", change(1, "b1"));
    read(NOON, List.of("a"), change(1, "a"));
    read(NOON, List.of());
    int a = store.feeds().byId(FEED).orElseThrow().number();
    int b = store.feeds().byId(new FeedId("b")).orElseThrow().number();

    assertThat(store.retention().expired(Set.of(a)).next(LATER, 100).count()).isZero();
    assertThat(store.retention().expireOf(b, LATER, 100).count()).isZero();
    assertThat(store.retention().expireOf(a, NOON, 100).count()).isZero();
    assertThat(store.retention().expireOf(a, LATER, 100).count()).isEqualTo(1);
    assertThat(river()).containsExactly("b1");
  }

  /** Records that entries left a feed, one per second. */
  private void depart(Connection c, int feed, Instant first, int count) throws SQLException {
    var rows = new ArrayList<@Nullable Object[]>();
    for (long i = 0; i < count; i++) {
      rows.add(Sql.values(Millis.of(first.plusSeconds(i)), feed, i));
    }
    Sql.batch(c, "INSERT INTO departed (since, feed_id, id) VALUES (?, ?, ?)", rows);
  }

  @Test
  void entriesOfExceptedFeedsAreReadOnce() throws SQLException {
    subscribe(subscription("a", "news"), subscription("b", "news"));
    int a = store.feeds().byId(FEED).orElseThrow().number();
    int b = store.feeds().byId(new FeedId("b")).orElseThrow().number();
    try (var c = Plans.connect(settings(), folder)) {
      depart(c, a, NOON, 3_000);
      depart(c, b, NOON.plusSeconds(2_990), 5);
      var expiry = store.retention().expired(Set.of(a));

      assertThat(expiry.next(LATER, 2).count()).isEqualTo(2);
      assertThat(
              Plans.rowsRead(
                  c,
                  settings(),
                  RetentionStatements.DEPARTED,
                  RetentionStatements.values(expiry, LATER, 2)))
          .isLessThan(100);
      assertThat(expiry.next(LATER, 2).count()).isEqualTo(2);
      assertThat(expiry.next(LATER, 2).count()).isEqualTo(1);
      assertThat(expiry.next(LATER, 2).count()).isZero();
      assertThat(
              Plans.rowsRead(
                  c,
                  settings(),
                  RetentionStatements.DEPARTED,
                  RetentionStatements.values(expiry, LATER, 2)))
          .isLessThan(100);

      depart(c, b, LATER.minusSeconds(60), 1);
      assertThat(expiry.next(LATER, 2).count()).as("of a long poll").isEqualTo(1);
    }
  }

  @Test
  void entryThatReturnsDuringTheDeletionStays() {
    read(NOON, List.of("a", "b"), change(1, "a"), change(2, "b"));
    read(NOON, List.of("b"));
    int feed = store.feeds().byId(FEED).orElseThrow().number();
    var looked = List.of(new EntryKey(feed, Digest.of("a")));
    read(NOON, List.of("a", "b"));

    try (var c = Plans.connect(settings(), folder)) {
      assertThat(RetentionStatements.expire(c, looked, LATER)).isZero();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    assertThat(river()).containsExactly("b", "a");
  }
}
