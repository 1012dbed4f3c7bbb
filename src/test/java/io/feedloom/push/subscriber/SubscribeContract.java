package io.feedloom.push.subscriber;

import static io.feedloom.push.subscriber.Topics.atom;
import static io.feedloom.push.subscriber.Topics.entries;
import static io.feedloom.push.subscriber.Topics.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.feed.HubChoice;
import io.feedloom.feed.PushEvidence;
import io.feedloom.feed.TopicSubscription.Mode;
import io.feedloom.feed.TopicSubscription.State;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Discovery, requests to hubs, verification, renewal and the end of subscriptions. */
abstract class SubscribeContract extends Scene {
  // 100
  @Test
  void hubAndTopicOfTheLinkHeaderAreUsed() throws Exception {
    publish(
        atom("", "", entry("1", "one")),
        Map.of("Link", "<%s>; rel=\"hub\", <%s>; rel=\"self\"".formatted(hub.address(), topic())));

    var asked = awaitAsked(start());

    assertThat(asked.mode()).isEqualTo("subscribe");
    assertThat(asked.topic()).isEqualTo(topic().toString());
  }

  // 101
  @Test
  void hubAndTopicOfAPageAreUsed() throws Exception {
    publish(
        """
        <!doctype html><html><head><title>T</title>
        <link rel="hub" href="%s"><link rel="self" href="%s"></head>
        <body class="h-feed"><article class="h-entry"><a class="u-url p-name" href="/1">one</a>
        <time class="dt-published" datetime="2026-11-19T10:00:00Z"></time>
        <p class="e-content">Text</p></article></body></html>
        """
            .formatted(hub.address(), topic()),
        Map.of("Content-Type", "text/html"));

    assertThat(awaitAsked(start()).topic()).isEqualTo(topic().toString());
  }

  // 102
  @Test
  void hubAndTopicOfAnAtomFeedAreUsed() throws Exception {
    publishEntries("1");

    assertThat(awaitAsked(start()).topic()).isEqualTo(topic().toString());
  }

  // 103
  @Test
  void hubAndTopicOfAnRssFeedAreUsed() throws Exception {
    publish(
        """
        <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title>
        <link>http://x.example/</link><description/>
        <atom:link rel="hub" href="%s"/><atom:link rel="self" href="%s"/>
        <item><guid>1</guid><title>one</title></item></channel></rss>
        """
            .formatted(hub.address(), topic()),
        Map.of("Content-Type", "application/rss+xml"));

    assertThat(awaitAsked(start()).topic()).isEqualTo(topic().toString());
  }

  // 104
  @Test
  void linkHeaderComesBeforeElements() throws Exception {
    var other = new LocalHub(site, "/other-hub");
    publish(
        atom(other.address(), site.uri("/other-topic"), entry("1", "one")),
        Map.of("Link", "<%s>; rel=\"hub\", <%s>; rel=\"self\"".formatted(hub.address(), topic())));

    var node = start();

    assertThat(awaitAsked(node).topic()).isEqualTo(topic().toString());
    assertThat(other.asked()).isEmpty();
  }

  @Test
  void topicIsSentAsThePublisherWritesIt() throws Exception {
    var written = site.uri("/feed") + "?a=%7e&b=ü";
    publish(atom(hub.address(), written.replace("&", "&amp;"), entry("1", "one")));

    assertThat(awaitAsked(start()).topic()).isEqualTo(written);
  }

  // 200
  @Test
  void topicWithAnotherSelfIsSubscribedUnderThatAndPolledWhereTheAdminSays() throws Exception {
    publish(atom(hub.address(), site.uri("/self"), entry("1", "one")));
    var node = start();

    assertThat(awaitAsked(node).topic()).isEqualTo(site.uri("/self").toString());
    pass(Duration.ofHours(2));
    node.poll("feed");
    assertThat(site.requests("/self")).isEmpty();
    assertThat(site.requests("/feed")).hasSizeGreaterThan(1);
  }

  // 201
  @Test
  void topicBehindATemporaryRedirectIsSubscribed() throws Exception {
    assertRedirected(302);
  }

  // 202
  @Test
  void topicBehindAPermanentRedirectIsSubscribed() throws Exception {
    assertRedirected(301);
  }

