package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of entries with millions of characters. */
class LongEntriesTest {
  private static final int ENTRIES = 7;

  /** Two of these fit on a page, three do not. */
  private static final int LONG_TEXT = 1_500_000;

  private static final Pattern TITLE = Pattern.compile("\"title\":\"(e\\d)\"");

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, "feeds: [{ id: a, url: 'http://a.example/' }]\n");
    for (int i = 0; i < ENTRIES; i++) {
      served.arrive(
          "a",
          Entry.builder("g" + i)
              .title("e" + i)
              .content("<p>" + "x".repeat(LONG_TEXT) + "</p>")
              .published(Served.NOON.minusSeconds(i))
              .build());
    }
  }

  @AfterEach
  void close() {
    served.close();
  }

  private static List<String> titles(String body) {
    return TITLE.matcher(body).results().map(m -> m.group(1)).toList();
  }

  private static Optional<String> link(String body, String relation) {
    return Pattern.compile("\"" + relation + "\":\"([^\"]*)\"")
        .matcher(body)
        .results()
        .map(m -> m.group(1))
        .findFirst();
  }

  private List<String> follow(String from, String relation) {
    var all = new ArrayList<String>();
    for (var next = Optional.of(from); next.isPresent(); ) {
      var body = served.get(next.get()).body();
      var some = titles(body);
      assertThat(body.length()).isLessThan(10_000_000);
      all.addAll(relation.equals("next") ? some : some.reversed());
      next = link(body, relation).filter(_ -> !some.isEmpty());
    }
    return all;
  }

  @Test
  void longEntriesMakePagesShorterAndNoneIsSkippedOrRepeated() {
    var down = follow("/api/v1/entries?limit=50", "next");
    assertThat(down).containsExactly("e0", "e1", "e2", "e3", "e4", "e5", "e6");

    var last = served.get("/api/v1/entries?limit=50");
    var page = last.body();
    while (link(page, "next").isPresent()) {
      page = served.get(link(page, "next").get()).body();
    }
    var up = new ArrayList<>(titles(page).reversed());
    up.addAll(follow(link(page, "previous").orElseThrow(), "previous"));
    Collections.reverse(up);
    assertThat(up).isEqualTo(down);
  }

  @Test
  void feedsThatEndEarlyLinkToTheNextPage() {
    var feed = served.get("/feed.atom").body();

    assertThat(feed.split("<entry", -1)).hasSize(3);
    assertThat(feed).contains("rel=\"next\"");
    assertThat(served.get("/feed.atom").headers().firstValue("Link").orElse(""))
        .contains("rel=\"next\"");
  }

  @Test
  void summariesOfAllFitOnOnePage() {
    assertThat(titles(served.get("/api/v1/entries?content=summary").body())).hasSize(ENTRIES);
  }
}
