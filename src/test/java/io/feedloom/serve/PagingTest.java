package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of a merged feed's history (RFC 5005). */
class PagingTest {
  private static final Pattern ENTRY = Pattern.compile("(?:<title>|\"title\":\")(e\\d+)[<\"]");

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, "feeds: [{ id: a, url: 'http://a.example/' }]\n");
    for (int i = 0; i < 25; i++) {
      served.arrive("a", "e" + i, -i);
    }
  }

  @AfterEach
  void close() {
    served.close();
  }

  private static List<String> entries(String document) {
    return ENTRY.matcher(document).results().map(m -> m.group(1)).toList();
  }

  private static Optional<String> link(String document, String rel) {
    return Pattern.compile("<(?:atom:)?link rel=\"" + rel + "\"[^>]* href=\"(http://127[^\"]*)\"")
        .matcher(document)
        .results()
        .map(m -> m.group(1).replace("&amp;", "&"))
        .findFirst();
  }

  private static List<String> from(int newest, int oldest) {
    var names = new ArrayList<String>();
    for (int i = newest; i >= oldest; i--) {
      names.add("e" + i);
    }
    return names;
  }

  @ParameterizedTest
  @ValueSource(strings = {"atom", "rss"})
  void pagingSkipsAndRepeatsNothingWhileEntriesArrive(String format) {
    var page = served.get("/feed." + format + "?limit=10").body();
    var down = new ArrayList<>(entries(page));
    int next = 25;
    while (link(page, "next").isPresent()) {
      served.arrive("a", "e" + next, -next);
      next++;
      page = served.get(link(page, "next").get()).body();
      down.addAll(entries(page));
    }
    assertThat(down).containsExactlyElementsOf(from(24, 0));

    var up = new ArrayList<>(entries(page).reversed());
    while (link(page, "previous").isPresent()) {
      page = served.get(link(page, "previous").get()).body();
      up.addAll(entries(page).reversed());
      assertThat(link(page, "first")).contains(served.base() + "/feed." + format + "?limit=10");
    }
    assertThat(up.reversed()).containsExactlyElementsOf(from(next - 1, 0));
  }

  @Test
  void pageNewerThanTheNewestEntryFillsAsEntriesArrive() {
    var second = served.get("/feed.atom?limit=10&before=" + cursor()).body();
    var ahead =
        link(served.get(link(second, "previous").orElseThrow()).body(), "self").orElseThrow();
    assertThat(entries(served.get(ahead).body())).isEqualTo(from(24, 15));
    assertThat(link(served.get(ahead).body(), "previous")).isEmpty();

    served.arrive("a", "e25", -25);

    assertThat(entries(served.get(ahead).body())).isEqualTo(from(24, 15));
    assertThat(entries(served.get(link(served.get(ahead).body(), "previous").orElseThrow()).body()))
        .containsExactly("e25");
  }

  private String cursor() {
    var next = link(served.get("/feed.atom?limit=10").body(), "next").orElseThrow();
    return next.substring(next.indexOf("before=") + 7).replaceAll("&.*", "");
  }

  @Test
  void jsonFeedAndTheApiLinkToTheirPages() {
    var json = served.get("/feed.json?limit=10").body();
    var next = json.replaceAll("(?s).*\"next_url\":\"([^\"]*)\".*", "$1");
    assertThat(entries(served.get(next).body())).isEqualTo(from(14, 5));

    var api = served.get("/api/v1/entries?limit=10&before=" + cursor()).body();
    var previous = api.replaceAll("(?s).*\"previous\":\"([^\"]*)\".*", "$1");
    assertThat(entries(served.get(previous).body())).isEqualTo(from(24, 15));
  }

  @Test
  void linkFieldNamesOtherPages() {
    assertThat(served.get("/feed.json?limit=10&before=" + cursor()).headers().allValues("Link"))
        .singleElement()
        .asString()
        .contains("limit=10&before=" + cursor() + ">; rel=\"self\"", "; rel=\"first\"")
        .contains("; rel=\"next\"", "; rel=\"previous\"");
  }

  @Test
  void feedOnOnePageIsMarkedAsComplete() {
    for (String format : List.of("atom", "rss")) {
      var whole = served.get("/feed." + format).body();
      assertThat(whole)
          .contains("<fh:complete/>", "xmlns:fh=\"http://purl.org/syndication/history/1.0\"");
      assertThat(link(whole, "first")).isEmpty();
      assertThat(link(whole, "next")).isEmpty();
      assertThat(served.get("/feed." + format + "?limit=10").body()).doesNotContain("fh:");
      assertThat(served.get("/feed." + format + "?since=24h").body()).doesNotContain("fh:");
    }
  }

  @Test
  void feedOfAPastTimeIsAnArchiveThatLinksToTheCurrentFeed() {
    for (String format : List.of("atom", "rss")) {
      var closed = served.get("/feed." + format + "?limit=4&until=2026-03-01T12:00:00Z");

      assertThat(closed.body()).contains("<fh:archive/>").doesNotContain("fh:complete");
      assertThat(link(closed.body(), "current"))
          .contains(served.base() + "/feed." + format + "?limit=4");
      assertThat(closed.headers().firstValue("Link").orElse("")).contains("; rel=\"current\"");
      assertThat(served.get("/feed." + format + "?until=2026-03-01T12:00:01Z").body())
          .as("still open")
          .doesNotContain("fh:", "rel=\"current\"");
    }
  }
}
