package io.feedloom;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.RunningFeedloom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check --probe} beside the process that polls and has the database open. */
class ProbeIT {
  private static final String RSS =
      "<rss version=\"2.0\"><channel><title>T</title><item><guid>1</guid></item></channel></rss>";

  @TempDir private Path folder;

  @Test
  void probeShowsStoredStatesOfARunningProcess() throws Exception {
    try (var publisher = Publisher.start()) {
      publisher.on("/well", Answer.feed(RSS));
      publisher.on("/broken", Answer.of(500, Map.of(), ""));
      var config = folder.resolve("feeds.yml");
      Files.writeString(
          config,
          "polling: { allow-addresses: [127.0.0.0/8] }\nfeeds:\n  - %s\n  - %s\n"
              .formatted(publisher.uri("/well"), publisher.uri("/broken")));
      try (var feedloom = RunningFeedloom.start(config)) {
        feedloom.await(
            "both are polled",
            () ->
                feedloom
                    .get("/api/v1/feeds")
                    .body()
                    .matches("(?s).*\"failed\".*\"fresh\".*|.*\"fresh\".*\"failed\".*"));

        var ended = RunningFeedloom.run("check", "--probe", "--config", config.toString());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output())
            .contains("Stored states were read from a copy of jdbc:h2:")
            .containsPattern(
                "/well: rss_2.0, 1 entries\n +stored: last poll 20.*; next poll 20.*: ")
            .containsPattern(
                "/broken: .* answered 500.*\n +stored: last poll 20.* answered 500.*; 1 failure; ")
            .contains("1 of 2 feeds can be read");
        assertThat(feedloom.get("/health/ready").statusCode()).isEqualTo(200);
      }
    }
  }
}
