package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anything that grows with the square of the feeds would take hours here. */
class LongListTest {
  private static final int FEEDS = 100_000;

  @TempDir private Path temporary;

  @Test
  void fileMayHaveAHundredThousandFeeds() {
    var yaml =
        IntStream.range(0, FEEDS)
            .mapToObj(
                i ->
                    "  - url: https://www.site%d.example/blog/feed.xml\n    tags: [all, t%d]\n"
                        .formatted(i, i % 100))
            .collect(Collectors.joining("", "feeds:\n", ""));
    var folder = new AdminFolder(temporary).write("feeds.yml", yaml);

    var settings = assertTimeout(Duration.ofMinutes(2), () -> folder.settings());

    assertThat(settings.subscriptions()).hasSize(FEEDS);
  }

  @Test
  void hundredThousandFeedsMayShareOnePlainId() {
    var yaml =
        IntStream.range(0, FEEDS)
            .mapToObj(i -> "  - https://a.example/" + "-".repeat(i % 300 + 1) + "~".repeat(i / 300))
            .collect(Collectors.joining("\n", "feeds:\n", "\n"));
    var folder = new AdminFolder(temporary).write("feeds.yml", yaml);

    var settings = assertTimeout(Duration.ofMinutes(2), () -> folder.settings());

    assertThat(settings.subscriptions()).extracting(feed -> feed.id()).doesNotHaveDuplicates();
  }
}
