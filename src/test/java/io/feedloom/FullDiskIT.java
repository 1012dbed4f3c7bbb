package io.feedloom;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.RunningFeedloom;
import io.feedloom.store.SmallDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens on a disk that fills up: a small one in memory, which only root may make. */
class FullDiskIT {
  private static final int DISK_MIB = 48;
  private static final long FILLER_BYTES = 30L << 20;

  @TempDir private Path folder;
  private Path disk;
  private @Nullable SmallDisk mounted;
  private final Publisher publisher = Publisher.start();

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = folder.resolve("disk");
    mounted = SmallDisk.mount(disk, DISK_MIB);
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    publisher.close();
    if (mounted != null) {
      mounted.unmount();
    }
  }

  @Test
  void fullDiskStopsOnlyWritesUntilThereIsSpace() throws Exception {
    publisher.on("/feed.xml", Answer.feed(rss("first")));
    var config = Files.writeString(folder.resolve("feeds.yml"), config());
    try (var feedloom = RunningFeedloom.start(config)) {
      feedloom.await("the first entry", () -> feedloom.get("/feed.atom").body().contains("first"));

      var filler = fill();
      publisher.on("/feed.xml", Answer.feed(rss("second")));
      feedloom.await("the word", () -> feedloom.log().contains("the disk is full"));

      assertThat(feedloom.get("/health/ready").statusCode()).isEqualTo(200);
      assertThat(feedloom.get("/health/ready").body()).contains("the disk is full");
      assertThat(feedloom.get("/feed.atom").body()).contains("first").doesNotContain("second");
      assertThat(feedloom.get("/feed.rss?limit=7").body()).contains("first");

      Files.delete(filler);
      feedloom.await(
          "the second entry", () -> feedloom.get("/feed.atom").body().contains("second"));
      assertThat(feedloom.get("/feed.atom").body()).contains("first");
    }
  }

  private String config() {
    return """
    title: Full
    storage: { url: "jdbc:h2:%s/feedloom" }
    polling: { every: 1s, min: 1s, allow-addresses: [127.0.0.0/8] }
    feeds: [%s]
    """
        .formatted(disk, publisher.uri("/feed.xml"));
  }

  private Path fill() throws IOException {
    var filler = disk.resolve("filler");
    try (var file = new RandomAccessFile(filler.toFile(), "rw")) {
      file.write(new byte[(int) FILLER_BYTES]);
    }
    return filler;
  }

  private static String rss(String title) {
    return """
    <rss version="2.0"><channel><title>X</title><link>http://x.example/</link><description/>
    <item><title>%1$s</title><guid isPermaLink="false">%1$s</guid></item></channel></rss>
    """
        .formatted(title);
  }
}
