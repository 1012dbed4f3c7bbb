package io.feedloom.store;

import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.subscription;
import static io.feedloom.store.Sample.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Digest;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Postponed;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tombstone;
import io.feedloom.feed.Update.Change;
import io.feedloom.feed.Update.Withdrawal;
import io.feedloom.store.api.LeaseLost;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Public ids: which entries have their guid, and that ids never change. */
abstract class EntryIdContract extends StoreContract {
  private static final String RESERVED = "urn:uuid:01234567-89ab-8def-8123-456789abcdef";
  private static final Instant LATER = NOON.plus(Duration.ofDays(1));

  private static Subscription keyed(Subscription s) {
    return copy(s, s.url(), true);
  }

  private static Subscription at(String url, Subscription s) {
    return copy(s, URI.create(url), s.keyed());
  }

  private static Subscription copy(Subscription s, URI url, boolean keyed) {
    return new Subscription(
        s.id(),
        url,
        s.title(),
        s.tags(),
        s.adoptsCategories(),
        s.every(),
        s.auth(),
        s.headers(),
        s.include(),
        s.exclude(),
        keyed,
        s.retention(),
        s.pageRules(),
        s.cleaning(),
        s.fullText(),
        s.hub());
  }

  private EntryKey key(String feed, String guid) {
    return new EntryKey(
        store.feeds().byId(new FeedId(feed)).orElseThrow().number(), Digest.of(guid));
  }

  private StoredEntry stored(String feed, String guid) {
    return store.entries().byKey(key(feed, guid)).orElseThrow();
  }

  private String id(String feed, String guid) {
    return stored(feed, guid).name().in(_ -> true);
  }

  @Test
  void firstFeedOwnsAGuidAndALaterFeedGetsADerivedId() {
    subscribe(subscription("a"), subscription("b"));
    arrive("b", change(1, "same"), change(2, "b alone"));
    arrive("a", change(0, "same"), change(3, "a alone"));

    assertThat(id("b", "same")).isEqualTo("same");
    assertThat(id("a", "same")).startsWith("urn:uuid:");
    assertThat(id("a", "a alone")).isEqualTo("a alone");
    assertThat(id("b", "b alone")).isEqualTo("b alone");
  }

  @Test
  void idsStayAfterChangesAndAReopening() {
    subscribe(subscription("a"), subscription("b"));
    arrive("a", change(1, "same"));
    arrive("b", change(1, "same"));
    var derived = id("b", "same");
    reopen();
    for (var feed : List.of("b", "a")) {
      var due = store.leases().take(new FeedId(feed), LATER, Sample.LEASE).orElseThrow();
      store.updates().apply(update(due, LATER, change(1, "same", "edited")));
    }

    assertThat(id("a", "same")).isEqualTo("same");
    assertThat(id("b", "same")).isEqualTo(derived);
  }

  @Test
  void entryWithANewGuidKeepsItsId() {
    subscribe(subscription("a"));
    arrive("a", change(1, "http://example.org/1"));
    var renamed = Sample.entry("https://example.org/1");

    arrive("a", new Change(Digest.of("http://example.org/1"), 7, NOON, false, renamed));

    assertThat(stored("a", "http://example.org/1").entry().title())
        .isEqualTo("Title of https://example.org/1");
    assertThat(id("a", "http://example.org/1")).isEqualTo("http://example.org/1");
  }

  @Test
  void entriesOfOneFeedWithTheSameGuidHaveDifferentIds() {
    subscribe(subscription("a"), subscription("b"));
    var same = Sample.entry("same");
    arrive("a", change(1, "same"), new Change(17, 1, NOON, true, same));
    arrive("b", new Change(17, 1, NOON, true, same), new Change(18, 1, NOON, true, same));

    var ids =
        store.entries().newest(Sample.scan(50, ofFeed("a"), ofFeed("b"))).stream()
            .map(e -> e.name().in(_ -> true))
            .toList();

    assertThat(ids).hasSize(4).doesNotHaveDuplicates().contains("same");
    assertThat(id("a", "same")).isEqualTo("same");
  }

  @Test
  void hiddenOrDeletedEntryStillOwnsItsGuid() {
    subscribe(subscription("a"), subscription("b"));
    var hidden = change(1, "hidden");
    var drop = new RuleResult(true, Set.of(), List.of("rule 1"));
    arrive(
        "a",
        change(9, "newest"),
        change(2, "old"),
        new Change(hidden.id(), 1, NOON, true, hidden.entry(), drop));
    var key = key("a", "old");
    assertThat(store.retention().trim(key.feed(), 1, 10).count()).isOne();

    arrive("b", change(1, "hidden"), change(2, "old"));

    assertThat(id("b", "hidden")).startsWith("urn:uuid:");
    assertThat(id("b", "old")).startsWith("urn:uuid:");
  }

