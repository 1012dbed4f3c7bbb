package io.feedloom.store;

import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Secret;
import io.feedloom.store.api.HubFigures;
import io.feedloom.store.api.HubRequest;
import io.feedloom.store.api.HubRequest.Acceptance;
import io.feedloom.store.api.HubRequest.Mode;
import io.feedloom.store.api.HubSubscriber;
import io.feedloom.store.api.HubTopic;
import io.feedloom.store.api.LogPlace;
import io.feedloom.store.push.HubRequests;
import io.feedloom.store.push.HubTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The requests, topics and subscriptions of the hub. */
abstract class HubContract extends StoreContract {
  static final Duration LEASE = Duration.ofSeconds(60);
  private static final HubRequests.Limits LIMITS = new HubRequests.Limits(3, 5);
  private static final Duration DAY = Duration.ofDays(1);

  static HubRequest request(Mode mode, String topic, String host, String path, long place) {
    return new HubRequest(
        mode,
        topic,
        Optional.empty(),
        "https://" + host + path,
        host,
        Optional.of(new Secret("s")),
        "https://planet.example" + topic,
        "https://planet.example",
        DAY,
        place);
  }

  private Acceptance add(String topic, String host, String path) {
    return store
        .hubRequests()
        .add(request(Mode.SUBSCRIBE, topic, host, path, LogPlace.after(0)), NOON, LIMITS);
  }

  /** Subscribes a callback. */
  static void subscribe(Store store, HubRequest request) {
    store.hubRequests().add(request, NOON, new HubRequests.Limits(1_000, 1_000));
    for (var leased : store.hubRequests().take(NOON, 10, LEASE, 10, Map.of())) {
      assertThat(store.hubSubscriptions().subscribe(leased, NOON)).isTrue();
    }
  }

  private void subscribeTo(String topic, String path) {
    subscribe(store, request(Mode.SUBSCRIBE, topic, "a.example", path, LogPlace.after(0)));
  }

  private List<HubSubscriber> behind(long topic) {
    return store.hubSubscriptions().behind(topic, 0, NOON, 10);
  }

  private HubTopics.Leased takeOne() {
    return store.hubTopics().take(NOON, 10, LEASE).getFirst();
  }

  private HubSubscriber.Progress progress(HubSubscriber subscriber, long to) {
    return new HubSubscriber.Progress(
        subscriber.id(),
        subscriber.place(),
        to,
        0,
        Instant.EPOCH,
        Optional.of(NOON),
        Optional.empty());
  }

  private List<HubTopic> topics() {
    return store.hubTopics().all(new HubTopics.Known(-1, List.of())).topics();
  }

  private long version() {
    return store.hubTopics().all(new HubTopics.Known(-1, List.of())).version();
  }

  @Test
  void newerRequestForOneTopicAndCallbackReplacesTheOlder() {
    add("/feed.atom", "a.example", "/1");
    var old = store.hubRequests().take(NOON, 10, LEASE, 10, Map.of()).getFirst();
    add("/feed.atom", "a.example", "/1");

    assertThat(store.hubSubscriptions().subscribe(old, NOON)).isFalse();
    assertThat(store.hubRequests().take(NOON, 10, LEASE, 10, Map.of())).hasSize(1);
    assertThat(topics()).isEmpty();
  }

  @Test
  void hostWithManyRequestsDelaysNoOther() {
    var limits = new HubRequests.Limits(100, 100);
    for (int i = 0; i <= 12; i++) {
      var host = i == 12 ? "one.example" : "many.example";
      var request = request(Mode.SUBSCRIBE, "/feed.atom", host, "/" + i, LogPlace.after(0));
      store.hubRequests().add(request, NOON.minusSeconds(13 - i), limits);
    }

    assertThat(store.hubRequests().take(NOON, 5, LEASE, 3, Map.of())).hasSize(3);
    assertThat(store.hubRequests().take(NOON, 5, LEASE, 3, Map.of("many.example", 3)))
        .extracting(leased -> leased.request().host())
        .containsExactly("one.example");
    assertThat(store.hubRequests().take(NOON, 5, LEASE, 3, Map.of("many.example", 2))).hasSize(1);
  }

  @Test
  void leasedRequestIsTakenAgainAfterItsLease() {
    add("/feed.atom", "a.example", "/1");

    assertThat(store.hubRequests().take(NOON, 10, LEASE, 10, Map.of())).hasSize(1);
    assertThat(store.hubRequests().take(NOON, 10, LEASE, 10, Map.of())).isEmpty();
    assertThat(store.hubRequests().take(NOON.plus(LEASE), 10, LEASE, 10, Map.of()))
        .singleElement()
        .satisfies(again -> assertThat(again.tries()).isEqualTo(2));
  }

