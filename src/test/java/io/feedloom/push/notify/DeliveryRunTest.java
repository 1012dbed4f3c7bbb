package io.feedloom.push.notify;

import static io.feedloom.push.notify.Hooks.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Request;
import io.feedloom.feed.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a webhook gets, and when. */
class DeliveryRunTest {
  private static final String TITLES =
      """
      notify:
        chat: { url: SERVER/hook, tags: news, body: "{count} {entries}", entry: "{title}" }
      """;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // by each test
  private Hooks hooks;

  private Hooks hooks(String notify) {
    hooks = new Hooks(folder, notify);
    hooks.server.on("/hook", Answer.of(204, Map.of(), ""));
    return hooks;
  }

  @AfterEach
  void close() {
    hooks.close();
  }

  private List<Request> requests() {
    return hooks.server.requests("/hook");
  }

  private List<String> bodies() {
    return requests().stream().map(Request::body).toList();
  }

  private void answer(int status, Map<String, String> headers) {
    hooks.server.on("/hook", Answer.of(status, headers, "why"));
  }

  private static Entry[] entries(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(number -> entry(String.valueOf(number)))
        .toArray(Entry[]::new);
  }

  @Test
  void entriesThatArriveTogetherAreOneMessage() {
    hooks(TITLES);

    hooks.arrive("a", entry("1"), entry("2"));
    hooks.step();
    assertThat(bodies()).isEmpty();
    hooks.arrive("a", entry("3"));
    hooks.send();
    hooks.step();

    assertThat(bodies()).containsExactly("3 Title 1\nTitle 2\nTitle 3");
    assertThat(hooks.state("chat").delivered()).isEqualTo(1);
  }

  @Test
  void onlySelectedEntriesThatArrivedAfterTheWebhookWasAddedAreSent() {
    hooks("notify: {}\n");
    hooks.arrive("a", entry("old"));

    hooks.use(TITLES);
    hooks.arrive("a", entry("new"));
    hooks.arrive("b", entry("other tag"));
    hooks.arrive("s", entry("needs a key"));
    hooks.send();

    assertThat(bodies()).containsExactly("1 Title new");
  }

  @Test
  void entriesOfKeyedFeedsAreSentOnlyIfTheWebhookMayHaveThem() {
    hooks(TITLES.replace("tags: news", "tags: news, access: key"));

    hooks.arrive("s", entry("needs a key"));
    hooks.send();

    assertThat(bodies()).containsExactly("1 Title needs a key");
  }

  @Test
  void moreEntriesThanOneMessageHoldsAreFurtherMessages() {
    hooks(TITLES.replace("tags: news", "tags: news, max-entries: 2"));

    hooks.arrive("a", entries(1, 5));
    hooks.send();

    assertThat(bodies()).containsExactly("2 Title 1\nTitle 2", "2 Title 3\nTitle 4", "1 Title 5");
  }

  @Test
  void messageOfLongEntriesIsBounded() {
    hooks("notify:\n  chat: { url: SERVER/hook, tags: news }\n");
    var content = "<p>" + "words ".repeat(100_000) + "</p>";
    for (int number = 0; number < 4; number++) {
      hooks.arrive("a", Entry.builder("g" + number).title("T").content(content).build());
    }
    hooks.send();

    assertThat(bodies()).hasSize(4).allMatch(body -> body.length() < 1_100_000);
    assertThat(hooks.state("chat").waiting()).isZero();
  }

  @Test
  void changedEntriesAreSentOnlyIfWanted() {
    hooks(TITLES + "  all: { url: SERVER/all, tags: news, changed: true, body: \"{title}\" }\n");
    hooks.server.on("/all", Answer.of(200, Map.of(), ""));
    hooks.arrive("a", entry("1"));
    hooks.send();

    hooks.arrive("a", Entry.builder("1").title("Corrected").build());
    hooks.send();

    assertThat(bodies()).containsExactly("1 Title 1");
    assertThat(hooks.server.requests("/all"))
        .extracting(Request::body)
        .containsExactly("Title 1", "Corrected");
  }

  @Test
  void entryThatAppearsInTwoStreamsIsSentOnce() {
    hooks(
        """
        streams:
          one: { tags: news, notify: chat }
          two: { source: a, notify: [chat] }
          three: { source: b, notify: [chat] }
        notify:
          chat: { url: SERVER/hook, body: "{entries}", entry: "{title} ({source})" }
        """);

    hooks.arrive("a", entry("1"));
    hooks.arrive("b", entry("2"));
    hooks.send();

    assertThat(bodies()).containsExactly("Title 1 (Alpha)\nTitle 2 (Beta)");
  }