  @Test
  void withdrawnEntryThatReturnsKeepsItsId() {
    subscribe(subscription("a"), subscription("b"));
    arrive("a", change(1, "same"));
    arrive("b", change(1, "same"));
    var derived = id("b", "same");
    withdraw("a", "same");
    withdraw("b", "same");
    assertThat(store.entries().withdrawn(key("a", "same")).orElseThrow().name().in(_ -> true))
        .isEqualTo("same");
    assertThat(store.entries().withdrawn(key("b", "same")).orElseThrow().name().in(_ -> true))
        .isEqualTo(derived);

    var again =
        io.feedloom.feed.Entry.builder("same").title("Again").updated(LATER.plusSeconds(9)).build();
    arrive("b", change(1, again));
    arrive("a", change(1, again));

    assertThat(id("a", "same")).isEqualTo("same");
    assertThat(id("b", "same")).isEqualTo(derived);
  }

  @Test
  void entryWithdrawnBeforeItArrivedTakesNoIdInUse() {
    subscribe(subscription("a"), subscription("b"));
    withdraw("b", "same");
    arrive("a", change(1, "same"));
    var entry =
        io.feedloom.feed.Entry.builder("same").title("New").updated(LATER.plusSeconds(9)).build();
    arrive("b", change(1, entry));

    assertThat(id("a", "same")).isEqualTo("same");
    assertThat(id("b", "same")).startsWith("urn:uuid:");
  }

  private void withdraw(String feed, String guid) {
    var due = store.leases().take(new FeedId(feed), NOON, Sample.LEASE).orElseThrow();
    store
        .updates()
        .apply(
            SampleUpdate.of(
                due,
                Sample.polled(LATER),
                Optional.of(Sample.info("Feed")),
                List.of(),
                List.of(),
                Optional.of(new long[0]),
                RuleResult.NO_RULES,
                LATER,
                Sample.TOOK,
                new Withdrawal(List.of(new Tombstone(guid, LATER)), Withdrawal.Missing.NONE)));
  }

  @Test
  void guidThatEqualsADerivedIdCausesNoDuplicateId() {
    subscribe(subscription("a"), subscription("b"), subscription("evil"));
    arrive("a", change(1, "same"));
    arrive("b", change(1, "same"));
    var derived = id("b", "same");

    arrive("evil", change(1, derived), change(2, RESERVED));

    assertThat(id("evil", derived)).startsWith("urn:uuid:").isNotEqualTo(derived);
    assertThat(id("evil", RESERVED)).startsWith("urn:uuid:").isNotEqualTo(RESERVED);
    assertThat(id("b", "same")).isEqualTo(derived);
  }

  @Test
  void publicEntryTakesItsGuidOverFromAFeedWithAKey() {
    subscribe(keyed(subscription("secret")), subscription("open"), subscription("third"));
    arrive("secret", change(1, "same", "red"), change(2, "own"));
    assertThat(id("secret", "same")).isEqualTo("same");

    var arrivals = arrive("open", change(1, "same"));

    assertThat(id("open", "same")).isEqualTo("same");
    assertThat(id("secret", "same")).startsWith("urn:uuid:");
    assertThat(id("secret", "own")).isEqualTo("own");
    assertThat(arrivals)
        .filteredOn(arrival -> arrival.feed().value().equals("secret"))
        .containsExactly(
            new Arrival(
                key("secret", "same"),
                new FeedId("secret"),
                group("secret"),
                Set.of("red"),
                NOON.plusSeconds(1),
                false));
    arrive("third", change(1, "same"));
    assertThat(id("third", "same")).startsWith("urn:uuid:");
  }

  @Test
  void feedWithAKeyTakesNoGuidFromAPublicFeed() {
    var open = subscription("open");
    var secret = keyed(subscription("secret"));
    subscribe(open, secret);
    arrive("open", change(1, "same"), change(2, "later"));
    subscribe(secret);

    arrive("secret", change(1, "same"));
    subscribe(open, secret);
    arrive("secret", change(2, "later"));

    assertThat(id("open", "same")).isEqualTo("same");
    assertThat(id("open", "later")).isEqualTo("later");
    assertThat(id("secret", "same")).startsWith("urn:uuid:");
    assertThat(id("secret", "later")).startsWith("urn:uuid:");
  }

  @Test
  void feedThatReplacesAnUnsubscribedOneTakesItsGuidsOver() {
    var old = subscription("a");
    subscribe(old);
    arrive("a", change(1, "same"));
    var successor = subscription("successor");
    subscribe(successor);

    arrive("successor", change(1, "same"));
    assertThat(id("successor", "same")).isEqualTo("same");

    subscribe(old, successor);
    assertThat(id("a", "same")).startsWith("urn:uuid:");
  }