  @Test
  void subscriptionsAndRequestsAreLimitedByHostAndInAll() {
    subscribeTo("/feed.atom", "/1");
    assertThat(add("/feed.atom", "a.example", "/2")).isEqualTo(Acceptance.ACCEPTED);
    assertThat(add("/feed.atom", "a.example", "/3")).isEqualTo(Acceptance.ACCEPTED);
    assertThat(add("/feed.atom", "a.example", "/4")).isEqualTo(Acceptance.HOST_FULL);
    assertThat(add("/feed.atom", "a.example", "/1")).isEqualTo(Acceptance.ACCEPTED);
    assertThat(add("/feed.atom", "b.example", "/1")).isEqualTo(Acceptance.ACCEPTED);
    assertThat(add("/feed.atom", "c.example", "/1")).isEqualTo(Acceptance.FULL);
  }

  @Test
  void subscriptionSurvivesARestart() {
    subscribeTo("/feed.atom", "/1");
    reopen();

    assertThat(store.hubSubscriptions().states(0, 10).states())
        .singleElement()
        .satisfies(
            state -> {
              assertThat(state.topic()).isEqualTo("/feed.atom");
              assertThat(state.callback()).isEqualTo("https://a.example/1");
              assertThat(state.ends()).isEqualTo(NOON.plus(DAY));
            });
    var topic = takeOne();
    store.hubTopics().mark(Map.of(topic.topic().id(), LogPlace.after(9)), 9, version());
    assertThat(behind(topic.topic().id()))
        .singleElement()
        .satisfies(one -> assertThat(one.secret()).contains(new Secret("s")));
  }

  @Test
  void markedTopicIsTakenUntilItsSubscribersHaveAllNews() {
    subscribeTo("/feed.atom", "/1");
    long topic = takeOne().topic().id();
    store.hubTopics().settle(List.of(topic), NOON);
    assertThat(store.hubTopics().take(NOON, 10, LEASE)).isEmpty();

    assertThat(store.hubTopics().mark(Map.of(topic, LogPlace.after(7)), 7, version())).isTrue();
    var taken = takeOne();
    assertThat(taken.news()).isEqualTo(LogPlace.after(7));
    var subscriber = behind(topic).getFirst();
    store.hubTopics().settle(List.of(topic), NOON);
    assertThat(store.hubTopics().take(NOON, 10, LEASE)).hasSize(1);
    store.hubSubscriptions().advance(List.of(progress(subscriber, LogPlace.after(7))));
    store.hubTopics().settle(List.of(topic), NOON);

    assertThat(behind(topic)).isEmpty();
    assertThat(store.hubTopics().take(NOON, 10, LEASE)).isEmpty();
    assertThat(store.hubTopics().nextDue()).isEmpty();
    assertThat(store.hubTopics().scanned()).isEqualTo(7);
  }

  @Test
  void failingSubscriberMakesItsTopicDueAtItsNextTry() {
    subscribeTo("/feed.atom", "/1");
    long topic = takeOne().topic().id();
    store.hubTopics().mark(Map.of(topic, LogPlace.after(7)), 7, version());
    takeOne();
    var subscriber = behind(topic).getFirst();
    var later = NOON.plusSeconds(30);
    store
        .hubSubscriptions()
        .advance(
            List.of(
                new HubSubscriber.Progress(
                    subscriber.id(),
                    subscriber.place(),
                    subscriber.place(),
                    1,
                    later,
                    Optional.empty(),
                    Optional.of("answered 500"))));
    store.hubTopics().settle(List.of(topic), NOON);

    assertThat(store.hubTopics().nextDue()).contains(later);
    assertThat(behind(topic)).isEmpty();
    assertThat(store.hubSubscriptions().behind(topic, 0, later, 10)).hasSize(1);
    assertThat(store.hubSubscriptions().figures()).isEqualTo(new HubFigures(1, 1, 1, 1, 0));
  }

  @Test
  void staleProgressChangesNothing() {
    subscribeTo("/feed.atom", "/1");
    long topic = takeOne().topic().id();
    store.hubTopics().mark(Map.of(topic, LogPlace.after(9)), 9, version());
    var subscriber = behind(topic).getFirst();

    var first = store.hubSubscriptions().advance(List.of(progress(subscriber, LogPlace.after(5))));
    var second = store.hubSubscriptions().advance(List.of(progress(subscriber, LogPlace.after(4))));

    assertThat(first).containsExactly(subscriber.id());
    assertThat(second).isEmpty();
    assertThat(behind(topic).getFirst().place()).isEqualTo(LogPlace.after(5));
  }

