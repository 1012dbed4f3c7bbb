package io.feedloom;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.RunningFeedloom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After {@code kill -9} at any moment of the very first start, the next start succeeds. */
class FirstStartKillIT {
  private static final int KILLS = 8;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
  private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(800);

  @TempDir private Path folder;
  private final Publisher publisher = Publisher.start();

  @BeforeEach
  void subscribe() throws IOException {
    publisher.on(
        "/feed.xml",
        Answer.feed(
            """
            <rss version="2.0"><channel><title>X</title><link>http://x.example/</link><description/>
            <item><title>first</title><guid isPermaLink="false">1</guid></item></channel></rss>
            """));
    Files.writeString(
        config(),
        "polling: { allow-addresses: [127.0.0.0/8] }\nfeeds: [" + publisher.uri("/feed.xml") + "]");
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  private Path config() {
    return folder.resolve("feeds.yml");
  }

  /** The first of these files that exists shows that the moment has come. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "data",
        "data/feedloom.mv.db.new data/feedloom.mv.db",
        "data/feedloom.mv.db",
        "data/feedloom.texts"
      })
  void killedWhenAFileAppears(String files) throws Exception {
    killAt(files, 0);

    itComesUpAndPolls();
  }

  @Test
  void killedAgainAndAgain() throws Exception {
    var random = new Random(9);
    for (int kill = 0; kill < KILLS; kill++) {
      killAt("data", random.nextLong(MAX_NANOS));
    }

    itComesUpAndPolls();
  }

  private void killAt(String files, long nanosAfter) throws Exception {
    var feedloom = RunningFeedloom.launch(config());
    try {
      long end = System.nanoTime() + PATIENCE;
      while (Arrays.stream(files.split(" ", -1)).map(folder::resolve).noneMatch(Files::exists)) {
        assertThat(System.nanoTime()).as(feedloom::log).isLessThan(end);
        Thread.onSpinWait();
      }
      LockSupport.parkNanos(nanosAfter);
    } finally {
      feedloom.kill();
    }
    assertThat(feedloom.log()).doesNotContain("database", "Exception");
  }

  private void itComesUpAndPolls() throws Exception {
    try (var feedloom = RunningFeedloom.start(config())) {
      feedloom.await("the entry", () -> feedloom.get("/feed.atom").body().contains("first"));
      assertThat(feedloom.log()).doesNotContain("Exception");
    }
    assertThat(folder.resolve("data/feedloom.mv.db.new")).doesNotExist();
  }
}