  @Test
  void deletedFeedReleasesItsGuids() {
    var a = subscription("a");
    subscribe(a, subscription("b"));
    arrive("a", change(1, "same"));
    int feed = key("a", "same").feed();
    store.feeds().subscribe(List.of(subscription("b")), NOON);
    while (store.retention().forgetFeed(feed, LATER, 10).count() > 0) {}

    subscribe(a, subscription("b"));
    arrive("a", change(1, "same"));

    assertThat(id("a", "same")).isEqualTo("same");
  }

  @Test
  void idsOfRandomArrivalsAreUniqueAndNeverChange() {
    for (int seed = 0; seed < 5; seed++) {
      var random = new Random(seed);
      var names = List.of("a" + seed, "b" + seed, "c" + seed);
      store.feeds().subscribe(names.stream().map(n -> subscription(n)).toList(), NOON);
      var known = new HashMap<EntryKey, String>();
      for (int step = 0; step < 20; step++) {
        var name = names.get(random.nextInt(3));
        var guid = seed + " " + random.nextInt(8);
        long id = random.nextInt(3) == 0 ? random.nextInt(5) : Digest.of(guid);
        arrive(name, new Change(id, step, NOON, true, Sample.entry(guid)));
        var branches = names.stream().map(n -> (io.feedloom.feed.Scan.Branch) ofFeed(n)).toList();
        var now = new HashMap<EntryKey, String>();
        for (var entry :
            store
                .entries()
                .newest(Sample.scan(50, branches.toArray(io.feedloom.feed.Scan.Branch[]::new)))) {
          now.put(entry.key(), entry.name().in(_ -> true));
        }
        assertThat(now).as("seed %s step %s", seed, step).containsAllEntriesOf(known);
        assertThat(new HashSet<>(now.values())).hasSameSizeAs(now.entrySet());
        known.putAll(now);
      }
    }
  }

  @Test
  void movedFeedKeepsEntriesIdsAndHistory() {
    var a = subscription("a", "java");
    subscribe(a, subscription("b"));
    arrive("b", change(1, "same"));
    arrive("a", change(1, "same"), change(2, "one", "red"));
    var derived = id("a", "same");
    var before = store.feeds().byId(new FeedId("a")).orElseThrow();

    store.feeds().subscribe(List.of(at("https://new.example.org/", a), subscription("b")), LATER);

    var feed = store.feeds().byId(new FeedId("a")).orElseThrow();
    assertThat(feed.url()).hasToString("https://new.example.org/");
    assertThat(feed.number()).isEqualTo(before.number());
    assertThat(feed.entries()).isEqualTo(2);
    assertThat(id("a", "same")).isEqualTo(derived);
    assertThat(id("a", "one")).isEqualTo("one");
    assertThat(newest(ofGroup(group("a")))).containsExactly("one", "same");
    assertThat(store.feeds().history(List.of(new FeedId("a"))).get(new FeedId("a"))).isNotEmpty();
    assertThat(feed.state().resource()).isEqualTo(PollState.Resource.UNKNOWN);
    assertThat(feed.state().outcome()).isEqualTo(Outcome.NEW);
    assertThat(feed.state().lastSuccess()).isEqualTo(before.state().lastSuccess());
    assertThat(store.leases().takeDue(LATER, 10, Sample.LEASE))
        .extracting(due -> due.url().toString())
        .contains("https://new.example.org/");
  }

  @Test
  void formerAddressKeepsEntriesAndIdsUnderAnotherName() {
    subscribe(subscription("a"), subscription("b"));
    arrive("a", change(1, "same"));
    arrive("b", change(2, "same"));
    var own = id("a", "same");
    var derived = id("b", "same");

    var second =
        at("https://new.example/", subscription("z"))
            .withFormer(List.of(URI.create("https://first.example/"), subscription("b").url()));
    subscribe(subscription("a"), second);

    assertThat(id("a", "same")).isEqualTo(own);
    assertThat(id("z", "same")).isEqualTo(derived);
    assertThat(store.feeds().byId(new FeedId("b"))).isEmpty();
    assertThat(store.feeds().byId(new FeedId("z")).orElseThrow().url()).isEqualTo(second.url());

    subscribe(second, at("https://newer.example/", subscription("a")));
    assertThat(id("z", "same")).isEqualTo(derived);
  }

