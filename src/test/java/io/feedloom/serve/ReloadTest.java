package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.Fault;
import io.feedloom.config.Reloaded;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a reload is reported: by its answer, the health endpoints and the status page. */
class ReloadTest {
  private static final String BEHIND = "in force is older than the one on disk";
  private static final Fault FAULT = new Fault("feeds.yml", 3, 5, "the message", "the line");
  private static final String[] ADMIN = {"Authorization", "Bearer letmein"};

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, "feeds: []\n");
  }

  @AfterEach
  void close() {
    served.close();
  }

  private String reload(Reloaded outcome, int status) {
    served.reloaded(outcome);
    var answer = served.ask("POST", "/api/v1/reload", ADMIN);
    assertThat(answer.statusCode()).isEqualTo(status);
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void validFileIsReportedAsReloaded() {
    assertThat(reload(Reloaded.fine(), 200)).isEqualTo("{\"status\":\"reloaded\",\"faults\":[]}");
    assertThat(served.get("/health/ready").body()).doesNotContain("older");
    assertThat(served.get("/status").body()).doesNotContain("class=\"faults\"");
  }

  @Test
  void fileWithPartsLeftOutIsReportedWithItsFaults() {
    assertThat(reload(new Reloaded.InForce(List.of(FAULT), List.of("server.port")), 200))
        .contains(
            "\"reloaded\"", "feeds.yml:3:5: the message", "\"atNextStart\":[\"server.port\"]");
    assertThat(served.get("/health/ready").body()).contains("the message").doesNotContain("older");
    assertThat(served.get("/status/admin", ADMIN).body())
        .contains("the faulty parts are left out", "the message", "the line");
    assertThat(served.get("/", "Accept", "text/html").body()).contains("are left out");
  }

  @Test
  void faultyFileIsReportedAsUnchanged() {
    assertThat(reload(new Reloaded.Faulty(List.of(FAULT)), 422))
        .contains("\"unchanged\"", "the message");
    assertThat(served.get("/health/ready").body()).contains("stay in force", "the message");
  }

  @Test
  void fileThatWaitsForTheStoreIsReported() {
    assertThat(reload(new Reloaded.Waiting("the database is away"), 503))
        .contains("Not in force yet", "the database is away")
        .doesNotContain("reloaded");
    assertThat(served.get("/health/ready").body()).contains(BEHIND);
    assertThat(served.get("/status").body()).contains(BEHIND).doesNotContain("database is away");
    assertThat(served.get("/status/admin", ADMIN).body()).contains(BEHIND, "database is away");
  }

  @Test
  void unexpectedFailureOfAReloadIsReported() {
    assertThat(reload(Reloaded.Failed.of(new IllegalStateException("title: secret")), 500))
        .contains("IllegalStateException")
        .doesNotContain("reloaded", "secret");
    assertThat(served.get("/health/ready").body()).contains(BEHIND);
    assertThat(served.get("/status/admin", ADMIN).body()).contains("IllegalStateException");
    assertThat(served.get("/metrics").body()).contains("feedloom_reload_failures_total 1.0");
  }

  @Test
  void fileNoLongerWaitsOnceItIsInForce() {
    served.reloaded(new Reloaded.Waiting("away"));
    served.reloaded(Reloaded.fine());

    assertThat(served.get("/health/ready").body()).doesNotContain("older");
    assertThat(served.get("/status").body()).doesNotContain(BEHIND);
  }
}