  @Test
  void digestIsSentAtTheFullHourAndOnlyIfThereIsSomething() {
    hooks(TITLES.replace("tags: news", "tags: news, every: 1h"));
    hooks.pass(Duration.ofMinutes(10));
    hooks.arrive("a", entry("1"));
    hooks.step();
    hooks.pass(Duration.ofMinutes(49));
    hooks.arrive("a", entry("2"));
    hooks.step();
    assertThat(bodies()).isEmpty();

    hooks.pass(Duration.ofMinutes(1));
    hooks.arrive("a", entry("3"));
    hooks.step();
    hooks.step();
    assertThat(bodies()).containsExactly("2 Title 1\nTitle 2");

    hooks.pass(Duration.ofHours(1));
    hooks.step();
    hooks.pass(Duration.ofHours(1));
    hooks.step();
    assertThat(bodies()).containsExactly("2 Title 1\nTitle 2", "1 Title 3");
  }

  @Test
  void failedMessageIsRepeatedWithTheSameIdAndBodyUntilItIsAccepted() {
    hooks(TITLES);
    answer(503, Map.of());
    hooks.arrive("a", entry("1"));
    hooks.send();
    hooks.arrive("a", Entry.builder("1").title("Changed meanwhile").build(), entry("2"));
    hooks.step();
    assertThat(requests()).hasSize(1);
    hooks.restart();

    hooks.pass(Duration.ofSeconds(5));
    answer(200, Map.of());
    hooks.step();

    var first = requests().get(0);
    var again = requests().get(1);
    assertThat(again.body()).isEqualTo(first.body()).isEqualTo("1 Title 1");
    assertThat(again.header("webhook-id")).isEqualTo(first.header("webhook-id"));
    assertThat(again.header("webhook-timestamp")).isNotEqualTo(first.header("webhook-timestamp"));
    assertThat(requests().get(2).body()).isEqualTo("1 Title 2");
    assertThat(requests().get(2).header("webhook-id")).isNotEqualTo(first.header("webhook-id"));
  }

