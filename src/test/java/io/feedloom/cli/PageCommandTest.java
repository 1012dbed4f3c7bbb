package io.feedloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.FeedsFile;
import io.feedloom.config.Loaded;
import io.feedloom.config.Settings;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Item;
import io.feedloom.feed.Parsed;
import io.feedloom.fetch.Fetcher;
import io.feedloom.fetch.Trace;
import io.feedloom.fetch.UserAgent;
import io.feedloom.parse.FeedParser;
import io.feedloom.refresh.Probe;
import io.feedloom.select.Selections;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten pages of different making: what {@code feedloom page} proposes works in feeds.yml. */
class PageCommandTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-05-10T12:00:00Z"));
  private static final String POLLING = "polling: { allow-addresses: [127.0.0.0/8] }\n";

  @TempDir private Path folder;
  private final Publisher publisher = Publisher.start();

  @AfterEach
  void close() {
    publisher.close();
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(PageCommandTest.class.getResourceAsStream("pages/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  /** Returns the entries of a page: date, path and title of each. */
  private static List<String> expected(String name) {
    return resource("expected.txt")
        .lines()
        .filter(line -> line.startsWith(name + " | "))
        .map(line -> line.substring(name.length() + 3))
        .toList();
  }

  private static String shown(Entry entry) {
    return "%s | %s | %s"
        .formatted(
            entry.published().map(date -> date.toString().substring(0, 10)).orElse("-"),
            entry.link().map(link -> URI.create(link).getPath()).orElse(""),
            entry.title());
  }

  private record Ended(int code, String out) {}

  private Ended page(URI url) throws IOException {
    var out = new StringWriter();
    var writer = new PrintWriter(out, true);
    var file = Files.writeString(folder.resolve("before.yml"), POLLING + "feeds: []\n");
    var environment = new Environment(CLOCK, "test", Map.of(), writer, writer);
    int code =
        FeedloomCommand.run(environment, "page", "--config", file.toString(), url.toString());
    return new Ended(code, out.toString());
  }

  private Settings withFeed(String block) throws IOException {
    var file = Files.writeString(folder.resolve("feeds.yml"), POLLING + "feeds:\n" + block);
    return ((Loaded.Valid) FeedsFile.read(file, Map.of(), Selections::fault)).settings();
  }

  private static List<Entry> entries(Settings settings) {
    var agent = new UserAgent("test", Optional.empty(), 1);
    try (var fetcher = new Fetcher(() -> agent, CLOCK)) {
      var probe = new Probe(fetcher, new FeedParser(), settings.polling(), CLOCK);
      var parsed = probe.one(settings.subscriptions().getFirst(), Trace.NONE).parsed();
      return ((Parsed.Feed) parsed.orElseThrow()).items().stream().map(Item::entry).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "news",
        "blog",
        "releases",
        "cards",
        "definitions",
        "forum",
        "calendar",
        "german",
        "wordpress",
        "minimal"
      })
  void proposedBlockGivesTheEntriesOfThePage(String name) throws IOException {
    publisher.on(
        "/", Answer.of(200, Map.of("Content-Type", "text/html"), resource(name + ".html")));

    var proposed = page(publisher.uri("/"));
    assertThat(proposed.code()).as(proposed.out()).isZero();
    assertThat(proposed.out())
        .contains("page:", "# It gives " + expected(name).size() + " entries:");
    assertThat(entries(withFeed(proposed.out())))
        .as(proposed.out())
        .map(PageCommandTest::shown)
        .containsExactlyElementsOf(expected(name));
  }

  @Test
  void pageWithoutAListGivesNoProposal() throws IOException {
    publisher.on(
        "/",
        Answer.of(
            200, Map.of("Content-Type", "text/html"), "<p>Text with <a href=/a>one link</a></p>"));

    var proposed = page(publisher.uri("/"));
    assertThat(proposed.code()).isEqualTo(Exit.FAULTS);
    assertThat(proposed.out()).contains("nothing in this page repeats");
  }
}
