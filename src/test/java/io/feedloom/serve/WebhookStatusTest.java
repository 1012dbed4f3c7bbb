package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.store.api.WebhookMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What the admin and the metrics show of webhooks. */
class WebhookStatusTest {
  private static final String[] TOKEN = {"Authorization", "Bearer letmein"};

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // in start
  private Served served;

  @BeforeEach
  void start() {
    served =
        new Served(
            folder,
            """
            feeds: [{ id: a, url: "https://a.example/feed", tags: [news] }]
            keys: { alice: long-enough-key }
            notify:
              chat:
                url: https://hooks.example/services/t0ps3cret?q=s3cr3t9
                secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
                headers: { X-Token: alsoS3cret }
                tags: news
              idle: { url: "https://idle.example/x", access: key }
            """);
    served.store().webhooks().sync(Map.of("chat", 1, "idle", 1), Served.NOON);
  }

  @AfterEach
  void close() {
    served.close();
  }

  private void fail() {
    var webhooks = served.store().webhooks();
    webhooks.add(
        "chat",
        WebhookMessage.of("m", "text/plain", "x".getBytes(StandardCharsets.UTF_8), Served.NOON));
    var lease =
        webhooks.lease("chat", Served.NOON, Served.NOON.plus(Duration.ofMinutes(1))).orElseThrow();
    var message = webhooks.first("chat").orElseThrow();
    webhooks.later(lease, message, "answered 503", Served.NOON, Served.NOON.plusSeconds(5));
  }

  @Test
  void adminSeesTheStateOfEachWebhook() {
    fail();

    var webhooks =
        new JsonMapper().readTree(served.get("/api/v1/webhooks", TOKEN).body()).path("webhooks");
    var chat = webhooks.get(0);
    assertThat(chat.path("name").asString()).isEqualTo("chat");
    assertThat(chat.path("host").asString()).isEqualTo("https://hooks.example");
    assertThat(chat.path("status").asString()).isEqualTo("failing");
    assertThat(chat.path("answer").asString()).isEqualTo("answered 503");
    assertThat(chat.path("messagesWaiting").asInt()).isEqualTo(1);
    assertThat(chat.path("failures").asInt()).isEqualTo(1);
    assertThat(chat.path("nextTry").asString()).isEqualTo(Served.NOON.plusSeconds(5).toString());
    assertThat(webhooks.get(1).path("status").asString()).isEqualTo("new");
    assertThat(served.get("/status/admin", TOKEN).body())
        .contains("<h2 id=\"webhooks\">Webhooks</h2>", "https://hooks.example", "answered 503")
        .contains("No stream or selection sends entries to it.")
        .contains("waiting: 0 entries, 1 message", "nothing waits");
  }

  @Test
  void webhookThatIsOffIsShownUntilItIsResumed() {
    var webhooks = served.store().webhooks();
    var lease =
        webhooks.lease("chat", Served.NOON, Served.NOON.plus(Duration.ofMinutes(1))).orElseThrow();
    webhooks.switchOff(lease, "answered 410", Served.NOON);
    assertThat(served.get("/status/admin", TOKEN).body()).contains("notify --resume", ">never<");

    served.ask("POST", "/api/v1/webhooks/chat/resume", "Authorization", "Bearer letmein");

    assertThat(served.get("/api/v1/webhooks", TOKEN).body()).doesNotContain("gone", "answered 410");
    assertThat(served.get("/status/admin", TOKEN).body()).doesNotContain(">never<");
  }

  @Test
  void onlyTheAdminResumesAWebhook() {
    fail();
    var path = "/api/v1/webhooks/chat/resume";

    assertThat(served.ask("POST", path).statusCode()).isEqualTo(401);
    assertThat(served.ask("POST", path, "Authorization", "Bearer letmein").statusCode())
        .isEqualTo(202);
    var unknown =
        served.ask("POST", "/api/v1/webhooks/chad/resume", "Authorization", "Bearer letmein");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(new String(unknown.body(), StandardCharsets.UTF_8)).contains("did you mean", "chat");
  }

  @Test
  void secretsAreNeverShown() {
    fail();

    for (var path : new String[] {"/api/v1/webhooks", "/status/admin", "/metrics", "/status"}) {
      assertThat(served.get(path, TOKEN).body())
          .doesNotContain("t0ps3cret", "s3cr3t9", "MfKQ9r8G", "alsoS3cret");
    }
  }

  @Test
  void othersSeeNoWebhooks() {
    assertThat(served.get("/api/v1/webhooks").statusCode()).isEqualTo(401);
    assertThat(served.get("/status").body()).doesNotContain("hooks.example");
  }

  @Test
  void metricsCountMessagesOfEachWebhook() {
    fail();

    assertThat(served.get("/metrics").body())
        .contains("feedloom_webhook_failures{webhook=\"chat\"} 1.0")
        .contains("feedloom_webhook_on{webhook=\"chat\"} 1.0")
        .contains("feedloom_webhook_entries_waiting{webhook=\"chat\"} 0.0")
        .contains("feedloom_webhook_messages_total{result=\"accepted\",webhook=\"chat\"} 0.0")
        .doesNotContain("idle");
    assertThat(served.get("/metrics?key=long-enough-key").body())
        .contains("feedloom_webhook_on{webhook=\"idle\"} 1.0");
  }
}