  @Test
  void messageThatFailsForADayIsGivenUpAndTheNextOneIsSent() {
    hooks(TITLES);
    answer(500, Map.of());
    hooks.arrive("a", entry("1"));
    hooks.send();
    var start = hooks.now();
    hooks.arrive("a", entry("2"));
    for (int tries = 1; hooks.state("chat").givenUp() == 0; tries++) {
      assertThat(requests()).hasSize(tries);
      hooks.pass(Duration.between(hooks.now(), hooks.state("chat").nextTry().orElseThrow()));
      hooks.step();
    }

    assertThat(Duration.between(start, hooks.now()))
        .isBetween(Duration.ofHours(20), Duration.ofHours(28));
    assertThat(bodies().getLast()).isEqualTo("1 Title 2");
    assertThat(requests().stream().map(r -> r.header("webhook-id")).distinct()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 401, 403, 404, 500, 302})
  void receiverThatMayRecoverGetsTheMessageAgain(int status) {
    hooks(TITLES);
    answer(status, Map.of("Location", "/elsewhere"));
    hooks.arrive("a", entry("1"));
    hooks.send();

    assertThat(hooks.state("chat").messages()).isEqualTo(1);
    assertThat(hooks.state("chat").answer().orElseThrow()).startsWith("answered " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void refusedMessageDoesNotBlockTheNextOne(int status) {
    hooks(TITLES.replace("tags: news", "tags: news, max-entries: 1"));
    answer(status, Map.of());

    hooks.arrive("a", entry("1"), entry("2"));
    hooks.send();

    assertThat(bodies()).containsExactly("1 Title 1", "1 Title 2");
    assertThat(hooks.state("chat").givenUp()).isEqualTo(2);
    assertThat(hooks.state("chat").answer()).contains("answered " + status + ": why");
  }

  @Test
  void retryAfterIsHonoured() {
    hooks(TITLES);
    answer(429, Map.of("Retry-After", "100"));
    hooks.arrive("a", entry("1"));
    hooks.send();

    assertThat(hooks.state("chat").nextTry()).contains(hooks.now().plusSeconds(100));
  }

  @Test
  void webhookThatIsGoneIsOffUntilItsSettingsChange() {
    hooks(TITLES);
    answer(410, Map.of());
    hooks.arrive("a", entry("1"));
    hooks.send();
    hooks.arrive("a", entry("2"));
    hooks.restart();
    hooks.pass(Duration.ofDays(2));
    hooks.send();
    assertThat(requests()).hasSize(1);

    answer(200, Map.of());
    hooks.use(TITLES.replace("tags: news", "tags: news, headers: { X-New: again }"));
    hooks.arrive("a", entry("3"));
    hooks.send();

    assertThat(bodies()).containsExactly("1 Title 1", "1 Title 3");
  }

  @Test
  void resumedWebhookGetsWhatArrivesFromThenOn() {
    hooks(TITLES);
    answer(410, Map.of());
    hooks.arrive("a", entry("1"));
    hooks.send();
    hooks.arrive("a", entry("2"));
    hooks.send();

    answer(200, Map.of());
    assertThat(hooks.store().webhooks().resume("chat", hooks.now())).isTrue();
    assertThat(hooks.store().webhooks().resume("other", hooks.now())).isFalse();
    hooks.arrive("a", entry("3"));
    hooks.send();

    assertThat(bodies()).containsExactly("1 Title 1", "1 Title 3");
    assertThat(hooks.state("chat").offSince()).isEmpty();
  }

  @Test
  void resumeSendsAFailedMessageAtOnce() {
    hooks(TITLES);
    answer(500, Map.of());
    hooks.arrive("a", entry("1"));
    hooks.send();

    answer(200, Map.of());
    hooks.store().webhooks().resume("chat", hooks.now());
    hooks.step();

    assertThat(bodies()).containsExactly("1 Title 1", "1 Title 1");
    assertThat(requests().stream().map(it -> it.header("webhook-id")).distinct()).hasSize(1);
  }

  @Test
  void webhookThatIsAwayDelaysNoOther() {
    hooks(TITLES + "  dead: { url: SERVER/dead, tags: news }\n");
    hooks.server.on("/dead", Answer.of(500, Map.of(), ""));

    hooks.arrive("a", entry("1"));
    hooks.send();
    hooks.arrive("a", entry("2"));
    hooks.send();

    assertThat(bodies()).containsExactly("1 Title 1", "1 Title 2");
    assertThat(hooks.state("dead").waiting()).isEqualTo(1);
  }

  @Test
  void withdrawnEntryIsNotSent() {
    hooks(TITLES);
    hooks.arrive("a", entry("1"), entry("2"));
    hooks.served.withdraw("a", "1", hooks.now());
    hooks.send();

    assertThat(bodies()).containsExactly("1 Title 2");
  }

  @Test
  void followingEntryOfAStoryIsNotSentAgain() {
    hooks(TITLES.replace("tags: news", "tags: \"news,java\""));
    var first = Entry.builder("x").title("One").link("https://same.example/1").build();
    var second = Entry.builder("y").title("Two").link("https://same.example/1").build();
    hooks.arrive("a", first);
    hooks.send();
    hooks.arrive("b", second);
    hooks.send();

    assertThat(bodies()).containsExactly("1 One");
  }

  @Test
  void messageOfAKilledNodeIsSentByAnotherOneWhenTheLeaseEnds() {
    hooks(TITLES);
    hooks.arrive("a", entry("1"));
    hooks.step();
    var killed =
        hooks.store().webhooks().lease("chat", hooks.now(), hooks.now().plus(KeptLease.LEASE));
    assertThat(killed).isPresent();

    hooks.send();
    assertThat(bodies()).isEmpty();
    hooks.pass(KeptLease.LEASE);
    hooks.step();

    assertThat(bodies()).containsExactly("1 Title 1");
  }

  @Test
  void nodeThatLostItsLeaseDoublesNothingButTheSameMessage() {
    hooks(TITLES);
    hooks.arrive("a", entry("1"));
    hooks.step();
    hooks.pass(DueTimes.TOGETHER);
    hooks.server.on(
        "/hook",
        _ -> {
          if (requests().size() == 1) {
            // This answer takes so long that another node gets the lease.
            hooks.pass(KeptLease.LEASE);
            hooks.run().run("chat");
          }
          return Answer.of(200, Map.of(), "");
        });
    hooks.step();

    assertThat(requests()).hasSize(2);
    assertThat(requests().stream().map(request -> request.header("webhook-id")).distinct())
        .hasSize(1);
    assertThat(hooks.state("chat").delivered()).isEqualTo(1);
    assertThat(hooks.state("chat").messages()).isZero();
  }

  @Test
  void noticeIsSentWithTheSameIdForTheSameKey() {
    hooks(TITLES.replace("{count} {entries}", "{severity} {priority} {title}: {text} {link}"));
    var notice =
        new Notice(
            "incident 7",
            "Alpha is gone",
            "It answers 410.",
            Optional.of("https://feeds.example/status"),
            Notice.Severity.FAILURE);

    hooks.notice("chat", notice);
    hooks.step();

    assertThat(bodies())
        .containsExactly("failure 5 Alpha is gone: It answers 410. https://feeds.example/status");
    assertThat(requests().getFirst().header("webhook-id"))
        .contains(StandardWebhooks.idOf("chat", "incident 7"));
  }
}