  private void assertRedirected(int status) throws Exception {
    site.on("/feed", Answer.redirect(status, site.uri("/moved")));
    site.on(
        "/moved",
        Answer.of(
            200,
            Map.of("Content-Type", "application/atom+xml"),
            atom(hub.address(), site.uri("/moved"), entry("1", "one"))));
    var node = start();

    assertThat(awaitAsked(node).topic()).isEqualTo(site.uri("/moved").toString());
    assertThat(hub.verify(hub.last(), TEN_DAYS).statusCode()).isEqualTo(200);
    deliver(node, hub.last(), document(entry("2", "two")));
    assertThat(node.titles("feed")).contains("two");
  }

  // 203
  @Test
  void requestToAHubThatMovedTemporarilyIsSentAgain() throws Exception {
    assertHubRedirects(307);
  }

  // 204
  @Test
  void requestToAHubThatMovedPermanentlyIsSentAgain() throws Exception {
    assertHubRedirects(308);
  }

  private void assertHubRedirects(int status) throws Exception {
    site.on("/old-hub", Answer.redirect(status, hub.address()));
    publish(atom(site.uri("/old-hub"), topic(), entry("1", "one")));
    var node = start();

    var asked = awaitAsked(node);

    assertThat(asked.mode()).isEqualTo("subscribe");
    assertThat(asked.secret()).isNotEmpty();
    assertThat(hub.verify(asked, TEN_DAYS).statusCode()).isEqualTo(200);
    assertThat(node.topic("feed").state()).isEqualTo(State.ACTIVE);
  }

  // 205
  @Test
  void verificationOfAnotherTopicIsRefused() throws Exception {
    publishEntries("1");
    var node = start();
    var asked = awaitAsked(node);

    assertThat(verify(asked.callback(), "subscribe", topic() + "?").statusCode()).isEqualTo(404);
    assertThat(node.topic("feed").isActive(time.get())).isFalse();
    assertThat(verify(asked.callback(), "subscribe", asked.topic()).statusCode()).isEqualTo(200);
  }

  private static java.net.http.HttpResponse<String> verify(
      URI callback, String mode, String topic) {
    return LocalHub.get(
        callback,
        Map.of(
            "hub.mode", mode, "hub.topic", topic, "hub.challenge", "c", "hub.lease_seconds", "60"));
  }

  @Test
  void requestHasAnUnguessableCallbackAndASecret() throws Exception {
    publishEntries("1");
    var node = start();
    var asked = awaitAsked(node);

    assertThat(asked.callback().toString())
        .startsWith("http://127.0.0.1:" + node.port() + "/push/");
    assertThat(asked.callback().getPath().replace("/push/", "")).hasSizeBetween(32, 64);
    assertThat(asked.secret()).hasSizeBetween(32, 200);
    assertThat(asked.get("hub.lease_seconds")).isEqualTo("864000");
  }

  @Test
  void verificationEchoesTheChallenge() throws Exception {
    publishEntries("1");
    var node = start();

    var answer = hub.verify(awaitAsked(node), TEN_DAYS);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("c0ffee&+ %");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
  }

  @Test
  void onlyThePendingRequestIsVerifiedAndOnlyOnce() throws Exception {
    publishEntries("1");
    var node = start();
    var asked = awaitAsked(node);
    var unknown = URI.create("http://127.0.0.1:" + node.port() + "/push/unknown");

    assertThat(verify(unknown, "subscribe", asked.topic()).statusCode()).isEqualTo(404);
    assertThat(verify(URI.create(unknown + "%00"), "subscribe", asked.topic()).statusCode())
        .isIn(400, 404);
    assertThat(verify(asked.callback(), "unsubscribe", asked.topic()).statusCode()).isEqualTo(404);
    assertThat(verify(asked.callback(), "publish", asked.topic()).statusCode()).isEqualTo(404);
    assertThat(LocalHub.get(asked.callback(), Map.of()).statusCode()).isEqualTo(404);
    assertThat(hub.verify(asked, TEN_DAYS).statusCode()).isEqualTo(200);
    assertThat(hub.verify(asked, TEN_DAYS).statusCode()).isEqualTo(404);
  }

  @Test
  void leaseIsRenewedAtHalfItsTime() throws Exception {
    publishEntries("1");
    var node = start();
    var first = awaitAsked(node);
    hub.verify(first, 1000);
    assertThat(node.topic("feed").course().due()).isEqualTo(time.get().plusSeconds(500));
    assertThat(node.topic("feed").course().expires()).hasValue(time.get().plusSeconds(1000));

    pass(Duration.ofSeconds(500));
    var second = awaitAsked(node, hub, 2);

    assertThat(second.callback()).isEqualTo(first.callback());
    assertThat(second.secret()).isEqualTo(first.secret());
    assertThat(node.topic("feed").isActive(time.get())).isTrue();
    assertThat(hub.verify(second, 1000).statusCode()).isEqualTo(200);
    assertThat(node.topic("feed").course().expires()).hasValue(time.get().plusSeconds(1000));
  }

