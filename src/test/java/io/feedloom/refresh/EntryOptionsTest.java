package io.feedloom.refresh;

import static io.feedloom.refresh.PolledFeed.added;
import static io.feedloom.refresh.PolledFeed.edited;
import static io.feedloom.refresh.PolledFeed.nothing;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.feed.EntryOptions;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.IdBy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin decides what identifies entries, whether they change, and whether a feed is polled. */
class EntryOptionsTest {
  @TempDir private Path folder;

  private PolledFeed with(EntryOptions options) throws Exception {
    var feed = new PolledFeed(folder);
    feed.running().prepare(options(), it -> it.withEntryOptions(options));
    return feed;
  }

  private static io.feedloom.config.PollingSettings options() {
    var second = Duration.ofSeconds(1);
    return Running.polling(Duration.ofSeconds(50), second, second);
  }

  private static Answer rss(String... items) {
    return Answer.feed(
        "<rss version='2.0'><channel><title>T</title>"
            + String.join("", items)
            + "</channel></rss>");
  }

  private static String item(String guid, String title, String link, String text) {
    return "<item><guid isPermaLink='false'>%s</guid><title>%s</title><link>%s</link><description>%s</description></item>"
        .formatted(guid, title, link, text);
  }

  @Test
  void guidThatChangesWithEachRequestMakesNewEntriesUnlessTheLinkIdentifiesThem() throws Exception {
    try (var feed = with(EntryOptions.USUAL)) {
      assertThat(feed.poll(rss(item("1", "A", "https://x.example/a", "t")))).isEqualTo(added("A"));
      assertThat(feed.poll(rss(item("2", "A", "https://x.example/a", "t")))).isEqualTo(added("A"));
    }
  }

  @Test
  void linkIdentifiesEntries() throws Exception {
    try (var feed = with(new EntryOptions(IdBy.LINK, true))) {
      assertThat(feed.poll(rss(item("1", "A", "https://x.example/a", "t")))).isEqualTo(added("A"));
      assertThat(feed.poll(rss(item("2", "A2", "https://x.example/a?utm_source=x", "t"))))
          .isEqualTo(edited("A2"));
      assertThat(
              feed.poll(
                  rss(
                      item("3", "A2", "https://x.example/a", "t"),
                      item("3", "B", "https://x.example/b", "t"),
                      item("4", "B again", "https://x.example/b", "t"))))
          .isEqualTo(added("B"));
      assertThat(feed.links())
          .containsExactlyInAnyOrder("https://x.example/a", "https://x.example/b");
    }
  }

  @Test
  void titleIdentifiesEntries() throws Exception {
    try (var feed = with(new EntryOptions(IdBy.TITLE, true))) {
      assertThat(feed.poll(rss(item("1", "A", "https://x.example/1", "t")))).isEqualTo(added("A"));
      assertThat(feed.poll(rss(item("2", "A", "https://x.example/2", "u")))).isEqualTo(edited("A"));
      assertThat(feed.poll(rss(item("2", "B", "https://x.example/2", "u")))).isEqualTo(added("B"));
    }
  }

  @Test
  void contentIdentifiesEntries() throws Exception {
    try (var feed = with(new EntryOptions(IdBy.CONTENT, true))) {
      assertThat(feed.poll(rss(item("1", "A", "https://x.example/1", "t")))).isEqualTo(added("A"));
      assertThat(feed.poll(rss(item("1", "A", "https://x.example/1", "u")))).isEqualTo(added("A"));
      assertThat(feed.titles()).containsExactly("A", "A");
    }
  }

  @Test
  void ignoredUpdatesLeaveEntriesAsTheyWere() throws Exception {
    try (var feed = with(new EntryOptions(IdBy.GUID, false))) {
      assertThat(feed.poll(rss(item("1", "A", "https://x.example/1", "t")))).isEqualTo(added("A"));
      assertThat(
              feed.poll(
                  rss(
                      item("1", "A edited", "https://x.example/1", "u"),
                      item("2", "B", "https://x.example/2", "v"))))
          .isEqualTo(added("B"));
      assertThat(feed.poll(rss(item("2", "B!", "https://x.example/2", "v")))).isEqualTo(nothing());
      assertThat(feed.titles()).containsExactly("A", "B");
    }
  }

  @Test
  void disabledFeedIsNotPolledAndKeepsItsEntries() throws Exception {
    try (var feed = with(EntryOptions.USUAL)) {
      feed.poll(rss(item("1", "A", "https://x.example/1", "t")));
      var running = feed.running();
      var polled = running.feed("feed").state().lastPoll();

      running.edit(options(), it -> it.withEnabled(false));
      assertThat(running.feed("feed").state().isPaused()).isTrue();
      assertThat(running.refresher().refresh(new FeedId("feed"))).isFalse();
      assertThat(running.feed("feed").state().lastPoll()).isEqualTo(polled);
      assertThat(feed.titles()).containsExactly("A");

      running.restart();
      assertThat(running.feed("feed").state().isPaused()).isTrue();
      running.edit(options(), it -> it.withEnabled(true));
      assertThat(
              feed.poll(
                  rss(
                      item("1", "A", "https://x.example/1", "t"),
                      item("2", "B", "https://x.example/2", "t"))))
          .isEqualTo(added("B"));
    }
  }
}
