package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.javalin.Javalin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.jetty.io.EofException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of answers that failed. */
class ServerTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(RequestFailures.class);
  private final RequestFailures failures = new RequestFailures(InstantSource.fixed(Instant.EPOCH));
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(logged);
  }

  private List<Level> levelsAfter(Exception thrown) throws IOException, InterruptedException {
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
      client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + javalin.port() + "/")).build(),
          HttpResponse.BodyHandlers.discarding());
    } finally {
      javalin.stop();
    }
    return logged.list.stream().map(ILoggingEvent::getLevel).filter(l -> l != Level.DEBUG).toList();
  }

  @Test
  void aClientThatGoesAwayIsNoFaultOfOurs() throws IOException, InterruptedException {
    assertThat(levelsAfter(new EofException("closed"))).isEmpty();
  }

  @Test
  void nobodyLogsItEitherWhereAnotherExceptionWrapsIt() throws IOException, InterruptedException {
    assertThat(levelsAfter(new UncheckedIOException(new EofException("closed")))).isEmpty();
  }

  @Test
  void everyOtherFailureIsAnError() throws IOException, InterruptedException {
    assertThat(levelsAfter(new UncheckedIOException(new IOException("disk full"))))
        .containsExactly(Level.ERROR);
  }
}