  @Test
  void failedRenewalIsRepeatedWhileTheLeaseLasts() throws Exception {
    publishEntries("1");
    var node = start();
    hub.verify(awaitAsked(node), 1000);
    hub.answers(Answer.of(500, Map.of(), "broken"));

    pass(Duration.ofSeconds(500));
    awaitAsked(node, hub, 2);
    node.await("the failure", () -> node.topic("feed").course().failures() == 1);

    assertThat(node.topic("feed").state()).isEqualTo(State.ACTIVE);
    assertThat(node.topic("feed").course().due()).isEqualTo(time.get().plusSeconds(250));
    assertThat(node.topic("feed").course().message()).isEqualTo("the hub answered 500");
  }

  @Test
  void hubThatDeniesIsAskedAgainAfterADay() throws Exception {
    publishEntries("1");
    var node = start();
    var asked = awaitAsked(node);

    var answer =
        LocalHub.get(
            asked.callback(),
            Map.of("hub.mode", "denied", "hub.topic", asked.topic(), "hub.reason", "no capacity"));

    assertThat(answer.statusCode()).isEqualTo(200);
    var topic = node.topic("feed");
    assertThat(topic.state()).isEqualTo(State.DENIED);
    assertThat(topic.course().message()).isEqualTo("the hub denied the subscription: no capacity");
    assertThat(topic.course().due()).isEqualTo(time.get().plus(Duration.ofDays(1)));
    assertThat(hub.verify(asked, TEN_DAYS).statusCode()).isEqualTo(404);
    assertThat(LocalHub.deliver(asked, document(entry("2", "two"))).statusCode()).isEqualTo(404);
  }

  @Test
  void activeSubscriptionCanBeDenied() throws Exception {
    publishEntries("1");
    var node = start();
    var asked = subscribe(node);

    LocalHub.get(asked.callback(), Map.of("hub.mode", "denied", "hub.topic", asked.topic()));

    assertThat(node.topic("feed").state()).isEqualTo(State.DENIED);
    assertThat(node.topic("feed").isActive(time.get())).isFalse();
  }

