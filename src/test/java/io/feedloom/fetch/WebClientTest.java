package io.feedloom.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.PollingSettings;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.Request;
import io.feedloom.feed.Fetched.Reason;
import io.feedloom.fetch.WebClient.Message;
import io.feedloom.fetch.WebClient.Reply;
import io.feedloom.fetch.WebClient.Reply.Answered;
import io.feedloom.fetch.WebClient.Reply.Failed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebClientTest {
  private static final Duration PLENTY = Duration.ofSeconds(60);

  private final Publisher server = Publisher.start();
  private final WebClient client = new WebClient(Loopback.AGENT);

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private Reply post(String path, String body) {
    return client.send(
        Message.post(
            server.uri(path),
            Map.of("Content-Type", "text/plain"),
            body.getBytes(StandardCharsets.UTF_8)),
        PLENTY,
        Loopback.SETTINGS);
  }

  private Answered answered(Reply reply) {
    assertThat(reply).isInstanceOf(Answered.class);
    return (Answered) reply;
  }

  @Test
  void postArrivesWithHeadersAndBody() {
    server.on("/hook", Answer.of(202, Map.of("X-Id", "7"), "accepted"));

    var reply = answered(post("/hook", "news"));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.isSuccess()).isTrue();
    assertThat(reply.header("x-id")).contains("7");
    assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo("accepted");
    var request = server.requests("/hook").getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.body()).isEqualTo("news");
    assertThat(request.header("Content-Type")).contains("text/plain");
    assertThat(request.header("User-Agent")).contains("Feedloom/test");
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void postFollowsRedirectsThatKeepTheMethod(int status) {
    server.on("/old", Answer.redirect(status, "/new"));
    server.on("/new", Answer.of(200, Map.of(), ""));

    var reply = answered(post("/old", "news"));

    assertThat(reply.by()).isEqualTo(server.uri("/new"));
    assertThat(server.requests("/new").getFirst().method()).isEqualTo("POST");
    assertThat(server.requests("/new").getFirst().body()).isEqualTo("news");
  }

  @Test
  void onlyTheOriginOfTheAddressGetsConfidentialHeaders() {
    try (var other = Publisher.start()) {
      server.on("/old", Answer.redirect(307, "/new"));
      server.on("/new", Answer.redirect(308, other.uri("/away").toString()));
      other.on("/away", Answer.of(200, Map.of(), ""));
      var message =
          Message.post(server.uri("/old"), Map.of("X-Hub-Signature", "s"), new byte[] {1})
              .withConfidential(Map.of("Authorization", "Bearer t0ps3cret"));

      answered(client.send(message, PLENTY, Loopback.SETTINGS));

      for (var path : new String[] {"/old", "/new"}) {
        assertThat(server.requests(path).getFirst().header("Authorization"))
            .contains("Bearer t0ps3cret");
      }
      var away = other.requests("/away").getFirst();
      assertThat(away.header("Authorization")).isEmpty();
      assertThat(away.header("X-Hub-Signature")).contains("s");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303})
  void postDoesNotFollowRedirectsThatMayChangeTheMethod(int status) {
    server.on("/old", Answer.redirect(status, "/new"));

    assertThat(answered(post("/old", "news")).status()).isEqualTo(status);
    assertThat(server.requests("/new")).isEmpty();
  }

  @Test
  void getFollowsEveryRedirect() {
    server.on("/old", Answer.redirect(302, "/new"));
    server.on("/new", Answer.of(200, Map.of(), "challenge"));

    var reply = answered(client.send(Message.get(server.uri("/old")), PLENTY, Loopback.SETTINGS));

    assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo("challenge");
  }

  @Test
  void onlyTheStartOfALongBodyIsRead() {
    server.on("/hook", Answer.of(200, Map.of(), "x".repeat(WebClient.MAX_BODY + 1000)));

    assertThat(answered(post("/hook", "")).body()).hasSize(WebClient.MAX_BODY);
  }

  @Test
  void privateAddressGetsNothing() {
    var reply = client.send(Message.get(server.uri("/")), PLENTY, PollingSettings.DEFAULT);

    assertThat(reply).isInstanceOf(Failed.class);
    assertThat(((Failed) reply).reason()).isEqualTo(Reason.FORBIDDEN_ADDRESS);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void serverThatDoesNotAnswerIsLeftAtTheTimeLimit() {
    server.on("/slow", (Request request) -> Answer.silence());

    var reply =
        client.send(Message.get(server.uri("/slow")), Duration.ofMillis(200), Loopback.SETTINGS);

    assertThat(reply).isInstanceOf(Failed.class);
    assertThat(((Failed) reply).reason()).isEqualTo(Reason.TIMEOUT);
  }

  @Test
  void everyMessageHasItsOwnConnection() {
    server.on("/hook", Answer.of(200, Map.of(), "ok"));

    post("/hook", "1");
    post("/hook", "2");

    assertThat(server.connections()).isEqualTo(2);
  }
}