  @Test
  void formerAddressOfAFeedThatWasRemovedBringsItsEntriesBack() {
    subscribe(subscription("a"), subscription("b"));
    arrive("b", change(2, "one"));
    var before = id("b", "one");
    subscribe(subscription("a"));

    subscribe(
        subscription("a"),
        at("https://new.example/", subscription("z")).withFormer(List.of(subscription("b").url())));

    assertThat(newest(ofFeed("z"))).containsExactly("one");
    assertThat(id("z", "one")).isEqualTo(before);
  }

  @Test
  void pollOfTheOldAddressIsRefusedAfterAMove() {
    var a = subscription("a");
    subscribe(a);
    var due = take("a");
    var other = at("https://new.example.org/", a);
    subscribe(other);

    assertThatThrownBy(() -> store.updates().apply(update(due, NOON, change(1, "old"))))
        .isInstanceOf(LeaseLost.class);
    store.leases().postpone(List.of(new Postponed(due, LATER, "host is busy")));

    assertThat(newest(ofFeed("a"))).isEmpty();
    var state = store.feeds().byId(new FeedId("a")).orElseThrow().state();
    assertThat(state.nextPoll()).isEqualTo(NOON);
    assertThat(store.leases().take(new FeedId("a"), NOON.plus(Sample.LEASE), Sample.LEASE))
        .isPresent();
  }

  @Test
  void entriesMissingAtTheNewAddressAreNotWithdrawn() {
    var a = subscription("a");
    subscribe(a);
    read("a", change(1, "one"), change(2, "two"), change(3, "three"), change(4, "four"));
    read("a", change(2, "two"), change(3, "three"), change(4, "four"));
    subscribe(at("https://new.example.org/", a));

    read("a", change(3, "three"), change(2, "two"));
    read("a", change(3, "three"), change(2, "two"));

    assertThat(newest(ofFeed("a"))).contains("two", "three", "four");
  }

  private void read(String feed, Change... changes) {
    var due = store.leases().take(new FeedId(feed), NOON, Sample.LEASE).orElseThrow();
    long[] carried = List.of(changes).stream().mapToLong(Change::id).toArray();
    store
        .updates()
        .apply(
            SampleUpdate.of(
                due,
                Sample.polled(NOON),
                Optional.of(Sample.info("Feed")),
                List.of(),
                List.of(changes),
                Optional.of(carried),
                RuleResult.NO_RULES,
                NOON,
                Sample.TOOK,
                new Withdrawal(List.of(), Withdrawal.Missing.ALL)));
  }

  @Test
  void goneFeedIsPolledAgainAtItsNewAddress() {
    var a = subscription("a");
    subscribe(a);
    var due = take("a");
    var gone = Sample.polled(Outcome.GONE, LATER);
    store.updates().apply(SampleUpdate.of(due, gone, Optional.empty(), List.of(), List.of(), NOON));
    assertThat(store.leases().nextDue()).isEmpty();

    store.feeds().subscribe(List.of(at("https://new.example.org/", a)), LATER);

    assertThat(store.leases().nextDue()).contains(LATER);
  }

  @Test
  void feedsThatSwapAddressesKeepTheEntriesOfEachAddress() {
    var a = subscription("a");
    var b = subscription("b");
    subscribe(a, b);
    arrive("a", change(1, "of a"));
    arrive("b", change(1, "of b"));

    subscribe(at(b.url().toString(), a), at(a.url().toString(), b));

    assertThat(newest(ofFeed("a"))).containsExactly("of b");
    assertThat(newest(ofFeed("b"))).containsExactly("of a");
  }

  @Test
  void idPassesToTheFeedThatIsStoredUnderTheNewAddress() {
    var a = subscription("a");
    var other = subscription("other");
    subscribe(a, other);
    arrive("a", change(1, "of a"));
    arrive("other", change(1, "of other"));

    subscribe(at(other.url().toString(), a));
    assertThat(newest(ofFeed("a"))).containsExactly("of other");

    subscribe(a, other);
    assertThat(newest(ofFeed("a"))).containsExactly("of a");
    assertThat(newest(ofFeed("other"))).containsExactly("of other");
  }

  @Test
  void feedAtTheFormerAddressOfAnotherHasItsOwnIds() {
    var a = subscription("a");
    var first = subscription("first");
    subscribe(first, a);
    arrive("first", change(1, "same"));
    arrive("a", change(1, "same"));
    subscribe(first, at("https://new.example.org/", a));
    subscribe(first, at("https://new.example.org/", a), at(a.url().toString(), subscription("z")));

    arrive("z", change(1, "same"));

    assertThat(Map.of("a", id("a", "same"), "z", id("z", "same")).values())
        .doesNotHaveDuplicates()
        .allMatch(id -> id.startsWith("urn:uuid:"));
  }
}