  @Test
  void denialOfAnotherTopicIsIgnored() throws Exception {
    publishEntries("1");
    var node = start();
    var asked = subscribe(node);

    var answer =
        LocalHub.get(asked.callback(), Map.of("hub.mode", "denied", "hub.topic", "http://x/"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(node.topic("feed").state()).isEqualTo(State.ACTIVE);
  }

  @Test
  void nextHubIsAskedWhenTheFirstDenies() throws Exception {
    var second = new LocalHub(site, "/second");
    publish(
        atom(hub.address(), topic(), entry("1", "one"))
            .replaceFirst(
                "<title>T", "<link rel='hub' href='%s'/><title>T".formatted(second.address())));
    var node = start();
    // The link to the second hub is the first in the document.
    var asked = awaitAsked(node, second, 1);

    LocalHub.get(asked.callback(), Map.of("hub.mode", "denied", "hub.topic", asked.topic()));

    assertThat(awaitAsked(node).topic()).isEqualTo(topic().toString());
    assertThat(hub.verify(hub.last(), TEN_DAYS).statusCode()).isEqualTo(200);
    assertThat(node.topic("feed").hub()).isEqualTo(hub.address().toString());
  }

  @Test
  void nextHubIsAskedWhenTheFirstFailsTwice() throws Exception {
    var second = new LocalHub(site, "/second").answers(Answer.of(503, Map.of(), ""));
    publish(
        atom(hub.address(), topic(), entry("1", "one"))
            .replaceFirst(
                "<title>T", "<link rel='hub' href='%s'/><title>T".formatted(second.address())));
    var node = start();
    awaitAsked(node, second, 1);
    node.await("the failure", () -> node.topic("feed").course().failures() == 1);
    assertThat(hub.asked()).isEmpty();

    pass(Duration.ofMinutes(10));

    awaitAsked(node);
    assertThat(second.asked()).hasSize(2);
  }

  @Test
  void unverifiedRequestIsRepeatedLessAndLessOften() throws Exception {
    publishEntries("1");
    var node = start();
    awaitAsked(node);
    node.await(
        "the wait",
        () -> node.topic("feed").course().due().equals(time.get().plus(Duration.ofMinutes(10))));

    pass(Duration.ofMinutes(10));
    awaitAsked(node, hub, 2);
    node.await(
        "the longer wait",
        () -> node.topic("feed").course().due().equals(time.get().plus(Duration.ofHours(1))));

    assertThat(node.topic("feed").state()).isEqualTo(State.FAILED);
    assertThat(node.topic("feed").course().message())
        .isEqualTo("the hub accepted the request 2 times and never verified it");
    assertThat(hub.verify(hub.last(), TEN_DAYS).statusCode()).isEqualTo(200);
    assertThat(node.topic("feed").state()).isEqualTo(State.ACTIVE);
  }

  @Test
  void hubThatAsksToWaitIsAskedLater() throws Exception {
    hub.answers(Answer.of(429, Map.of("Retry-After", "7200"), ""));
    publishEntries("1");
    var node = start();
    awaitAsked(node);

    node.await("the failure", () -> node.topic("feed").state() == State.FAILED);

    assertThat(node.topic("feed").course().due()).isEqualTo(time.get().plusSeconds(7200));
  }

  @Test
  void feedThatLeavesTheFileIsUnsubscribed() throws Exception {
    publishEntries("1");
    var node = start();
    var asked = subscribe(node);
    var path = node.topic("feed").path();

    node.use(java.util.List.of());
    var end = awaitAsked(node, hub, 2);

    assertThat(end.mode()).isEqualTo("unsubscribe");
    assertThat(end.topic()).isEqualTo(asked.topic());
    assertThat(end.callback()).isEqualTo(asked.callback());
    assertThat(verify(end.callback(), "subscribe", end.topic()).statusCode()).isEqualTo(404);
    assertThat(LocalHub.deliver(asked, document(entry("2", "two"))).statusCode()).isEqualTo(410);
    assertThat(hub.verify(end, 0).statusCode()).isEqualTo(200);
    assertThat(node.store().topics().find(path)).isEmpty();
    assertThat(LocalHub.deliver(asked, document(entry("2", "two"))).statusCode()).isEqualTo(404);
  }

  @Test
  void unsubscriptionIsGivenUpAfterThreeFailures() throws Exception {
    publishEntries("1");
    var node = start();
    subscribe(node);
    var path = node.topic("feed").path();
    hub.answers(Answer.of(500, Map.of(), ""));

    node.use(java.util.List.of());
    for (int failures = 1; failures <= 3; failures++) {
      int expected = failures;
      node.await(
          "failure " + failures,
          () -> node.store().topics().find(path).orElseThrow().course().failures() == expected);
      pass(Duration.ofDays(1));
    }

    node.await("the end", () -> node.store().topics().find(path).isEmpty());
  }

  @Test
  void changedHubGetsASubscriptionAndTheOldOneAnUnsubscription() throws Exception {
    publishEntries("1");
    var node = start();
    subscribe(node);
    var second = new LocalHub(site, "/second");
    publish(atom(second.address(), topic(), entry("1", "one")));

    pass(Duration.ofHours(1));
    node.poll("feed");

    assertThat(awaitAsked(node, second, 1).mode()).isEqualTo("subscribe");
    assertThat(awaitAsked(node, hub, 2).mode()).isEqualTo("unsubscribe");
    assertThat(node.topics("feed"))
        .extracting(topic -> topic.course().pending())
        .containsExactlyInAnyOrder(Optional.of(Mode.SUBSCRIBE), Optional.of(Mode.UNSUBSCRIBE));
  }

  @Test
  void hubThatLeavesTheFeedIsUnsubscribed() throws Exception {
    publishEntries("1");
    var node = start();
    subscribe(node);
    publish(atom("", topic(), entries("1")));

    pass(Duration.ofHours(1));
    node.poll("feed");

    assertThat(awaitAsked(node, hub, 2).mode()).isEqualTo("unsubscribe");
  }

  @Test
  void hubOfTheAdminReplacesTheAnnouncedOne() throws Exception {
    var own = new LocalHub(site, "/own");
    publishEntries("1");
    var node = start(feed(new HubChoice(true, Optional.of(own.address()))));

    assertThat(awaitAsked(node, own, 1).topic()).isEqualTo(topic().toString());
    assertThat(hub.asked()).isEmpty();
  }

  @Test
  void feedWithoutSelfIsSubscribedUnderThePolledAddress() throws Exception {
    publish(atom(hub.address(), "", entry("1", "one")));

    assertThat(awaitAsked(start()).topic()).isEqualTo(topic().toString());
  }

  @Test
  void nothingIsSubscribedWithoutAPublicUrl() throws Exception {
    assertSubscribesNothing(start(Optional.of(""), feed()));
  }

  @Test
  void nothingIsSubscribedIfHubsCannotReachThePublicUrl() throws Exception {
    assertSubscribesNothing(start(Optional.of("http://10.0.0.7:8080"), feed()));
  }

  @Test
  void nothingIsSubscribedIfTheAdminSwitchesPushOff() throws Exception {
    assertSubscribesNothing(start(feed(HubChoice.ANNOUNCED.switched(false))));
  }

  private void assertSubscribesNothing(Node node) throws Exception {
    publishEntries("1");
    pass(Duration.ofHours(2));
    node.poll("feed");
    assertThat(node.feed("feed").info().orElseThrow().hubs()).hasSize(1);
    assertThat(node.topics("feed")).isEmpty();
    assertThat(hub.asked()).isEmpty();
  }

  @Test
  void feedWhosePushIsSwitchedOffIsUnsubscribed() throws Exception {
    publishEntries("1");
    var node = start();
    subscribe(node);

    node.use(java.util.List.of(feed(HubChoice.ANNOUNCED.switched(false))));

    assertThat(awaitAsked(node, hub, 2).mode()).isEqualTo("unsubscribe");
  }

  @Test
  void endedSubscriptionsAreForgottenWithoutAPublicUrl() throws Exception {
    publishEntries("1");
    var node = start();
    subscribe(node);
    stop(node);
    pass(Duration.ofDays(11));

    var next = start(Optional.of(""), feed());

    next.await("the end", () -> next.store().topics().all().isEmpty());
    assertThat(hub.asked()).hasSize(1);
  }

  @Test
  void subscriptionSurvivesARestart() throws Exception {
    publishEntries("1");
    var node = start();
    var port = node.port();
    subscribe(node);
    stop(node);

    // The public address stays, as behind a reverse proxy.
    var next = start(Optional.of("http://127.0.0.1:" + port), feed());
    next.await("the plan", () -> next.health().troubles().isEmpty());

    assertThat(next.topic("feed").state()).isEqualTo(State.ACTIVE);
    assertThat(hub.asked()).hasSize(1);
  }

  @Test
  void deliveryBeforeTheVerificationIsNotTaken() throws Exception {
    publishEntries("1");
    var node = start();
    var asked = awaitAsked(node);

    assertThat(LocalHub.deliver(asked, document(entry("3", "three"))).statusCode()).isEqualTo(404);
  }

  @Test
  void versionOfTheNextPollStays() throws Exception {
    site.on("/feed", request -> Answer.feed(request, "\"v1\"", document(entries("1", "2"))));
    var node = start();
    var asked = subscribe(node);
    var before = node.feed("feed").state();

    deliver(node, asked, document(entry("3", "three")));

    var after = node.feed("feed").state();
    assertThat(after.resource()).isEqualTo(before.resource());
    assertThat(after.last()).isEqualTo(before.last());
    pass(Duration.ofHours(1));
    node.poll("feed");
    assertThat(site.requests("/feed").getLast().header("If-None-Match")).hasValue("\"v1\"");
    assertThat(node.feed("feed").state().status()).isEqualTo(304);
  }

  @Test
  void entriesFromBeforeTheSubscriptionAreNotMissed() throws Exception {
    publishEntries("1");
    var node = start();
    var asked = awaitAsked(node);
    pass(Duration.ofMinutes(30));
    hub.verify(asked, TEN_DAYS);
    publishEntries("2", "1");

    pass(Duration.ofMinutes(30));
    node.poll("feed");
    pass(Duration.ofMinutes(30));
    node.poll("feed");

    assertThat(evidence(node)).isEqualTo(PushEvidence.NONE);
  }

  @Test
  void feedIsPolledWhenTheLeaseOfItsProvenHubEnds() throws Exception {
    publishEntries("1");
    var node = start();
    var asked = awaitAsked(node);
    hub.verify(asked, 7200);
    for (int i = 0; i < 3; i++) {
      deliver(node, asked, document(entry("n" + i, "new " + i)));
    }
    hub.answers(Answer.of(500, Map.of(), ""));

    pass(Duration.ofHours(3));

    node.awaitPolled("feed", time.get());
    node.await("the end", () -> node.topic("feed").state() == State.FAILED);
    node.await("the loss", () -> !evidence(node).isProven());
  }

  private static PushEvidence evidence(Node node) {
    return node.topic("feed").received().evidence();
  }
}
