package io.feedloom.store;

import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.entry;
import static io.feedloom.store.Sample.info;
import static io.feedloom.store.Sample.polled;
import static io.feedloom.store.Sample.scan;
import static io.feedloom.store.Sample.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Person;
import io.feedloom.feed.Revision;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.Tag;
import io.feedloom.feed.Update.Change;
import io.feedloom.store.api.CategoryCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The results of rules for entries, also after the rules change. */
abstract class JudgementContract extends StoreContract {
  private static final FeedId FEED = new FeedId("a");
  private static final RuleResult DROPPED = new RuleResult(true, Set.of(), List.of("x → drop"));
  private static final RuleResult KOTLIN =
      new RuleResult(false, Set.of(Tag.of("Kotlin")), List.of("x → tag Kotlin"));

  @BeforeEach
  void subscribeToOne() {
    subscribe(subscription("a", "news"));
  }

  private static Change judged(Change change, RuleResult judgement) {
    return new Change(
        change.id(),
        change.fingerprint(),
        change.river(),
        change.isNew(),
        change.entry(),
        judgement);
  }

  private List<Arrival> arriveUnder(long rules, Change... changes) {
    return store
        .updates()
        .apply(
            SampleUpdate.of(
                take("a"),
                polled(NOON),
                Optional.of(info("Feed")),
                List.of(),
                List.of(changes),
                Optional.empty(),
                rules,
                NOON,
                Duration.ZERO));
  }

  private List<Arrival> judgeAll(long rules, Function<Entry, RuleResult> judge) {
    var judging = store.rules().update(FEED, rules, NOON, (entry, _) -> judge.apply(entry));
    var arrivals = new ArrayList<Arrival>();
    while (judging.hasMore()) {
      arrivals.addAll(judging.next());
    }
    return arrivals;
  }

  private static RuleResult dropA(Entry entry) {
    return entry.guid().startsWith("a") ? DROPPED : RuleResult.NONE;
  }

  private List<String> river() {
    return newest(ofGroup(group("a")));
  }

  private long entries() {
    return store.feeds().byId(FEED).orElseThrow().entries();
  }

  @Test
  void droppedEntryIsKnownButAppearsNowhere() {
    var arrivals = arriveUnder(7, judged(change(1, "a", "cat"), DROPPED), change(2, "b", "cat"));

    assertThat(arrivals).hasSize(1);
    assertThat(river()).containsExactly("b");
    assertThat(newest(ofFeed("a"))).containsExactly("b");
    assertThat(newest(ofCategory("cat", Set.of(group("a"))))).containsExactly("b");
    assertThat(entries()).isEqualTo(1);
    assertThat(store.entries().dropped(FEED, 9))
        .singleElement()
        .satisfies(entry -> assertThat(entry.entry().guid()).isEqualTo("a"))
        .satisfies(entry -> assertThat(entry.judgement()).isEqualTo(DROPPED));
    assertThat(store.entries().dropped(new FeedId("b"), 9)).isEmpty();
    assertThat(
            store
                .feedEntries()
                .fingerprints(take("a").key(), List.of(Digest.of("a"), Digest.of("b"))))
        .hasSize(2);
  }

