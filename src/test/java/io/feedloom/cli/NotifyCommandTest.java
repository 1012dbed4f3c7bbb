package io.feedloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyCommandTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder;
  private final Publisher server = Publisher.start();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void close() {
    server.close();
  }

  private int run(String... args) throws IOException {
    var file =
        Files.writeString(
            folder.resolve("feeds.yml"),
            """
            feeds: []
            server: { admin-token: admin-token-0001 }
            polling: { allow-addresses: [127.0.0.0/8] }
            notify:
              chat: { url: "${URL}/hook/t0ps3cret", secret: "${SECRET}" }
              text: { url: "${URL}/hook/t0ps3cret", body: "{title}: {text}" }
            """);
    var environment =
        new Environment(
            InstantSource.fixed(NOON),
            "1",
            Map.of(
                "URL",
                server.uri("").toString(),
                "SECRET",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            new PrintWriter(out),
            new PrintWriter(err));
    var all = new String[args.length + 3];
    all[0] = "notify";
    System.arraycopy(args, 0, all, 1, args.length);
    all[args.length + 1] = "--config";
    all[args.length + 2] = file.toString();
    return FeedloomCommand.run(environment, all);
  }

  @Test
  void acceptedTestIsASuccess() throws IOException {
    server.on("/hook/t0ps3cret", Answer.of(200, Map.of(), "thanks"));

    assertThat(run("--test", "chat")).isZero();

    assertThat(out.toString())
        .isEqualTo(
            "ok   chat (http://127.0.0.1:%d): answered 200: thanks\n".formatted(server.port()));
    var request = server.requests().getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.header("webhook-id").orElse("")).startsWith("msg_");
    assertThat(request.header("webhook-timestamp")).contains(String.valueOf(NOON.getEpochSecond()));
    assertThat(request.header("webhook-signature").orElse("")).startsWith("v1,");
    assertThat(request.body())
        .startsWith("{\"type\":\"webhook.test\",\"timestamp\":\"2026-03-01T12:00:00Z\",\"data\":")
        .contains("Test of the webhook \\\"chat\\\"", "\"summary\"");
  }

  @Test
  void testUsesTheTemplate() throws IOException {
    server.on("/hook/t0ps3cret", Answer.of(204, Map.of(), ""));

    assertThat(run("--test", "text")).isZero();

    assertThat(server.requests().getFirst().body())
        .isEqualTo(
            "Test of the webhook \"text\": Feedloom can reach this webhook. This entry is made"
                + " up.");
  }

  @Test
  void refusalIsAFailureAndShowsNoSecret() throws IOException {
    server.on("/hook/t0ps3cret", Answer.of(403, Map.of(), "no access to /hook/t0ps3cret"));

    assertThat(run("--test", "chat")).isEqualTo(1);

    assertThat(out.toString())
        .startsWith("FAIL chat (http://127.0.0.1:")
        .contains("answered 403: no access to ***")
        .doesNotContain("t0ps3cret");
  }

  @Test
  void silentServerIsAFailure() throws IOException {
    server.on("/hook/t0ps3cret", Answer.closed());

    assertThat(run("--test", "chat")).isEqualTo(1);
    assertThat(out.toString()).startsWith("FAIL chat").doesNotContain("t0ps3cret");
  }

  @Test
  void unknownNameIsAMistakeOnTheCommandLine() throws IOException {
    assertThat(run("--test", "chad")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "feeds.yml has no webhook \"chad\"; did you mean \"chat\"? (it has: chat, text)\n");
    assertThat(run()).isEqualTo(2);
  }

  @Test
  void resumeAsksTheRunningServerWithTheToken() throws IOException {
    server.on("/api/v1/webhooks/chat/resume", Answer.of(202, Map.of(), "{\"status\":\"on\"}"));

    assertThat(run("--resume", "chat", "--server", server.uri("/").toString())).isZero();

    assertThat(out.toString()).isEqualTo("chat is on\n");
    var request = server.requests().getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.header("Authorization")).contains("Bearer admin-token-0001");
  }

  @Test
  void resumeOfAnUnknownWebhookShowsTheReasonOfTheServer() throws IOException {
    server.on(
        "/api/v1/webhooks/chat/resume",
        Answer.of(404, Map.of(), "{\"detail\":\"feeds.yml has no webhook \\\"chat\\\"\"}"));

    assertThat(run("--resume", "chat", "--server", server.uri("").toString())).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("the server answered 404: feeds.yml has no webhook \"chat\"\n");
  }

  @Test
  void testAndResumeExcludeEachOther() throws IOException {
    assertThat(run("--resume", "chat", "--test", "chat")).isEqualTo(2);
    assertThat(server.requests()).isEmpty();
  }
}
