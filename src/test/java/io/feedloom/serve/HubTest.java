package io.feedloom.serve;

import static io.feedloom.farm.Callbacks.await;
import static io.feedloom.farm.Callbacks.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Callbacks;
import io.feedloom.farm.Request;
import io.feedloom.feed.Entry;
import io.feedloom.push.HmacSignature;
import io.feedloom.store.api.HubSubscriber;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hub with real callbacks: requests, confirmations and deliveries. */
class HubTest {
  private static final String KEYS = "keys: { alice: alice-key-0001 }\n";
  private static final String FEEDS =
      """
      polling: { allow-addresses: [127.0.0.0/8] }
      feeds:
        - { id: a, url: "https://a.example/", tags: [java] }
        - { id: b, url: "https://b.example/", tags: [news] }
        - { id: secret, url: "https://secret.example/", tags: [java], access: key }
      streams:
        recent: { tags: [java], since: 7d }
        daily: { tags: [java], digest: day }
      """;

  @TempDir private Path folder;
  private final Callbacks callbacks = new Callbacks();
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, FEEDS + KEYS);
    served.startHub();
  }

  @AfterEach
  void close() {
    served.close();
    callbacks.close();
  }

  private HttpResponse<String> ask(String mode, String topic, String callback, String... more) {
    var all = new ArrayList<>(List.of("hub.mode", mode, "hub.topic", topic));
    all.addAll(List.of("hub.callback", callback));
    all.addAll(List.of(more));
    return served.post("/hub", form(all.toArray(String[]::new)));
  }

  /** Subscribes a callback to a path of this server, and waits until it is confirmed. */
  private void subscribe(String path, String callback, String... more) {
    long before = served.hubCounters().confirmed();
    var answer = ask("subscribe", served.base() + path, callbacks.uri(callback).toString(), more);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    await("confirmed", () -> served.hubCounters().confirmed() > before);
  }

  private List<HubSubscriber.State> subscriptions() {
    return served.store().hubSubscriptions().states(0, 100).states();
  }

  private void awaitDocuments(String callback, int count) {
    await(count + " documents", () -> callbacks.documents(callback).size() >= count);
  }

  @Test
  void subscriberConfirmsAndGetsNewEntriesOfItsTopic() {
    served.arrive("a", "Before", 50);
    subscribe("/tags/java.atom", "/cb");

    served.arrive("b", "Of another topic", 40);
    served.arrive("a", "News", 30);
    awaitDocuments("/cb", 1);

    var question = callbacks.questions("/cb").getFirst();
    assertThat(question)
        .containsEntry("hub.mode", "subscribe")
        .containsEntry("hub.topic", served.base() + "/tags/java.atom")
        .containsEntry("hub.lease_seconds", String.valueOf(Duration.ofDays(10).toSeconds()));
    assertThat(question.get("hub.challenge")).hasSizeGreaterThan(20);
    var document = callbacks.documents("/cb").getFirst();
    assertThat(document.header("Content-Type")).contains("application/atom+xml; charset=utf-8");
    assertThat(document.header("Link"))
        .contains(
            "<%s/hub>; rel=\"hub\", <%s/tags/java.atom>; rel=\"self\""
                .formatted(served.base(), served.base()));
    assertThat(document.header("X-Hub-Signature")).isEmpty();
    assertThat(Callbacks.body(document))
        .contains("<title>News</title>")
        .doesNotContain("Before", "Of another topic");
    assertThat(callbacks.documents("/cb")).hasSize(1);
  }

  @Test
  void subscriberWithASecretGetsSignedDocuments() {
    var secret = "s".repeat(199);
    subscribe("/feed.json", "/cb", "hub.secret", secret);

    served.arrive("a", "Signed ☂", 30);
    awaitDocuments("/cb", 1);

    var document = callbacks.documents("/cb").getFirst();
    var signature = document.header("X-Hub-Signature").orElseThrow();
    assertThat(signature).startsWith("sha256=");
    byte[] body = document.body().getBytes(StandardCharsets.ISO_8859_1);
    assertThat(HmacSignature.matches(signature, secret, body)).isTrue();
    assertThat(document.header("Content-Type")).contains("application/feed+json; charset=utf-8");
    assertThat(Callbacks.body(document)).contains("Signed ☂").contains("\"hubs\":[{");
  }

  @Test
  void additionalParametersAreIgnoredAndTheQueryOfTheCallbackStays() {
    subscribe("/feed.rss", "/cb?id=7&x=%20y", "hub.foo", "bar", "other", "1");

    assertThat(callbacks.questions("/cb").getFirst())
        .containsEntry("id", "7")
        .containsEntry("x", " y")
        .doesNotContainKeys("hub.foo", "other");
    served.arrive("a", "News", 30);
    awaitDocuments("/cb", 1);
    assertThat(callbacks.documents("/cb").getFirst().target()).isEqualTo("/cb?id=7&x=%20y");
  }

  @Test
  void renewalExtendsTheSubscriptionAndReplacesItsSecret() {
    subscribe("/feed.atom", "/cb", "hub.secret", "old");
    served.turn(Served.NOON.plus(Duration.ofDays(5)));
    subscribe("/feed.atom", "/cb", "hub.secret", "new", "hub.lease_seconds", "864000");

    assertThat(subscriptions())
        .singleElement()
        .satisfies(
            state -> {
              assertThat(state.since()).isEqualTo(Served.NOON);
              assertThat(state.ends()).isEqualTo(Served.NOON.plus(Duration.ofDays(15)));
            });
    served.arrive("a", "News", 30);
    awaitDocuments("/cb", 1);
    var document = callbacks.documents("/cb").getFirst();
    assertThat(
            HmacSignature.matches(
                document.header("X-Hub-Signature").orElseThrow(),
                "new",
                document.body().getBytes(StandardCharsets.ISO_8859_1)))
        .isTrue();
    assertThat(callbacks.documents("/cb")).hasSize(1);
  }

  @Test
  void unsubscriptionEndsDeliveries() {
    subscribe("/feed.atom", "/cb");
    subscribe("/feed.atom", "/other");
    long before = served.hubCounters().confirmed();
    ask("unsubscribe", served.base() + "/feed.atom", callbacks.uri("/cb").toString());
    await("confirmed", () -> served.hubCounters().confirmed() > before);

    served.arrive("a", "News", 30);
    awaitDocuments("/other", 1);

    assertThat(callbacks.questions("/cb").getLast())
        .containsEntry("hub.mode", "unsubscribe")
        .doesNotContainKey("hub.lease_seconds");
    assertThat(callbacks.documents("/cb")).isEmpty();
    assertThat(subscriptions()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"404,''", "200,wrong", "200,''", "403,challenge", "302,challenge"})
  void subscriptionThatIsNotConfirmedDoesNotBegin(int status, String body) {
    callbacks.on(
        "/cb",
        request ->
            Answer.of(
                status,
                Map.of(),
                body.equals("challenge")
                    ? Callbacks.parameters(request).getOrDefault("hub.challenge", "")
                    : body));
    ask("subscribe", served.base() + "/feed.atom", callbacks.uri("/cb").toString());
    await("asked", () -> !callbacks.questions("/cb").isEmpty());
    await(
        "decided",
        () ->
            served.hubCounters().refused() == 1
                || (served.store().hubSubscriptions().figures().requests() == 1 && status == 302));

    assertThat(subscriptions()).isEmpty();
  }

  @Test
  void eachQuestionHasANewChallenge() {
    var wrong = new AtomicInteger();
    callbacks.on(
        "/cb",
        request ->
            wrong.incrementAndGet() < 3
                ? Answer.of(503, Map.of(), "")
                : Callbacks.consent(request));
    ask("subscribe", served.base() + "/feed.atom", callbacks.uri("/cb").toString());
    awaitNextQuestion(Served.NOON.plusSeconds(5));
    served.turn(Served.NOON.plusSeconds(10));
    awaitNextQuestion(Served.NOON.plusSeconds(40));
    served.turn(Served.NOON.plusSeconds(100));
    await("confirmed", () -> served.hubCounters().confirmed() == 1);

    assertThat(callbacks.questions("/cb").stream().map(q -> q.get("hub.challenge")).toList())
        .doesNotHaveDuplicates()
        .hasSize(3);
    assertThat(subscriptions()).hasSize(1);
  }

  private void awaitNextQuestion(Instant time) {
    await(
        "the next question",
        () -> served.store().hubRequests().nextDue().filter(time::equals).isPresent());
  }

  @Test
  void leaseIsAtMostThirtyDaysAndEndsTheSubscription() {
    subscribe("/feed.atom", "/cb", "hub.lease_seconds", "99999999999999999999");
    assertThat(callbacks.questions("/cb").getFirst())
        .containsEntry("hub.lease_seconds", String.valueOf(Duration.ofDays(30).toSeconds()));

    served.turn(Served.NOON.plus(Duration.ofDays(30)).plusSeconds(1));
    await("expired", () -> served.hubCounters().ended() == 1);
    assertThat(subscriptions()).isEmpty();
    served.arrive("a", "Too late", 30);

    assertThat(served.store().hubSubscriptions().figures().topics()).isZero();
  }

  @Test
  void equalSelectionsAreOneTopic() {
    subscribe("/tags/java,news.atom?limit=20&merge=none", "/cb");
    subscribe("/feed.atom?merge=none&tag=News,JAVA&limit=20", "/cb");
    var base = "http://localhost:" + served.port();
    ask(
        "subscribe",
        base + "/tags/news,java.atom?limit=20&merge=none",
        callbacks.uri("/other").toString());
    await("confirmed", () -> subscriptions().size() == 2);

    assertThat(served.store().hubSubscriptions().figures().topics()).isEqualTo(1);
    served.arrive("a", "News", 30);
    awaitDocuments("/cb", 1);
    awaitDocuments("/other", 1);
    assertThat(callbacks.documents("/cb")).hasSize(1);
  }

  @Test
  void documentIsRenderedOnceForAllSubscribersOfATopic() {
    for (int i = 0; i < 20; i++) {
      subscribe("/feed.atom", "/cb" + i);
    }
    served.arrive("a", "News", 30);
    for (int i = 0; i < 20; i++) {
      awaitDocuments("/cb" + i, 1);
    }

    assertThat(served.hubCounters().rendered()).isEqualTo(1);
  }

  @Test
  void keyInTheTopicOpensEntriesThatNeedAKey() {
    subscribe("/tags/java.atom?key=alice-key-0001", "/alice");
    subscribe("/tags/java.atom", "/public");

    served.arrive("secret", "For Alice", 30);
    awaitDocuments("/alice", 1);
    served.arrive("a", "For all", 20);
    awaitDocuments("/public", 1);
    awaitDocuments("/alice", 2);

    assertThat(callbacks.bodies("/alice").getFirst()).contains("For Alice");
    assertThat(callbacks.documents("/alice").getFirst().header("Link").orElseThrow())
        .contains("/tags/java.atom?key=alice-key-0001>; rel=\"self\"");
    assertThat(String.join("", callbacks.bodies("/public"))).doesNotContain("For Alice");
  }

  @Test
  void revokedKeyEndsTheSubscription() {
    subscribe("/tags/java.atom?key=alice-key-0001", "/alice");

    served.reload(FEEDS + "keys: { alice: another-key-0002 }\n");
    await("denied", () -> callbacks.questions("/alice").size() == 2);
    served.arrive("secret", "Not for her", 30);

    assertThat(callbacks.questions("/alice").getLast())
        .containsEntry("hub.mode", "denied")
        .containsEntry("hub.topic", served.base() + "/tags/java.atom?key=alice-key-0001")
        .containsKey("hub.reason");
    assertThat(subscriptions()).isEmpty();
    assertThat(callbacks.documents("/alice")).isEmpty();
  }

  @Test
  void hubThatIsSwitchedOffIsNotNamedAndEndsAllSubscriptions() {
    subscribe("/feed.atom", "/cb");
    assertThat(served.get("/feed.atom").body()).contains("rel=\"hub\"");

    served.reloadWithoutHub(FEEDS + KEYS);

    await("denied", () -> callbacks.questions("/cb").size() == 2);
    assertThat(callbacks.questions("/cb").getLast()).containsEntry("hub.mode", "denied");
    assertThat(subscriptions()).isEmpty();
    var answer = ask("subscribe", served.base() + "/feed.atom", callbacks.uri("/cb").toString());
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).isEqualTo("this server is no hub\n");
    var feed = served.get("/feed.atom");
    assertThat(feed.body()).doesNotContain("rel=\"hub\"");
    assertThat(feed.headers().firstValue("Link").orElse("")).doesNotContain("hub");
    assertThat(served.get("/feed.json").body()).doesNotContain("\"hubs\"");
  }

  @Test
  void failedDeliveryIsRepeatedInOrderAndOnlyOnce() {
    var down = new AtomicBoolean(true);
    var accepted = new ConcurrentLinkedQueue<String>();
    callbacks.on(
        "/cb",
        request -> {
          if (request.method().equals("GET")) {
            return Callbacks.consent(request);
          }
          if (down.get()) {
            return Answer.of(500, Map.of(), "");
          }
          accepted.add(Callbacks.body(request));
          return Answer.of(204, Map.of(), "");
        });
    subscribe("/feed.atom", "/cb");
    served.arrive("a", "First", 50);
    awaitDocuments("/cb", 1);
    served.arrive("a", "Second", 40);
    await("failed", () -> subscriptions().getFirst().failures() == 1);
    assertThat(subscriptions().getFirst().failure()).contains("answered 500");
    down.set(false);
    served.turn(Served.NOON.plusSeconds(6));
    await("all", () -> String.join("", accepted).contains("Second"));
    served.arrive("a", "Third", 30);
    await("third", () -> String.join("", accepted).contains("Third"));

    var all = String.join("", accepted);
    for (var title : List.of("First", "Second", "Third")) {
      assertThat(all.split("<title>" + title + "</title>", -1)).as(title).hasSize(2);
    }
    assertThat(all.indexOf("First")).isPositive();
    assertThat(all.indexOf("Third")).isGreaterThan(all.indexOf("Second"));
    assertThat(subscriptions().getFirst().failures()).isZero();
  }

  @Test
  void goneCallbackEndsItsSubscription() {
    callbacks.on(
        "/cb",
        request ->
            request.method().equals("GET")
                ? Callbacks.consent(request)
                : Answer.of(410, Map.of(), ""));
    subscribe("/feed.atom", "/cb");

    served.arrive("a", "News", 50);
    await("ended", () -> subscriptions().isEmpty());
    served.arrive("a", "More", 40);

    assertThat(callbacks.documents("/cb")).hasSize(1);
  }

  @Test
  void redirectedDeliveryIsSentAgainToTheNewAddress() {
    callbacks.on(
        "/cb",
        request ->
            request.method().equals("GET")
                ? Callbacks.consent(request)
                : Answer.redirect(308, callbacks.uri("/moved")));
    subscribe("/feed.atom", "/cb");

    served.arrive("a", "News", 50);
    awaitDocuments("/moved", 1);
    await("delivered", () -> served.hubCounters().delivered() == 1);

    assertThat(callbacks.bodies("/moved").getFirst())
        .isEqualTo(callbacks.bodies("/cb").getFirst())
        .contains("News");
  }

  @Test
  void slowSubscriberDelaysNoOther() {
    var answers = new ConcurrentLinkedQueue<Request>();
    callbacks.on(
        "/slow",
        request -> {
          if (request.method().equals("GET")) {
            return Callbacks.consent(request);
          }
          answers.add(request);
          return Answer.silence();
        });
    subscribe("/feed.atom", "/slow");
    subscribe("/feed.atom", "/quick");

    served.arrive("a", "First", 50);
    awaitDocuments("/quick", 1);
    served.arrive("a", "Second", 40);
    awaitDocuments("/quick", 2);
    served.arrive("a", "Third", 30);
    awaitDocuments("/quick", 3);

    assertThat(answers).hasSizeLessThan(2);
  }

  @Test
  void hubContinuesAfterARestartWhereItStopped() {
    subscribe("/feed.atom", "/cb");
    served.arrive("a", "First", 50);
    awaitDocuments("/cb", 1);
    await("stored", () -> !subscriptions().getFirst().behind());
    served.stopHub();
    served.arrive("a", "While away", 40);
    served.startHub();
    awaitDocuments("/cb", 2);

    assertThat(callbacks.bodies("/cb").getLast()).contains("While away").doesNotContain("First");
    assertThat(callbacks.documents("/cb")).hasSize(2);
  }

  @Test
  void changedEntryIsDeliveredAgainWithItsId() {
    subscribe("/feed.json", "/cb");
    var entry =
        Entry.builder("urn:example:1")
            .title("Draft")
            .published(Served.NOON.minusSeconds(100))
            .build();
    served.arrive("a", entry);
    awaitDocuments("/cb", 1);
    var changed =
        Entry.builder("urn:example:1")
            .title("Final")
            .published(Served.NOON.minusSeconds(100))
            .build();
    served.arrive("a", changed);
    awaitDocuments("/cb", 2);

    assertThat(callbacks.bodies("/cb").getFirst()).contains("urn:example:1", "Draft");
    assertThat(callbacks.bodies("/cb").getLast()).contains("urn:example:1", "Final");
  }

  @Test
  void withdrawnEntryIsDeliveredAsATombstoneInAtomOnly() {
    subscribe("/feed.atom", "/atom");
    subscribe("/feed.rss", "/rss");
    served.arrive("a", "Wrong", 50);
    awaitDocuments("/atom", 1);
    awaitDocuments("/rss", 1);

    served.withdraw("a", "a/Wrong", Served.NOON);
    awaitDocuments("/atom", 2);
    served.arrive("a", "Right", 40);
    awaitDocuments("/rss", 2);

    assertThat(callbacks.bodies("/atom").get(1)).contains("deleted-entry");
    assertThat(callbacks.bodies("/rss").get(1)).contains("Right");
  }

  @Test
  void entryThatARuleTagsEntersTheTopic() {
    subscribe("/tags/starred.atom", "/cb");
    served.arrive("a", "Java News", 50);
    served.reload(FEEDS + KEYS + "rules: [ { when: { title: Java }, tag: starred } ]\n");
    served.judgeAgain();
    awaitDocuments("/cb", 1);

    assertThat(callbacks.bodies("/cb").getFirst()).contains("Java News");
  }

  @Test
  void manyEntriesOfOneUpdateArriveInSeveralDocuments() {
    subscribe("/feed.json", "/cb");
    var entries = new Entry[250];
    for (int i = 0; i < entries.length; i++) {
      entries[i] =
          Entry.builder("urn:many:" + i)
              .title("Title " + i)
              .published(Served.NOON.minusSeconds(i * 7_000L % 251))
              .build();
    }
    served.arrive("a", entries);
    await(
        "all",
        () -> String.join("", callbacks.bodies("/cb")).split("\"urn:many:", -1).length > 250);

    var all = String.join("", callbacks.bodies("/cb"));
    for (int i = 0; i < entries.length; i++) {
      assertThat(all.split("\"id\":\"urn:many:" + i + "\"", -1)).as("entry " + i).hasSize(2);
    }
    assertThat(callbacks.documents("/cb")).hasSize(3);
  }

  @Test
  void streamWithARelativeTimeIsATopic() {
    subscribe("/streams/recent.atom", "/cb");
    served.arrive("a", "News", 50);
    awaitDocuments("/cb", 1);

    assertThat(callbacks.bodies("/cb").getFirst()).contains("News");
  }

  @Test
  void digestIsDeliveredWhenItsPeriodEnds() {
    subscribe("/streams/daily.atom", "/cb");
    served.arrive("a", "News", 50);
    served.turn(Served.NOON.plus(Duration.ofHours(13)));
    awaitDocuments("/cb", 1);
    served.turn(Served.NOON.plus(Duration.ofHours(14)));

    assertThat(callbacks.bodies("/cb").getFirst()).contains("1 March 2026: 1 entry");
    await("settled", () -> !subscriptions().getFirst().behind());
    assertThat(callbacks.documents("/cb")).hasSize(1);
  }

  @Test
  void callbackWithAPrivateAddressIsNeverAsked() {
    served.reload(FEEDS.replace("polling: { allow-addresses: [127.0.0.0/8] }\n", "") + KEYS);
    ask("subscribe", served.base() + "/feed.atom", callbacks.uri("/cb").toString());
    await("refused", () -> served.hubCounters().refused() == 1);

    assertThat(callbacks.questions("/cb")).isEmpty();
    assertThat(subscriptions()).isEmpty();
    assertThat(served.store().hubSubscriptions().figures().requests()).isZero();
  }

  @Test
  void storyIsDeliveredOnceWhenItHasEnoughSources() {
    subscribe("/feed.atom?min-sources=2", "/stories");
    subscribe("/feed.atom?merge=none", "/all");
    served.arrive("a", report("a", "One report"));
    awaitDocuments("/all", 1);
    served.arrive("b", report("b", "Another report"));
    awaitDocuments("/stories", 1);
    awaitDocuments("/all", 2);
    served.arrive("a", "Something else", 5);
    awaitDocuments("/all", 3);

    assertThat(callbacks.bodies("/stories").getFirst())
        .contains("<title>Another report</title>", "rel=\"via\" title=\"Feed a\"");
    assertThat(callbacks.documents("/stories")).hasSize(1);
  }

  private static Entry report(String feed, String title) {
    return Entry.builder("urn:" + feed)
        .title(title)
        .link("https://event.example/what-happened")
        .published(Served.NOON.minusSeconds(feed.equals("a") ? 60 : 30))
        .build();
  }

  @Test
  void olderEntryThatChangesIsDeliveredOnlyWhileItIsOnTheNewestPage() {
    served.arrive("a", report("old", "Old"));
    served.arrive("a", report("recent", "Recent"));
    for (int i = 0; i < 3; i++) {
      served.arrive("a", "Filler " + i, i);
    }
    subscribe("/feed.atom?limit=3&merge=none", "/short");
    subscribe("/feed.atom?limit=20&merge=none", "/long");
    served.turn(Served.NOON.plus(Duration.ofDays(3)));
    served.arrive("a", report("old", "Old but edited"));
    awaitDocuments("/long", 1);
    served.arrive("a", "New", 0);
    awaitDocuments("/short", 1);

    assertThat(callbacks.bodies("/long").getFirst()).contains("Old but edited");
    assertThat(String.join("", callbacks.bodies("/short")))
        .contains("<title>New</title>")
        .doesNotContain("Old but edited");
  }
}