  @Test
  void givenTagIsFoundLikeACategoryButIsNone() {
    arriveUnder(7, judged(change(1, "a", "kotlin"), KOTLIN), change(2, "b", "kotlin"));
    var groups = Set.of(group("a"));

    assertThat(newest(ofCategory(RuleResult.given("kotlin"), groups))).containsExactly("a");
    assertThat(newest(ofCategory("kotlin", groups))).containsExactly("b", "a");
    assertThat(store.entries().newest(Sample.scan(9, ofGroup(group("a")))).getLast().judgement())
        .isEqualTo(KOTLIN);
    assertThat(store.categories().given(groups, Set.of("kotlin", "java")))
        .extracting(CategoryCount::label, CategoryCount::entries)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("Kotlin", 1L));
    assertThat(store.categories().mostFrequent(groups, 9))
        .extracting(CategoryCount::label, CategoryCount::entries)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("kotlin", 2L));
  }

  @Test
  void newRuleHidesStoredEntriesUntilItIsRemoved() {
    arriveUnder(7, change(1, "a1", "cat"), change(2, "b"), change(3, "a3"));
    assertThat(store.rules().outdated(Map.of(FEED, 7L))).isEmpty();
    assertThat(store.rules().outdated(Map.of(FEED, 8L))).containsExactly(FEED);

    var hidden = judgeAll(8, JudgementContract::dropA);

    assertThat(hidden).extracting(Arrival::isNew).containsExactly(false, false);
    assertThat(river()).containsExactly("b");
    assertThat(entries()).isEqualTo(1);
    assertThat(store.feeds().byId(FEED).orElseThrow().newest()).contains(NOON.plusSeconds(2));
    assertThat(store.rules().outdated(Map.of(FEED, 8L))).isEmpty();

    var back = judgeAll(9, _ -> RuleResult.NONE);

    assertThat(back).extracting(Arrival::isNew).containsExactly(true, true);
    assertThat(river()).containsExactly("a3", "b", "a1");
    assertThat(newest(ofCategory("cat", Set.of(group("a"))))).containsExactly("a1");
    assertThat(entries()).isEqualTo(3);
    assertThat(store.feeds().byId(FEED).orElseThrow().newest()).contains(NOON.plusSeconds(3));
  }

  @Test
  void changedRuleGivesAndRemovesTagsOfStoredEntries() {
    arriveUnder(7, change(1, "a"), judged(change(2, "b"), KOTLIN));

    var changed = judgeAll(8, entry -> entry.guid().equals("a") ? KOTLIN : RuleResult.NONE);

    assertThat(changed)
        .allSatisfy(arrival -> assertThat(arrival.categories()).containsExactly("/kotlin"))
        .hasSize(2);
    assertThat(newest(ofCategory("/kotlin", Set.of(group("a"))))).containsExactly("a");
    assertThat(judgeAll(8, entry -> entry.guid().equals("a") ? KOTLIN : RuleResult.NONE)).isEmpty();
  }

  @Test
  void hiddenEntryThatPassesAfterAnEditAppearsAtItsPlace() {
    arriveUnder(7, judged(change(1, "a"), DROPPED), change(2, "b"));
    var edited = Entry.builder("a").title("Edited").build();

    var arrivals = arriveUnder(7, change(50, edited));

    assertThat(arrivals).extracting(Arrival::isNew).containsExactly(true);
    assertThat(river()).containsExactly("b", "a");
    assertThat(entries()).isEqualTo(2);
  }

  @Test
  void shownEntryThatARuleDropsAfterAnEditVanishes() {
    arriveUnder(7, judged(change(1, "a", "cat"), KOTLIN), change(2, "b"));

    var arrivals = arriveUnder(7, judged(change(1, entry("a", "other")), DROPPED));

    assertThat(arrivals.getFirst().categories()).contains("cat", "/kotlin");
    assertThat(river()).containsExactly("b");
    assertThat(newest(ofCategory("/kotlin", Set.of(group("a"))))).isEmpty();
    assertThat(store.categories().given(Set.of(group("a")), Set.of("kotlin"))).isEmpty();
  }

  @Test
  void interruptedJudgingContinuesAfterARestart() {
    arriveUnder(
        7,
        IntStream.range(0, 250)
            .mapToObj(i -> change(i, (i % 2 == 0 ? "a" : "b") + i))
            .toArray(Change[]::new));
    var judging = store.rules().update(FEED, 8, NOON, (entry, _) -> dropA(entry));
    judging.next();
    judging.next();
    assertThat(judging.hasMore()).isTrue();

    reopen();

    assertThat(store.rules().outdated(Map.of(FEED, 8L))).containsExactly(FEED);
    judgeAll(8, JudgementContract::dropA);
    assertThat(store.rules().outdated(Map.of(FEED, 8L))).isEmpty();
    assertThat(entries()).isEqualTo(125);
    judgeAll(9, _ -> RuleResult.NONE);
    assertThat(entries()).isEqualTo(250);
  }

  @Test
  void pollUnderOlderRulesDuringJudgingMakesTheFeedOutdated() {
    arriveUnder(
        7, IntStream.range(0, 250).mapToObj(i -> change(i, "b" + i)).toArray(Change[]::new));
    var alreadyPassed =
        IntStream.range(0, 100)
            .mapToObj(i -> "a" + i)
            .min(Comparator.comparingLong(Digest::of))
            .orElseThrow();
    var judging = store.rules().update(FEED, 8, NOON, (entry, _) -> dropA(entry));
    judging.next();

    arriveUnder(7, change(300, alreadyPassed));
    while (judging.hasMore()) {
      judging.next();
    }

    assertThat(store.rules().outdated(Map.of(FEED, 8L))).containsExactly(FEED);
    judgeAll(8, JudgementContract::dropA);
    assertThat(store.rules().outdated(Map.of(FEED, 8L))).isEmpty();
    assertThat(entries()).isEqualTo(250);
  }

  @Test
  void pollWithoutNewsDuringJudgingChangesNothing() {
    arriveUnder(
        7, IntStream.range(0, 250).mapToObj(i -> change(i, "b" + i)).toArray(Change[]::new));
    var judging = store.rules().update(FEED, 8, NOON, (entry, _) -> dropA(entry));
    judging.next();

    arriveUnder(7);
    arriveUnder(8);
    while (judging.hasMore()) {
      judging.next();
    }

    assertThat(store.rules().outdated(Map.of(FEED, 8L))).isEmpty();
  }

  @Test
  void pollThatBeganUnderOtherRulesMakesTheFeedOutdated() {
    arriveUnder(7, change(1, "b"));
    judgeAll(8, JudgementContract::dropA);

    arriveUnder(7, change(2, "a"));

    assertThat(store.rules().outdated(Map.of(FEED, 8L))).containsExactly(FEED);
    arriveUnder(8);
    assertThat(store.rules().outdated(Map.of(FEED, 8L))).containsExactly(FEED);
  }

  @Test
  void retaggedFeedKeepsItsGivenTags() {
    arriveUnder(7, judged(change(1, "a"), KOTLIN));

    subscribe(subscription("a", "other"), subscription("z", "news"));

    assertThat(newest(ofCategory("/kotlin", Set.of(group("a"))))).containsExactly("a");
    assertThat(newest(ofCategory("/kotlin", Set.of(group("z"))))).isEmpty();
  }

  @Test
  void entryThatIsNoLongerDroppedJoinsItsStory() {
    subscribe(subscription("a", "news"), subscription("b", "news"));
    var link = "https://example.org/story";
    arrive("b", change(1, Entry.builder("b").title("B").link(link).build()));
    var late = change(2, Entry.builder("a").title("A").link(link).build());
    assertThat(arriveUnder(7, judged(late, DROPPED))).isEmpty();

    assertThat(judgeAll(8, _ -> RuleResult.NONE)).singleElement().matches(Arrival::joins);
    assertThat(judgeAll(9, JudgementContract::dropA)).singleElement().matches(Arrival::joins);
    assertThat(judgeAll(10, _ -> RuleResult.NONE)).singleElement().matches(Arrival::joins);
  }

  private static RuleResult revised(Revision revision) {
    return new RuleResult(false, Set.of(), List.of("x → changes"), revision);
  }

  private static Revision changed(String title, String content) {
    return new Revision(
        Optional.of(title),
        Optional.of("https://example.org/changed"),
        Optional.of(content),
        Optional.empty(),
        Optional.of("Grace"),
        Optional.of("de"));
  }

  private StoredEntry only() {
    return store.entries().newest(scan(50, ofGroup(group("a")))).getFirst();
  }

  @Test
  void changedEntryIsShownAndItsOriginalComesBack() {
    var written = change(1, "b", "cat");
    arriveUnder(7, written);
    var before = only();

    var arrivals = judgeAll(8, _ -> revised(changed("Other", "<p>other</p>")));

    assertThat(arrivals).singleElement().satisfies(a -> assertThat(a.isNew()).isFalse());
    var shown = only();
    assertThat(shown.entry().title()).isEqualTo("Other");
    assertThat(shown.entry().link()).contains("https://example.org/changed");
    assertThat(shown.entry().content()).contains("<p>other</p>");
    assertThat(shown.entry().authors()).containsExactly(Person.named("Grace"));
    assertThat(shown.entry().language()).contains("de");
    assertThat(shown.entry().categories()).isEqualTo(before.entry().categories());
    assertThat(shown.river()).isEqualTo(before.river());
    assertThat(store.entries().byKey(shown.key())).contains(shown);
    var published = new ArrayList<Entry>();
    store.feedEntries().all(shown.key().feed(), kept -> published.add(kept.entry()));
    assertThat(published).containsExactly(before.entry());

    assertThat(judgeAll(9, _ -> revised(changed("Other", "<p>other</p>")))).isEmpty();
    assertThat(judgeAll(10, _ -> RuleResult.NONE)).hasSize(1);
    assertThat(only().entry()).isEqualTo(before.entry());
    assertThat(only().judgement()).isEqualTo(RuleResult.NONE);
  }

  @Test
  void longRevisionIsReadLikeAShortOne() {
    arriveUnder(7, change(1, "b", "cat"), change(2, "c"));
    var text = new StringBuilder();
    var random = new Random(7);
    for (int i = 0; i < 40_000; i++) {
      text.append(Long.toString(random.nextLong(), 36)).append(' ');
    }
    judgeAll(8, _ -> revised(changed("Other", text.toString())));

    reopen();

    assertThat(store.entries().newest(scan(50, ofGroup(group("a")))))
        .hasSize(2)
        .allSatisfy(entry -> assertThat(entry.entry().content()).contains(text.toString()));
  }

  @Test
  void entryThatArrivesUnderARuleIsChangedAtOnce() {
    arriveUnder(7, judged(change(1, "b"), revised(changed("Other", ""))));

    assertThat(only().entry().title()).isEqualTo("Other");
    assertThat(only().entry().content()).isEmpty();
    assertThat(only().judgement().because()).containsExactly("x → changes");
  }
}
