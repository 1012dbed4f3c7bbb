package io.feedloom;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.Request;
import io.feedloom.farm.RunningFeedloom;
import io.feedloom.render.FeedRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An incident of a source in the real program: its message, its feed, and a kill. */
class AlertIT {
  private static final String TOKEN = "Bearer letmein-admin";
  private static final String FEED =
      """
      <rss version="2.0"><channel><title>Sea</title><link>http://sea.example/</link>
      <description>x</description><item><guid>1</guid><title>One</title></item></channel></rss>
      """;

  @TempDir private Path folder;

  private Path config(Publisher publisher) throws IOException {
    return Files.writeString(
        folder.resolve("feeds.yml"),
        """
        server: { admin-token: letmein-admin }
        polling: { allow-addresses: [127.0.0.0/8] }
        notify: { ops: { url: "%s" } }
        alerts: { notify: ops }
        keys: { alice: open-sesame-1 }
        feeds: [{ id: sea, url: "%s?token=s3cret" }]
        """
            .formatted(publisher.uri("/hook"), publisher.uri("/feed")));
  }

  /** Has the program look for incidents now. */
  private static void look(RunningFeedloom feedloom) {
    assertThat(feedloom.post("/api/v1/reload", "Authorization", TOKEN).statusCode()).isEqualTo(200);
  }

  private static void awaitStatus(RunningFeedloom feedloom, String status)
      throws InterruptedException {
    feedloom.await(
        status, () -> feedloom.get("/api/v1/feeds/sea").body().contains("\"status\":\"" + status));
  }

  private static boolean shows(RunningFeedloom feedloom, String text) {
    return feedloom.get("/status.atom", "Authorization", TOKEN).body().contains(text);
  }

  private static List<String> ids(Publisher publisher) {
    return publisher.requests("/hook").stream()
        .map(request -> request.header("webhook-id").orElseThrow())
        .toList();
  }

  @Test
  void goneSourceIsOneEntryAndOneMessageAcrossAKillUntilItComesBack() throws Exception {
    try (var publisher =
        Publisher.start()
            .on("/hook", Answer.of(204, Map.of(), ""))
            .on("/feed", Answer.of(410, Map.of(), ""))) {
      var config = config(publisher);
      var feedloom = RunningFeedloom.start(config);
      try {
        awaitStatus(feedloom, "gone");
        look(feedloom);
        feedloom.await("incident", () -> shows(feedloom, "Gone: sea"));
        feedloom.await("message", () -> !publisher.requests("/hook").isEmpty());
        assertThat(feedloom.get("/status.atom").statusCode()).isEqualTo(401);
      } finally {
        feedloom.kill();
      }

      publisher.on("/feed", Answer.of(200, Map.of("Content-Type", "application/rss+xml"), FEED));
      var next = RunningFeedloom.start(config);
      try {
        assertThat(shows(next, "Gone: sea")).isTrue();
        next.post("/api/v1/feeds/sea/refresh", "Authorization", TOKEN);
        awaitStatus(next, "fresh");
        look(next);
        next.await("end", () -> shows(next, "Resolved: Gone: "));
        next.await("second message", () -> publisher.requests("/hook").size() > 1);

        var body = next.get("/status.atom?key=open-sesame-1").body();
        assertThat(FeedRules.ofAtom(body.getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(body).containsOnlyOnce("<entry>").doesNotContain("s3cret");
        assertThat(next.get("/api/v1/incidents", "Authorization", TOKEN).body())
            .contains("\"kind\":\"gone\"")
            .contains("\"resolved\":")
            .doesNotContain("s3cret");
        assertThat(ids(publisher)).hasSize(2).doesNotHaveDuplicates();
        assertThat(publisher.requests("/hook"))
            .extracting(Request::body)
            .allSatisfy(text -> assertThat(text).doesNotContain("s3cret"))
            .satisfiesExactly(
                opened -> assertThat(opened).contains("Gone: sea"),
                resolved ->
                    assertThat(resolved).contains("Resolved: ").contains("It can be read again."));
      } finally {
        next.kill();
      }
    }
  }
}