  @Test
  void marksOfAnOldSetOfTopicsAreRefused() {
    subscribeTo("/feed.atom", "/1");
    long before = version();
    subscribeTo("/feed.rss", "/1");

    assertThat(version()).isNotEqualTo(before);
    assertThat(store.hubTopics().mark(Map.of(), 7, before)).isFalse();
    assertThat(store.hubTopics().scanned()).isZero();
  }

  @Test
  void newTopicMayHaveNewsOfAllThatArrivedBefore() {
    subscribe(subscription("a"));
    arrive("a", change(1, "one"));
    long end = store.arrivals().end();
    subscribeTo("/feed.atom", "/1");

    assertThat(takeOne().news()).isEqualTo(LogPlace.after(end));
    assertThat(store.hubTopics().scanned()).isEqualTo(end);
  }

  @Test
  void topicOfPeriodsHasNoNewsOfTheLog() {
    subscribe(subscription("a"));
    arrive("a", change(1, "one"));
    long place = LogPlace.of(NOON);
    subscribe(store, request(Mode.SUBSCRIBE, "/feed.atom?digest=day", "a.example", "/1", place));

    assertThat(takeOne().news()).isEqualTo(place);
    assertThat(LogPlace.time(place)).isEqualTo(NOON);
    assertThat(place).isGreaterThan(LogPlace.after(1L << 40));
  }

  @Test
  void topicWithoutSubscribersIsRemoved() {
    subscribeTo("/feed.atom", "/1");
    subscribeTo("/feed.rss", "/2");
    store
        .hubRequests()
        .add(request(Mode.UNSUBSCRIBE, "/feed.rss", "a.example", "/2", 0), NOON, LIMITS);
    var leased = store.hubRequests().take(NOON, 10, LEASE, 10, Map.of()).getFirst();

    assertThat(store.hubSubscriptions().unsubscribe(leased)).isTrue();
    assertThat(topics()).extracting(HubTopic::address).containsExactly("/feed.atom");
    assertThat(store.hubSubscriptions().expire(NOON.plus(DAY).minusMillis(1))).isZero();
    assertThat(store.hubSubscriptions().expire(NOON.plus(DAY))).isEqualTo(1);
    assertThat(topics()).isEmpty();
  }

  @Test
  void topicsWithDifferentKeysDiffer() {
    var open = request(Mode.SUBSCRIBE, "/feed.atom", "a.example", "/1", 0);
    var keyed =
        new HubRequest(
            open.mode(),
            open.address(),
            Optional.of(new HubTopic.Key("alice", "d1")),
            open.callback(),
            open.host(),
            open.secret(),
            open.asked(),
            open.base(),
            open.lease(),
            open.place());
    subscribe(store, open);
    subscribe(store, keyed);

    assertThat(topics()).hasSize(2);
    var own = topics().stream().filter(topic -> topic.key().isPresent()).findFirst().orElseThrow();
    assertThat(own.key()).contains(new HubTopic.Key("alice", "d1"));
    assertThat(store.hubSubscriptions().endAll(own.id()))
        .containsExactly(new HubSubscriber.Ended(open.callback(), open.asked()));
    assertThat(topics()).hasSize(1);
  }

  @Test
  void listOfSubscriptionsHasParts() {
    for (int i = 0; i < 5; i++) {
      subscribeTo("/feed.atom", "/" + i);
    }
    var first = store.hubSubscriptions().states(0, 3);
    var second = store.hubSubscriptions().states(first.next().orElseThrow(), 3);

    assertThat(first.states()).hasSize(3);
    assertThat(second.states()).hasSize(2);
    assertThat(second.next()).isEmpty();
  }

  @Test
  void logKeepsAtLeastTheLastUpdatesAndThoseOfADay() {
    subscribe(subscription("a"));
    for (int i = 0; i < 20; i++) {
      arrive("a", change(i, "e" + i));
    }
    store.arrivals().end();
    store.arrivals().trim(NOON, DAY);
    store.arrivals().trim(NOON.plus(DAY), DAY);
    store.arrivals().trim(NOON.plus(DAY), DAY);

    var kept = store.arrivals().updatesAfter(0, 100);
    assertThat(kept.complete()).isTrue();
    assertThat(kept.updates()).hasSize(20);
  }
}
