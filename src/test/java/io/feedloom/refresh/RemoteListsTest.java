package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.config.FeedsFile;
import io.feedloom.config.Loaded;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.fetch.Fetcher;
import io.feedloom.fetch.UserAgent;
import io.feedloom.health.Health;
import io.feedloom.select.Selections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists on other servers are fetched, and their last good copies stay. */
class RemoteListsTest {
  private static final String OPML =
      "<opml><body><outline text='Shared'><outline xmlUrl='https://%s.example/'/></outline></body>"
          + "</opml>";

  @TempDir private Path folder;
  private final Publisher publisher = Publisher.start();
  private Instant now = Instant.parse("2026-11-20T12:00:00Z");
  private RemoteLists lists;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(
        folder.resolve("feeds.yml"),
        """
        polling: { allow-addresses: [127.0.0.0/8] }
        feeds: [https://own.example/]
        include: ["%s"]
        """
            .formatted(publisher.uri("/list.opml")));
    lists = lists();
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  private RemoteLists lists() {
    return new RemoteLists(
        new Fetcher(() -> new UserAgent("test", Optional.empty(), 0), () -> now),
        () -> loaded().settings().polling(),
        loaded().lists(),
        () -> now,
        new Health(InstantSource.fixed(now), _ -> {}));
  }

  private Loaded.Valid loaded() {
    return (Loaded.Valid) FeedsFile.read(folder.resolve("feeds.yml"), Map.of(), Selections::fault);
  }

  private List<String> addresses() {
    return loaded().settings().subscriptions().stream().map(it -> it.url().toString()).toList();
  }

  private void later() {
    now = now.plus(Duration.ofHours(2));
  }

  @Test
  void listIsFetchedAndFollowed() {
    assertThat(loaded().faults()).isEmpty();
    assertThat(addresses()).containsExactly("https://own.example/");
    var before = loaded().stamp();
    publisher.on("/list.opml", request -> Answer.feed(request, "\"1\"", OPML.formatted("first")));

    lists.pass();
    assertThat(addresses()).containsExactly("https://own.example/", "https://first.example/");
    assertThat(loaded().stamp()).isNotEqualTo(before);
    assertThat(loaded().settings().subscriptions().getLast().tags()).hasToString("[shared]");

    lists.pass();
    assertThat(publisher.requests()).hasSize(1);
    later();
    lists().pass();
    assertThat(publisher.requests().getLast().header("If-None-Match")).hasValue("\"1\"");
    assertThat(addresses()).hasSize(2);

    later();
    publisher.on("/list.opml", request -> Answer.feed(request, "\"2\"", OPML.formatted("second")));
    lists.pass();
    assertThat(addresses()).containsExactly("https://own.example/", "https://second.example/");
  }

  @Test
  void lastGoodCopyStays() {
    publisher.on("/list.opml", Answer.feed(OPML.formatted("first")));
    lists.pass();
    for (var broken :
        List.of(
            Answer.of(500, Map.of(), ""),
            Answer.of(410, Map.of(), ""),
            Answer.of(429, Map.of(), ""),
            Answer.of(200, Map.of("Content-Type", "text/html"), "<html>Log in</html>"),
            Answer.feed("<opml><body/></opml>"),
            Answer.closed())) {
      later();
      publisher.on("/list.opml", broken);
      assertThatThrownBy(lists::pass)
          .isInstanceOf(RemoteLists.ListFailure.class)
          .hasMessageContaining("/list.opml is not up to date");
      assertThat(addresses()).containsExactly("https://own.example/", "https://first.example/");
    }
    later();
    publisher.on("/list.opml", Answer.feed(OPML.formatted("third")));
    lists.pass();
    assertThat(addresses()).contains("https://third.example/");
  }

  @Test
  void listOfAnotherServerChoosesNoHeadersProxiesOrOldAddresses() {
    publisher.on(
        "/list.opml",
        Answer.feed(
            "<opml><body><outline xmlUrl='https://a.example/' frss:CURLOPT_PROXY='10.0.0.1:1'"
                + " frss:CURLOPT_COOKIE='a=b' feedloom:was='https://own.example/'/>"
                + "<outline type='include' url='/etc/passwd.opml'/>"
                + "<outline type='include' url='file:///etc/passwd.opml'/>"
                + "<outline type='include' url='more.opml'/></body></opml>"));
    publisher.on("/more.opml", Answer.feed(OPML.formatted("more")));
    lists.pass();
    assertThat(loaded().faults()).isEmpty();
    var feed = loaded().settings().subscriptions().getLast();
    assertThat(feed.transport().proxy()).isEmpty();
    assertThat(feed.headers()).isEmpty();
    assertThat(feed.was()).isEmpty();
    assertThat(loaded().lists())
        .extracting(list -> list.address().toString())
        .containsExactly(
            publisher.uri("/list.opml").toString(),
            publisher.uri("/etc/passwd.opml").toString(),
            publisher.uri("/more.opml").toString());

    lists.use(loaded().lists());
    assertThatThrownBy(lists::pass).hasMessageContaining("passwd.opml");
    assertThat(addresses()).contains("https://more.example/");
  }

  @Test
  void badOutlineOfAListIsNamedByTheListsAddress() {
    publisher.on(
        "/list.opml",
        Answer.feed(
            "<opml><body><outline xmlUrl='nonsense'/><outline xmlUrl='https://a.example/'/>"
                + "</body></opml>"));
    lists.pass();

    assertThat(addresses()).contains("https://a.example/");
    assertThat(loaded().faults())
        .singleElement()
        .asString()
        .startsWith(publisher.uri("/list.opml") + ":1:13: expected an http");
  }
}
