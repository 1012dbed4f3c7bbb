package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DigestPages of days and weeks. Clocks in Berlin change on Sunday, 29 March 2026. */
class DigestsTest {
  private static final String FEEDS =
      """
      time-zone: Europe/Berlin
      keys: { alice: sesame-open-long-key }
      feeds:
        - { url: https://a.example/feed, id: a, tags: news }
        - { url: https://b.example/feed, id: b, tags: news }
        - { url: https://c.example/feed, id: c, tags: other }
        - { url: https://d.example/feed, id: d, tags: news, access: key }
      streams:
        daily: { digest: day, tags: news }
        best: { digest: week, order: top }
      """;

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, FEEDS);
  }

  @AfterEach
  void close() {
    served.close();
  }

  private void arrive(String at, String feed, String name) {
    arrive(at, at, feed, name);
  }

  private void arrive(String at, String published, String feed, String name) {
    served.arriveAt(
        Instant.parse(at),
        feed,
        Entry.builder("urn:example:" + name + "-" + feed)
            .title(name + " & " + feed)
            .link("https://example.org/" + name + "?utm_source=" + feed)
            .content("<p>Text of " + name + "</p>")
            .published(Instant.parse(published))
            .build());
  }

  private String at(String now, String path) {
    served.turn(Instant.parse(now));
    return served.get(path).body();
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private static List<String> titles(String atom) {
    return all("<entry><id>[^<]*</id><title>([^<]*)</title>", atom);
  }

  private static List<String> ids(String atom) {
    return all("<entry><id>([^<]*)</id>", atom);
  }

  @Test
  void finishedDayIsOneEntryInEveryFormat() {
    arrive("2026-03-28T10:00:00Z", "a", "one");
    arrive("2026-03-28T11:00:00Z", "b", "two");

    assertThat(titles(at("2026-03-28T22:59:59Z", "/feed.atom?digest=day"))).isEmpty();

    var atom = at("2026-03-28T23:00:00Z", "/feed.atom?digest=day");
    assertThat(titles(atom)).containsExactly("Saturday, 28 March 2026: 2 entries");
    assertThat(atom)
        .contains(
            "<published>2026-03-28T23:00:00Z</published>",
            "<a href=\"https://example.org/two?utm_source=b\">two &amp; b</a> – Feed b, <time"
                + " datetime=\"2026-03-28T11:00:00Z\">Sat 12:00</time>",
            "<br>Text of one</li>",
            "/feed?since=2026-03-27T23:00:00Z&amp;until=2026-03-28T23:00:00Z");
    var now = "2026-03-28T23:00:00Z";
    for (var path : List.of("/feed.rss", "/feed.json", "/api/v1/entries", "/")) {
      assertThat(at(now, path + "?digest=day"))
          .contains("Saturday, 28 March 2026: 2 entries", "Text of one", "Sat 12:00");
    }
    assertThat(at(now, "/streams/daily.json")).contains("Saturday, 28 March 2026: 2 entries");
    assertThat(at(now, "/feed.json?digest=day&content=summary")).doesNotContain("<li>");
  }

  @Test
  void daysBeginAtMidnightWhenClocksChange() {
    arrive("2026-03-28T22:59:59Z", "a", "saturday");
    arrive("2026-03-28T23:00:00Z", "a", "sunday");
    arrive("2026-03-29T21:59:59Z", "a", "late");
    arrive("2026-03-29T22:00:00Z", "a", "monday");

    assertThat(titles(at("2026-03-30T22:00:00Z", "/feed.atom?digest=day")))
        .containsExactly(
            "Monday, 30 March 2026: 1 entry",
            "Sunday, 29 March 2026: 2 entries",
            "Saturday, 28 March 2026: 1 entry");
  }

  @Test
  void weeksBeginOnMondayAndEmptyOnesAreLeftOut() {
    arrive("2025-12-28T22:59:59Z", "a", "sunday");
    arrive("2025-12-28T23:00:00Z", "a", "monday");
    arrive("2026-03-01T12:00:00Z", "a", "march");

    assertThat(titles(at("2026-03-10T00:00:00Z", "/feed.atom?digest=week")))
        .containsExactly(
            "Week 9 of 2026: 1 entry", "Week 1 of 2026: 1 entry", "Week 52 of 2025: 1 entry");
    assertThat(titles(at("2026-03-10T00:00:00Z", "/feed.atom?digest=week&since=2026-01-01")))
        .containsExactly("Week 9 of 2026: 1 entry");
    assertThat(titles(at("2026-03-10T00:00:00Z", "/feed.atom?digest=week&until=2026-01-06")))
        .containsExactly("Week 1 of 2026: 1 entry", "Week 52 of 2025: 1 entry");
  }

  @Test
  void entryThatArrivesLateChangesTheDigestOfItsDay() {
    arrive("2026-03-03T10:00:00Z", "a", "one");
    var before = at("2026-03-04T10:00:00Z", "/feed.atom?digest=day");

    arrive("2026-03-04T11:00:00Z", "2026-03-03T22:00:00Z", "b", "late");
    arrive("2026-03-04T11:00:00Z", "2026-02-01T22:00:00Z", "c", "backlog");

    var after = at("2026-03-04T12:00:00Z", "/feed.atom?digest=day");
    assertThat(titles(before)).containsExactly("Tuesday, 3 March 2026: 1 entry");
    assertThat(titles(after))
        .containsExactly("Tuesday, 3 March 2026: 2 entries", "Sunday, 1 February 2026: 1 entry");
    assertThat(after).contains("late").contains("<updated>2026-03-04T11:00:00Z</updated>");
  }

  @Test
  void idsStayAndCachesNoticeTheEndOfAPeriod() {
    arrive("2026-03-03T10:00:00Z", "a", "one");
    served.turn(Instant.parse("2026-03-04T10:00:00Z"));
    var first = served.get("/feed.atom?digest=day");
    assertThat(first.headers().firstValue("Cache-Control").orElseThrow()).contains("max-age=0");

    assertThat(unchanged(first).statusCode()).isEqualTo(304);
    arrive("2026-03-04T10:30:00Z", "a", "two");
    assertThat(unchanged(first).statusCode()).isEqualTo(304);

    served.turn(Instant.parse("2026-03-04T23:00:00Z"));
    var second = unchanged(first);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.headers().firstValue("Last-Modified"))
        .contains("Wed, 04 Mar 2026 23:00:00 GMT");
    assertThat(ids(second.body()))
        .hasSize(2)
        .doesNotHaveDuplicates()
        .containsAll(ids(first.body()));

    served.restart();
    assertThat(served.get("/feed.atom?digest=day").body()).isEqualTo(second.body());
    assertThat(ids(at("2026-03-04T23:00:00Z", "/feed.atom?digest=day&limit=9&content=none")))
        .isEqualTo(ids(second.body()));
    assertThat(ids(at("2026-03-04T23:00:00Z", "/tags/news.atom?digest=day")))
        .doesNotContainAnyElementsOf(ids(second.body()));
  }

  private HttpResponse<String> unchanged(HttpResponse<String> before) {
    return served.get(
        "/feed.atom?digest=day",
        "If-None-Match",
        before.headers().firstValue("ETag").orElseThrow());
  }

  @Test
  void withdrawnEntryLeavesItsDigest() {
    arrive("2026-03-03T10:00:00Z", "a", "one");
    arrive("2026-03-03T11:00:00Z", "a", "two");
    assertThat(at("2026-03-04T10:00:00Z", "/feed.json?digest=day")).contains("2 entries", "one");

    served.withdraw("a", "urn:example:one-a", Instant.parse("2026-03-04T11:00:00Z"));

    assertThat(at("2026-03-04T12:00:00Z", "/feed.json?digest=day"))
        .contains("1 entry", "two")
        .doesNotContain("Text of one");
  }

  @Test
  void longDigestSaysHowManyMoreItHas() {
    for (int i = 0; i < 7; i++) {
      arrive("2026-03-03T10:00:0" + i + "Z", "a", "e" + i);
    }
    assertThat(at("2026-03-04T10:00:00Z", "/feed.json?digest=day&limit=3"))
        .contains("3 March 2026: 7 entries", "and 4 other entries", "e6", "e4")
        .doesNotContain("Text of e3");
  }

  @Test
  void pagesOfDigestsContinue() {
    for (int day = 1; day <= 12; day++) {
      arrive("2026-03-%02dT10:00:00Z".formatted(day), "a", "e" + day);
    }
    var first = at("2026-03-20T00:00:00Z", "/feed.atom?digest=day");
    assertThat(titles(first)).hasSize(10).startsWith("Thursday, 12 March 2026: 1 entry");
    var next = all("rel=\"next\"[^>]*href=\"[^\"]*(/feed.atom[^\"]*)\"", first).getFirst();
    assertThat(next).contains("digest=day");
    var second = at("2026-03-20T00:00:00Z", next.replace("&amp;", "&"));
    assertThat(titles(second))
        .containsExactly("Monday, 2 March 2026: 1 entry", "Sunday, 1 March 2026: 1 entry");
    assertThat(second).doesNotContain("rel=\"next\"", "rel=\"previous\"");
  }

  @Test
  void digestCombinesWithStoriesAndKeys() {
    arrive("2026-03-03T10:00:00Z", "a", "one");
    arrive("2026-03-03T11:00:00Z", "b", "one");
    arrive("2026-03-03T12:00:00Z", "c", "alone");
    arrive("2026-03-03T13:00:00Z", "d", "one");
    var now = "2026-03-09T10:00:00Z";

    assertThat(at(now, "/feed.json?digest=day")).contains("2 entries", "Feed a and 1 other");
    assertThat(at(now, "/feed.json?digest=day&min-sources=2"))
        .contains("1 entry")
        .doesNotContain("alone");
    assertThat(at(now, "/feed.json?digest=day&min-sources=3")).doesNotContain("Text of");
    assertThat(at(now, "/feed.json?digest=day&min-sources=3&key=sesame-open-long-key"))
        .contains("1 entry");
    assertThat(at(now, "/streams/best.json")).contains("Week 10 of 2026: 1 entry", "Text of one");
    assertThat(at(now, "/feed.json?digest=day&q=alone")).contains("1 entry", "Text of alone");
    assertThat(at(now, "/tags/other.json?digest=day")).contains("1 entry", "Text of alone");
    assertThat(at(now, "/sources/c.json?digest=day")).contains("1 entry", "Text of alone");
  }

  @Test
  void wrongValuesAreRefused() {
    assertThat(served.get("/feed.atom?digest=month").statusCode()).isEqualTo(400);
    assertThat(served.get("/feed.atom?digest=month").body()).contains("day or week");
    assertThat(served.get("/api/v1/events?digest=day").statusCode()).isEqualTo(400);
    assertThat(served.get("/api/v1/streams/daily/events").statusCode()).isEqualTo(400);
  }
}
