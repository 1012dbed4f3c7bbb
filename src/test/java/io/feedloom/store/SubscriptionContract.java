package io.feedloom.store;

import static io.feedloom.store.Sample.LEASE;
import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.subscription;
import static io.feedloom.store.Sample.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Clause;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.PollTerms;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Turning subscriptions into feeds and groups. */
abstract class SubscriptionContract extends StoreContract {
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
    assertThat(store.feeds().groups()).isEqualTo(groups);
  }

  @Test
  void newFeedIsDueAtOnce() {
    subscribe(subscription("a"));

    assertThat(store.leases().nextDue()).contains(NOON);
    assertThat(store.leases().takeDue(NOON, 10, LEASE))
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
    var before = store.feeds().all();

    var groups =
        store
            .feeds()
            .subscribe(List.of(subscription("b"), subscription("a", "java")), NOON.plusSeconds(60));

    assertThat(store.feeds().all()).isEqualTo(before);
    assertThat(groups).isEqualTo(store.feeds().groups());
    assertThat(newest(ofGroup(group("a")))).containsExactly("one");
  }

  @Test
  void feedCanChangeItsIdTitleAndLabels() {
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

    assertThat(store.feeds().byId(new FeedId("a"))).isEmpty();
    var feed = store.feeds().byId(new FeedId("z")).orElseThrow();
    assertThat(feed.profile().title()).contains("Zett");
    assertThat(feed.tags()).extracting(Tag::label).containsExactly("JAVA");
    assertThat(feed.entries()).isEqualTo(1);
    assertThat(newest(ofFeed("z"))).containsExactly("one");
  }

  @Test
  void feedsCanSwapTheirIds() {
    var a = subscription("a");
    var b = subscription("b");
    subscribe(a, b);

    subscribe(named("b", a), named("a", b));

    assertThat(store.feeds().byId(new FeedId("a")).orElseThrow().url()).isEqualTo(b.url());
    assertThat(store.feeds().byId(new FeedId("b")).orElseThrow().url()).isEqualTo(a.url());
  }

  @Test
  void feedWithTheSameIdAndANewAddressIsTheSameFeed() {
    subscribe(subscription("a"));
    arrive("a", change(1, "old"));
    var readdressed = named("a", subscription("elsewhere"));

    subscribe(readdressed);

    assertThat(store.feeds().byId(new FeedId("a")).orElseThrow().url())
        .isEqualTo(readdressed.url());
    assertThat(newest(ofFeed("a"))).containsExactly("old");
  }

  @Test
  void newFeedCanTakeTheOldIdOfAnother() {
    subscribe(subscription("a"));
    arrive("a", change(1, "old"));

    subscribe(named("z", subscription("a")), named("a", subscription("elsewhere")));

    assertThat(newest(ofFeed("a"))).isEmpty();
    assertThat(newest(ofFeed("z"))).containsExactly("old");
  }

  private static Subscription named(String name, Subscription s) {
    return s.withId(new FeedId(name));
  }

  @Test
  void unsubscribedFeedIsNotPolledAndItsEntriesAreNotFound() {
    subscribe(subscription("a", "java"), subscription("b", "java"));
    int group = group("a");
    var key = arrive("a", change(1, "one", "red")).getFirst().key();

    var groups = subscribe(subscription("b", "java"));

    assertThat(groups).hasSize(1);
    assertThat(newest(ofGroup(group), ofFeed("a"), ofCategory("red", Set.of(0, group)))).isEmpty();
    assertThat(store.entries().byKey(key)).isEmpty();
    assertThat(store.feeds().all()).extracting(f -> f.id().value()).containsExactly("b");
    assertThat(store.leases().take(new FeedId("a"), NOON, LEASE)).isEmpty();
    assertThat(store.leases().takeDue(NOON.plus(Duration.ofDays(9)), 10, LEASE))
        .extracting(due -> due.id().value())
        .containsExactly("b");
    assertThat(store.categories().mostFrequent(Set.of(0, group), 10)).isEmpty();
  }

  @Test
  void returningFeedKeepsItsEntriesAndItsNextPoll() {
    var a = subscription("a", "java");
    subscribe(a);
    arrive("a", change(1, "one", "red"));
    subscribe();

    subscribe(a);

    assertThat(newest(ofGroup(group("a")))).containsExactly("one");
    assertThat(newest(ofCategory("red", Set.of(group("a"))))).containsExactly("one");
    assertThat(store.leases().nextDue()).contains(NOON.plus(Duration.ofHours(1)));
  }

  @Test
  void returningFeedIsMarkedOnlyIfItHadFailed() {
    var a = subscription("a");
    var b = subscription("b");
    subscribe(a, b);
    poll("a", Outcome.GONE, 1);
    poll("b", Outcome.FRESH, 0);
    subscribe();

    subscribe(a, b);

    assertThat(state("a").next().terms()).contains(PollTerms.NONE);
    assertThat(state("b").next().terms()).contains(TERMS);
  }

  private static final PollTerms TERMS = new PollTerms(1, -2, 3);

  private PollState state(String feed) {
    return store.feeds().byId(new FeedId(feed)).orElseThrow().state();
  }

  private void poll(String feed, Outcome outcome, int failures) {
    var due = take(feed);
    var next =
        due.state()
            .withLast(
                new PollState.Result(outcome, "", 0, failures, Optional.of(NOON), Optional.empty()))
            .due(NOON.plus(Duration.ofHours(1)), "later")
            .plannedBy(TERMS);
    store
        .updates()
        .apply(
            SampleUpdate.of(due, next, Optional.empty(), List.of(), List.of(), NOON, Sample.TOOK));
  }

  @Test
  void replannedFeedIsDueThenAndOthersStay() {
    subscribe(subscription("a"), subscription("b"), subscription("gone"));
    poll("a", Outcome.FAILED, 1);
    poll("b", Outcome.FAILED, 1);
    poll("gone", Outcome.GONE, 1);

    int changed =
        store
            .feeds()
            .replan(
                (id, state) ->
                    id.value().equals("b")
                        ? Optional.empty()
                        : Optional.of(
                            state
                                .due(NOON.plusSeconds(5), "edited")
                                .withLast(state.last().withOutcome(Outcome.FAILED))));

    assertThat(changed).isEqualTo(2);
    assertThat(state("a").reason()).isEqualTo("edited");
    assertThat(state("a").next().terms()).contains(TERMS);
    assertThat(store.leases().takeDue(NOON.plusSeconds(5), 10, LEASE))
        .extracting(due -> due.id().value())
        .containsExactlyInAnyOrder("a", "gone");
  }

  @Test
  void leasedFeedStaysLeasedWhenItIsReplanned() {
    subscribe(subscription("a"));
    take("a");

    store
        .feeds()
        .replan(List.of(new FeedId("a")), (_, state) -> Optional.of(state.due(NOON, "edited")));

    assertThat(store.leases().takeDue(NOON.plusSeconds(1), 10, LEASE)).isEmpty();
  }

  @Test
  void updateOfAnUnsubscribedFeedIsStoredButNotShown() {
    var a = subscription("a", "java");
    subscribe(a);
    var due = take("a");
    subscribe();

    store.updates().apply(update(due, NOON, change(1, "one", "red")));

    assertThat(store.leases().nextDue()).isEmpty();
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
  void groupWhoseFeedsAllGetNewTagsKeepsItsNumber() {
    subscribe(subscription("a", "java"), subscription("b", "java"));
    int before = group("a");

    var groups = subscribe(subscription("a", "jvm"), subscription("b", "jvm"));

    assertThat(groups).containsExactly(new FeedGroup(before, Set.of("jvm"), false));
  }

  @Test
  void groupsCanSwapTheirTags() {
    subscribe(subscription("a", "x"), subscription("b", "y"));
    arrive("a", change(1, "a1"));
    arrive("b", change(2, "b1"));

    subscribe(subscription("a", "y"), subscription("b", "x"));

    var tags = store.feeds().groups().stream().filter(g -> g.number() == group("a")).findFirst();
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

    assertThat(store.feeds().subscribe(many, NOON)).hasSize(21);
    assertThat(store.feeds().subscribe(many, NOON)).hasSize(21);
    assertThat(store.feeds().all()).hasSize(5_000);
    assertThat(store.feeds().subscribe(many.subList(0, 100), NOON)).hasSize(21);
    assertThat(store.feeds().all()).hasSize(100);
  }
}
