package io.feedloom.push.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.PushEvidence;
import io.feedloom.feed.Secret;
import io.feedloom.feed.TopicSubscription;
import io.feedloom.feed.TopicSubscription.Course;
import io.feedloom.feed.TopicSubscription.Deliveries;
import io.feedloom.feed.TopicSubscription.Mode;
import io.feedloom.feed.TopicSubscription.State;
import io.feedloom.store.api.TopicChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoursesTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final String BASE = "https://planet.example/push/";

  private int made;

  private static TopicSubscription asking() {
    return new TopicSubscription(
        "p",
        1,
        BASE + "p",
        "https://a.example/feed",
        "https://hub.example/",
        new Secret("s"),
        Course.begin(NOON),
        Deliveries.NONE);
  }

  private static TopicSubscription active() {
    return Courses.verified(asking(), Optional.empty(), NOON);
  }

  @Test
  void waitsForVerificationGrowToADay() {
    var waits = new ArrayList<Duration>();
    var now = NOON;
    var subscription = asking();
    for (int i = 0; i < 5; i++) {
      subscription = Courses.accepted(Courses.asked(subscription, now, now.plusSeconds(360)), now);
      waits.add(Duration.between(now, subscription.course().due()));
      now = subscription.course().due();
    }

    assertThat(waits)
        .containsExactly(
            Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6), DAY, DAY);
    assertThat(subscription.state()).isEqualTo(State.FAILED);
    assertThat(subscription.course().pending()).hasValue(Mode.SUBSCRIBE);
  }

  @Test
  void hubWithoutALeaseGetsTheRequestedOne() {
    assertThat(active().course().expires()).hasValue(NOON.plus(Duration.ofDays(10)));
    assertThat(active().course().due()).isEqualTo(NOON.plus(Duration.ofDays(5)));
  }

  @Test
  void absurdLeasesAreBounded() {
    var tiny = Courses.verified(asking(), Optional.of(Duration.ZERO), NOON).course();
    var huge = Courses.verified(asking(), Optional.of(Duration.ofDays(9_999)), NOON).course();

    assertThat(tiny.expires()).hasValue(NOON.plusSeconds(60));
    assertThat(huge.expires()).hasValue(NOON.plus(Duration.ofDays(365)));
    assertThat(huge.due()).isEqualTo(NOON.plus(Duration.ofDays(15)));
  }

  @Test
  void renewalKeepsTheProofAndAGapLosesIt() {
    var proven =
        active()
            .withReceived(
                Deliveries.NONE.withEvidence(
                    PushEvidence.NONE.delivered(List.of(1L, 2L, 3L), Set.of(1L, 2L, 3L))));

    var renewed = Courses.verified(proven, Optional.empty(), NOON.plus(DAY));
    var later = Courses.verified(proven, Optional.empty(), NOON.plus(Duration.ofDays(11)));

    assertThat(renewed.received().evidence().isProven()).isTrue();
    assertThat(renewed.course().since()).hasValue(NOON);
    assertThat(later.received().evidence().isProven()).isFalse();
    assertThat(later.received().evidence().brought()).isEqualTo(3);
    assertThat(later.course().since()).hasValue(NOON.plus(Duration.ofDays(11)));
  }

  @Test
  void renewalIsTriedUntilTheLeaseEnds() {
    var now = NOON.plus(Duration.ofDays(5));
    var subscription = active();
    int tries = 0;
    while (subscription.isActive(now)) {
      subscription =
          Courses.failed(
              Courses.asked(subscription, now, now.plusSeconds(360)), "", Optional.empty(), now);
      assertThat(subscription.course().due()).isAfter(now);
      now = subscription.course().due();
      tries++;
    }

    assertThat(tries).isBetween(8, 30);
    assertThat(now).isBefore(NOON.plus(Duration.ofDays(10)).plusSeconds(60));
  }

  @Test
  void secondDenialWaitsForAWeek() {
    var once = Courses.denied(asking(), " ", NOON);
    var twice = Courses.denied(once, "", NOON);

    assertThat(once.course().message()).isEqualTo("the hub denied the subscription");
    assertThat(twice.course().due()).isEqualTo(NOON.plus(Duration.ofDays(7)));
  }

  private TopicPlan plan(String topic, String... hubs) {
    return new TopicPlan(
        Optional.of(new HubWish(topic, List.of(hubs), BASE)), 1, NOON, () -> "r" + made++);
  }

  private static TopicSubscription put(TopicChange change) {
    return ((TopicChange.Put) change).subscription();
  }

  @Test
  void wishedSubscriptionStays() {
    assertThat(plan("https://a.example/feed", "https://hub.example/").changes(List.of(active())))
        .isEmpty();
  }

  @Test
  void feedWithoutASubscriptionGetsOneAtItsFirstHub() {
    var changes = plan("https://a.example/feed", "https://one/", "https://two/").changes(List.of());

    assertThat(changes).hasSize(1);
    assertThat(put(changes.getFirst()).hub()).isEqualTo("https://one/");
    assertThat(put(changes.getFirst()).callback()).isEqualTo(BASE + "r0");
    assertThat(put(changes.getFirst()).secret().value()).isEqualTo("r1");
  }

  @Test
  void otherTopicEndsTheOldSubscription() {
    var changes = plan("https://a.example/new", "https://hub.example/").changes(List.of(active()));

    assertThat(changes).hasSize(2);
    assertThat(put(changes.getFirst()).state()).isEqualTo(State.LEAVING);
    assertThat(put(changes.getLast()).topic()).isEqualTo("https://a.example/new");
  }

  @Test
  void otherPublicUrlEndsTheOldSubscription() {
    var wish =
        new HubWish(
            "https://a.example/feed", List.of("https://hub.example/"), "https://b.example/push/");
    var changes = new TopicPlan(Optional.of(wish), 1, NOON, () -> "r").changes(List.of(active()));

    assertThat(put(changes.getFirst()).state()).isEqualTo(State.LEAVING);
    assertThat(put(changes.getLast()).callback()).isEqualTo("https://b.example/push/r");
  }

  @Test
  void subscriptionThatWasNeverVerifiedIsOnlyForgotten() {
    assertThat(new TopicPlan(Optional.empty(), 1, NOON, () -> "r").changes(List.of(asking())))
        .containsExactly(new TopicChange.Remove("p"));
  }

  @Test
  void hubsThatAllFailAreTriedInTurnWithGrowingWaits() {
    var subscription = asking();
    var now = NOON;
    var tried = new ArrayList<String>();
    for (int i = 0; i < 8; i++) {
      tried.add(subscription.hub() + " " + Duration.between(NOON, now).toHours());
      subscription =
          Courses.failed(
              Courses.asked(subscription, now, now.plusSeconds(360)), "", Optional.empty(), now);
      var changes =
          new TopicPlan(
                  Optional.of(
                      new HubWish(
                          "https://a.example/feed",
                          List.of("https://hub.example/", "https://two/"),
                          BASE)),
                  1,
                  now,
                  () -> "p")
              .changes(List.of(subscription));
      subscription = changes.isEmpty() ? subscription : put(changes.getLast());
      now = subscription.course().due();
    }

    assertThat(tried)
        .containsExactly(
            "https://hub.example/ 0",
            "https://hub.example/ 0",
            "https://two/ 0",
            "https://hub.example/ 6",
            "https://two/ 30",
            "https://hub.example/ 54",
            "https://two/ 78",
            "https://hub.example/ 102");
  }

  @Test
  void deliveriesAreAllowedInBurstsAndThenOneBySecond() {
    var rate = new DeliveryRate();
    int allowed = 0;
    for (int i = 0; i < 100; i++) {
      allowed += rate.allows("p", NOON) ? 1 : 0;
    }

    assertThat(allowed).isEqualTo(DeliveryRate.BURST);
    assertThat(rate.allows("other", NOON)).isTrue();
    assertThat(rate.allows("p", NOON.plusSeconds(1))).isTrue();
    assertThat(rate.allows("p", NOON.plusSeconds(1))).isFalse();
  }
}
