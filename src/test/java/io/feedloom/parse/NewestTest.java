package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Item;
import io.feedloom.feed.Parsed.Extent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Documents with more items than are read. */
class NewestTest {
  private static final int MAX_ITEMS = Newest.MAX_ITEMS;

  private static String rss(List<Integer> numbers, IntFunction<String> date) {
    return Feeds.rssFeed(
        numbers.stream()
            .map(i -> "<item><guid>" + i + "</guid><title>I</title>" + date.apply(i) + "</item>")
            .collect(Collectors.joining()));
  }

  private static String minute(int i) {
    return Instant.parse("2025-12-01T00:00:00Z").plusSeconds(60L * i).toString();
  }

  private static List<Integer> upTo(int last) {
    return new ArrayList<>(IntStream.rangeClosed(1, last).boxed().toList());
  }

  private static List<Integer> read(String document) {
    return Feeds.feed(document).items().stream().map(Item::guid).map(Integer::valueOf).toList();
  }

  @Test
  void newestItemsAreReadInTheOrderOfTheDocument() {
    var numbers = upTo(MAX_ITEMS + 2);
    var wanted = numbers.subList(2, numbers.size());
    IntFunction<String> date = i -> "<dc:date>" + minute(i) + "</dc:date>";
    assertThat(read(rss(numbers, date))).isEqualTo(wanted);
    assertThat(read(rss(numbers.reversed(), date))).isEqualTo(wanted.reversed());
    Collections.shuffle(numbers, new Random(1));
    assertThat(read(rss(numbers, date))).isEqualTo(numbers.stream().filter(i -> i > 2).toList());
  }

  @Test
  void itemsLeftOutAreAProblem() {
    var feed = Feeds.feed(rss(upTo(MAX_ITEMS + 2), i -> "<pubDate>" + minute(i) + "</pubDate>"));
    assertThat(feed.problems())
        .extracting(problem -> problem.message())
        .containsExactly(
            MAX_ITEMS + 2 + " items; the newest " + MAX_ITEMS + " are read, 2 left out");
    assertThat(feed.extent()).isEqualTo(Extent.CUT);
  }

  @Test
  void feedOfExactlyTheLimitIsRead() {
    var feed = Feeds.feed(rss(upTo(MAX_ITEMS), i -> ""));
    assertThat(feed.items()).hasSize(MAX_ITEMS);
    assertThat(feed.problems()).isEmpty();
    assertThat(feed.extent()).isEqualTo(Extent.WHOLE);
  }

  @Test
  void itemsAddedAtEitherEndOfAFeedWithoutDatesAreRead() {
    var numbers = upTo(MAX_ITEMS + 2);
    var before = Set.copyOf(read(rss(numbers, i -> "")));
    var appended = new ArrayList<>(numbers);
    appended.addLast(99_999);
    assertThat(news(before, read(rss(appended, i -> "")))).containsExactly(99_999);
    var prepended = new ArrayList<>(numbers);
    prepended.addFirst(99_999);
    assertThat(news(before, read(rss(prepended, i -> "")))).containsExactly(99_999);
    IntFunction<String> sameDate = i -> "<pubDate>" + minute(1) + "</pubDate>";
    var dated = Set.copyOf(read(rss(numbers, sameDate)));
    assertThat(news(dated, read(rss(appended, sameDate)))).containsExactly(99_999);
  }

  private static Set<Integer> news(Set<Integer> before, List<Integer> after) {
    var news = new TreeSet<>(after);
    news.removeAll(before);
    return news;
  }

  @Test
  void itemWithoutADateIsAsOldAsItsNeighbour() {
    IntFunction<String> date =
        i -> i % 7 == 0 || i > MAX_ITEMS ? "" : "<pubDate>" + minute(i) + "</pubDate>";
    assertThat(read(rss(upTo(MAX_ITEMS + 5), date)))
        .contains(MAX_ITEMS, MAX_ITEMS + 5)
        .doesNotContain(1, 2, 3);
    IntFunction<String> placeholder =
        i -> "<pubDate>" + (i == MAX_ITEMS + 1 ? "1970-01-01T00:00:00Z" : minute(i)) + "</pubDate>";
    assertThat(read(rss(upTo(MAX_ITEMS + 1), placeholder)))
        .contains(MAX_ITEMS + 1)
        .doesNotContain(1);
  }

  @Test
  void newestItemsOfJsonAndAtomAreRead() {
    var json =
        upTo(MAX_ITEMS + 1).stream()
            .map(i -> "{\"id\": " + i + ", \"date_modified\": \"" + minute(i) + "\"}")
            .collect(Collectors.joining(",", "{\"items\": [", "]}"));
    assertThat(read(json)).hasSize(MAX_ITEMS).doesNotContain(1).contains(MAX_ITEMS + 1);
    var atom =
        upTo(MAX_ITEMS + 1).stream()
            .map(i -> "<entry><id>" + i + "</id><updated>" + minute(i) + "</updated></entry>")
            .collect(
                Collectors.joining("", "<feed xmlns='http://www.w3.org/2005/Atom'>", "</feed>"));
    assertThat(read(atom)).hasSize(MAX_ITEMS).doesNotContain(1).contains(MAX_ITEMS + 1);
  }

  @Test
  void blankItemsTakeNoPlace() {
    var blanks = "<item/>".repeat(50);
    var items = upTo(MAX_ITEMS).stream().map(i -> "<item><guid>" + i + "</guid></item>");
    var feed = Feeds.feed(Feeds.rssFeed(blanks + items.collect(Collectors.joining())));
    assertThat(feed.items()).hasSize(MAX_ITEMS);
    assertThat(feed.extent()).isEqualTo(Extent.WHOLE);
  }
}
