package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.health.Health;
import io.feedloom.serve.http.RequestFailures;
import io.javalin.Javalin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.jetty.io.EofException;
import org.junit.jupiter.api.Test;

/** Which failed answers are recorded. */
class ServerTest {
  private static List<Health.Incident> recordedAfter(Exception thrown)
      throws IOException, InterruptedException {
    var health = new Health(InstantSource.system(), _ -> {});
    var failures = new RequestFailures(health);
    var javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.routes.get(
                  "/",
                  _ -> {
                    throw thrown;
                  });
              config.routes.exception(Exception.class, failures::answer);
            });
    javalin.start("127.0.0.1", 0);
    try (var client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 3; i++) {
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + javalin.port() + "/")).build(),
            HttpResponse.BodyHandlers.discarding());
      }
    } finally {
      javalin.stop();
    }
    return health.incidents();
  }

  @Test
  void closedConnectionIsNotRecorded() throws IOException, InterruptedException {
    assertThat(recordedAfter(new EofException("closed"))).isEmpty();
  }

  @Test
  void wrappedClosedConnectionIsNotRecorded() throws IOException, InterruptedException {
    assertThat(recordedAfter(new UncheckedIOException(new EofException("closed")))).isEmpty();
  }

  @Test
  void otherFailuresAreRecordedOnceAndCounted() throws IOException, InterruptedException {
    assertThat(recordedAfter(new UncheckedIOException(new IOException("disk full"))))
        .singleElement()
        .satisfies(
            bug -> {
              assertThat(bug.where()).isEqualTo("answering");
              assertThat(bug.what()).startsWith("java.io.UncheckedIOException at ");
              assertThat(bug.count()).isEqualTo(3);
            });
  }
}
