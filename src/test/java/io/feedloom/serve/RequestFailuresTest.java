package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.Fault;
import io.feedloom.feed.FeedId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that fail by a bug. */
class RequestFailuresTest {
  private final RequestFailures failures = new RequestFailures(InstantSource.fixed(Served.NOON));

  private static RuntimeException bug(String message) {
    return new IllegalStateException(message);
  }

  @Test
  void oneBugIsOneHoweverManyRequestsFailByIt() {
    for (int i = 0; i < 3; i++) {
      failures.record("GET /" + i, bug("message " + i));
    }
    var other = failures.record("GET /other", new IllegalArgumentException("x"));

    assertThat(failures.count()).isEqualTo(4);
    assertThat(failures.all()).hasSize(2);
    assertThat(failures.all().getFirst().number()).isEqualTo(other);
    assertThat(failures.all().getLast().count()).isEqualTo(3);
    assertThat(failures.all().getLast().request()).isEqualTo("GET /2");
    assertThat(failures.all().getLast().what())
        .contains("IllegalStateException", "RequestFailuresTest")
        .doesNotContain("message");
  }

  @Test
  void onlyTheLastBugsAreRemembered() {
    for (int i = 0; i < 60; i++) {
      var each = bug("x");
      each.setStackTrace(new StackTraceElement[] {new StackTraceElement("C" + i, "m", "C", i)});
      failures.record("GET /", each);
    }

    assertThat(failures.all()).hasSize(50);
    assertThat(failures.count()).isEqualTo(60);
  }

  private record Broken() implements Operator {
    @Override
    public boolean refresh(FeedId id) {
      throw bug("broken");
    }

    @Override
    public int underWay() {
      return 0;
    }

    @Override
    public List<Fault> reload() {
      throw bug("broken");
    }
  }

  @Test
  void aBugIsAnsweredByItsNumberCountedAndShownToTheAdmin(@TempDir Path folder) {
    var feeds = "feeds: [{ id: a, url: 'http://a.example/' }]\n";
    try (var served = new Served(folder, feeds, ServerLimits.USUAL, new Broken())) {
      var answer = served.ask("POST", "/api/v1/reload", "Authorization", "Bearer letmein");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("bug 1");

      assertThat(served.get("/metrics").body()).contains("feedloom_request_failures_total 1.0");
      var password =
          Base64.getEncoder().encodeToString("admin:letmein".getBytes(StandardCharsets.UTF_8));
      assertThat(served.get("/status/admin", "Authorization", "Basic " + password).body())
          .contains("bug 1", "POST /api/v1/reload", "IllegalStateException");
      assertThat(served.get("/status").body()).doesNotContain("bug 1");
    }
  }
}
