package io.feedloom.push.subscriber;

import static io.feedloom.push.subscriber.Topics.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.farm.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

/** What the status pages and the API show of subscriptions. */
class ShownSubscriptionTest extends Scene {
  @Override
  StorageSettings freshDatabase() {
    return StorageSettings.ofUrl("jdbc:h2:./data/feedloom");
  }

  @Test
  void apiShowsTheSubscriptionWithoutItsCallback() throws Exception {
    publishEntries("1");
    var node = start();
    var asked = subscribe(node);
    deliver(node, asked, document(entry("2", "two")));

    var answer = node.page("/api/v1/feeds/feed");
    var push = new ObjectMapper().readTree(answer).path("push");

    assertThat(push.path("status").asString()).isEqualTo("active");
    assertThat(push.path("hub").asString()).isEqualTo(hub.address().toString());
    assertThat(push.path("topic").asString()).isEqualTo(topic().toString());
    assertThat(push.path("since").asString()).isEqualTo(time.get().toString());
    assertThat(push.path("leaseEnds").asString())
        .isEqualTo(time.get().plus(Duration.ofDays(10)).toString());
    assertThat(push.path("deliveries").asInt()).isEqualTo(1);
    assertThat(push.path("lastDelivery").asString()).isEqualTo(time.get().toString());
    assertThat(push.path("brought").asInt()).isEqualTo(1);
    assertThat(push.path("missed").asInt()).isZero();
    assertThat(push.path("proven").asBoolean()).isFalse();
    var path = asked.callback().getPath().replace("/push/", "");
    assertThat(answer + node.page("/api/v1/feeds") + node.page("/status/admin"))
        .doesNotContain(path)
        .doesNotContain(asked.secret());
  }

  @Test
  void statusPageSumsUpEachHub() throws Exception {
    publishEntries("1");
    var node = start();
    var asked = subscribe(node);
    deliver(node, asked, document(entry("2", "two")));

    assertThat(node.page("/status"))
        .contains("127.0.0.1", "1 of 1", "subscriptions active; brought 1 new entries, missed 0");
    assertThat(node.page("/status/sources/feed"))
        .contains("active: the hub verified the subscription")
        .contains("1 came from the hub, 0 only by polling");
  }

  @Test
  void statusPageSaysThatAHubNeverDelivers() throws Exception {
    publishEntries("1");
    var node = start();
    subscribe(node);
    for (int i = 0; i < 4; i++) {
      pass(Duration.ofHours(1));
      publishEntries("n" + i, "1");
      node.poll("feed");
    }

    assertThat(node.page("/status")).contains("it has never delivered a new entry");
  }

  @Test
  void statusPageSaysOnceThatHubsCannotReachTheServer() throws Exception {
    publishEntries("1");
    var node = start();
    awaitAsked(node);
    assertThat(node.page("/status")).doesNotContain("cannot reach public-url");
    node.await(
        "the acceptance", () -> node.topic("feed").course().message().contains("will verify"));

    pass(Duration.ofMinutes(10));
    awaitAsked(node, hub, 2);

    assertThat(node.page("/status")).containsOnlyOnce("They probably cannot reach public-url.");
    assertThat(hub.verify(hub.last(), TEN_DAYS).statusCode()).isEqualTo(200);
    assertThat(node.page("/status")).doesNotContain("cannot reach public-url");
  }

  @Test
  void statusPageShowsNoHubsWithoutSubscriptions() throws Exception {
    publish(Topics.atom("", topic(), entry("1", "one")));
    var node = start();

    assertThat(node.page("/status")).doesNotContain("Hubs that deliver");
    assertThat(new ObjectMapper().readTree(node.page("/api/v1/feeds/feed")).has("push")).isFalse();
  }

  @Test
  void secretsThatTheHubRepeatsAreShownNowhere() throws Exception {
    publishEntries("1");
    site.on(
        "/hub",
        request -> Answer.of(400, Map.of("Content-Type", "text/plain"), "bad: " + request.body()));
    var node = start();
    node.await(
        "refused",
        () -> node.store().topics().all().stream().anyMatch(it -> it.course().failures() > 0));
    var topic = node.topic("feed");
    assertThat(topic.course().message()).startsWith("the hub answered 400: bad: hub.mode=");
    LocalHub.get(
        URI.create(topic.callback()),
        Map.of(
            "hub.mode",
            "denied",
            "hub.topic",
            topic.topic(),
            "hub.reason",
            "no " + topic.callback() + " and " + topic.secret().value()));

    assertThat(node.topic("feed").course().message()).contains("no http", "***");
    for (var page : new String[] {"/status", "/api/v1/feeds", "/api/v1/feeds/feed", "/metrics"}) {
      assertThat(node.page(page)).doesNotContain(topic.path(), topic.secret().value());
    }
    assertThat(topic.toString()).doesNotContain(topic.secret().value());
  }
}
