package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.Reloaded;
import io.feedloom.feed.FeedId;
import io.feedloom.serve.http.ServerLimits;
import io.feedloom.store.api.Incident;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that fail because of a bug. */
class RequestFailuresTest {
  private record Broken() implements AdminActions {
    @Override
    public List<Incident> incidents(int most) {
      return List.of();
    }

    @Override
    public List<Incident> openIncidents() {
      return List.of();
    }

    @Override
    public boolean refresh(FeedId id) {
      throw new IllegalStateException("broken");
    }

    @Override
    public int underWay() {
      return 0;
    }

    @Override
    public boolean resume(String webhook) {
      throw new IllegalStateException("broken");
    }

    @Override
    public Reloaded reload() {
      throw new IllegalStateException("broken");
    }
  }

  @Test
  void bugGets500AndIsCountedAndShownToTheAdmin(@TempDir Path folder) {
    var feeds = "feeds: [{ id: a, url: 'http://a.example/' }]\n";
    try (var served = new Served(folder, feeds, ServerLimits.USUAL, new Broken())) {
      var answer = served.ask("POST", "/api/v1/reload", "Authorization", "Bearer letmein");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("This is a bug");

      assertThat(served.get("/metrics").body()).contains("feedloom_unexpected_errors_total 1.0");
      var password =
          Base64.getEncoder().encodeToString("admin:letmein".getBytes(StandardCharsets.UTF_8));
      assertThat(served.get("/status/admin", "Authorization", "Basic " + password).body())
          .contains("answering", "IllegalStateException");
      assertThat(served.get("/status").body()).doesNotContain("IllegalStateException");
    }
  }
}
