package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.DocumentHeaders;
import io.feedloom.feed.Exchange;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Item;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.Validators;
import io.feedloom.parse.FeedParser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that break off. */
class ReadAnswerTest {
  private static final URI FEED = URI.create("https://x.example/");

  private static final String RSS =
      """
      <rss version="2.0"><channel><title>T</title>
      <item><title>One</title><link>https://x.example/1</link><guid>urn:1</guid></item>
      <item><title>Two</title><link>https://x.example/2</link><guid>urn:2</guid>\
      <description>Text of two</description></item>
      </channel></rss>
      """;

  private static final String ATOM =
      """
      <feed xmlns="http://www.w3.org/2005/Atom"><id>urn:f</id><title>T</title>
      <entry><id>urn:1</id><title>One</title></entry>
      <entry><title>Two</title><source><id>urn:s</id></source><id>urn:2</id>\
      <summary>Text of two</summary></entry></feed>
      """;

  private static ReadAnswer read(String body, Optional<String> damage) {
    return ReadAnswer.read(
        new Fetched.Fresh(
            new Exchange(FEED, FEED, List.of(), 200, Duration.ZERO, 0, Optional.empty()),
            body.getBytes(StandardCharsets.UTF_8),
            DocumentHeaders.of(Optional.empty(), Optional.empty()),
            Validators.NONE,
            "",
            false,
            damage),
        new FeedParser(),
        Cleaning.ALL);
  }

  private static List<String> guids(ReadAnswer answer) {
    var feed = (Parsed.Feed) answer.parsed().orElseThrow();
    return feed.items().stream().map(Item::guid).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<title>Tw", "<title>Two</title>", "example/2", "urn:2", "<guid"})
  void itemCutInsideItsIdIsLeftOut(String end) {
    var cut = RSS.substring(0, RSS.lastIndexOf(end) + end.length());

    assertThat(guids(read(cut, Optional.of("cut off")))).containsExactly("urn:1");
    assertThat(guids(read(cut, Optional.empty()))).containsExactly("urn:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<title>Tw", "urn:s</id></source>", "<id>urn:2"})
  void idOfASourceIsNotTheIdOfTheEntry(String end) {
    var cut = ATOM.substring(0, ATOM.lastIndexOf(end) + end.length());

    assertThat(guids(read(cut, Optional.of("cut off")))).containsExactly("urn:1");
  }

  @Test
  void itemCutAfterItsIdIsReadAsFarAsItArrived() {
    var rss = RSS.substring(0, RSS.indexOf("Text of") + 7);
    var atom = ATOM.substring(0, ATOM.indexOf("Text of") + 7);

    assertThat(guids(read(rss, Optional.of("cut off")))).containsExactly("urn:1", "urn:2");
    assertThat(guids(read(atom, Optional.of("cut off")))).containsExactly("urn:1", "urn:2");
  }

  @Test
  void documentCutBeforeItsFirstItemIsNoFeed() {
    var answer = read(RSS.substring(0, RSS.indexOf("<item>")), Optional.of("cut off"));

    assertThat(answer.isFeed()).isFalse();
    assertThat(answer.judged()).isInstanceOf(Fetched.Failed.class);
  }
}
