package io.feedloom.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.feedloom.feed.Clause;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.OutputFormat;
import io.feedloom.feed.Selection;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T03:45:17.123Z");

  @Test
  void equalSelectionsHaveOneAddress() throws BadSelection {
    var inPath = Requests.parse("/tags/java", NOW);

    assertThat(Requests.parse("/feed?tag=java", NOW)).isEqualTo(inPath);
    assertThat(Requests.parse("/tags/%20JAVA?tag=Java,java&limit=50", NOW)).isEqualTo(inPath);
    assertThat(Requests.parse("/feed?tag=java,kotlin&tag=java", NOW)).isEqualTo(inPath);
    assertThat(Selections.address(inPath)).isEqualTo(new Address("/tags/java", ""));
    assertThat(Selections.address(inPath).feed(OutputFormat.ATOM)).isEqualTo("/tags/java.atom");
  }

  @Test
  void orderAndSpellingMakeNoDifference() throws BadSelection {
    var one = Requests.parse("/tags/kotlin,Java?tag=-ads&tag=news&tag=-sponsored&limit=20", NOW);
    var other = Requests.parse("/feed?limit=20&tag=-sponsored,ads&tag=news&tag=java,kotlin", NOW);

    assertThat(one).isEqualTo(other);
    assertThat(Selections.address(one).page())
        .isEqualTo("/tags/java,kotlin?tag=news&tag=-ads,sponsored&limit=20");
  }

  @Test
  void defaultsAreLeftOutOfTheAddress() throws BadSelection {
    var selection = Requests.parse("/feed?per-feed=3&content=Summary&limit=20", NOW);

    assertThat(Selections.address(selection).page())
        .isEqualTo("/feed?limit=20&per-feed=3&content=summary");
    assertThat(Requests.parse("/feed?per-feed=50&content=full&limit=50", NOW))
        .isEqualTo(Selection.ALL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/feed?q=Kotlin%20%20java | /feed?q=java%20kotlin",
        "/feed?q=-ads%20%22virtual%20%20Threads%22 | /feed?q=%22virtual%20threads%22%20-ads",
        "/feed?q=%22java%22%20%26%20java | /feed?q=java",
        "/feed?q=%E2%80%9Ca%20b%E2%80%9D | /feed?q=%22a%20b%22",
        "/feed?q=%22a%20b | /feed?q=%22a%20b%22",
        "/feed?q=%22-a%22 | /feed?q=%22-a%22",
        "/feed?q=%EF%BC%A1 | /feed?q=a",
        "/feed?q=%F0%9F%A6%80 | /feed?q=%F0%9F%A6%80",
        "/feed?author=Jane%20Doe,john | /feed?author=jane-doe,john",
        "/feed?lang=en_US&lang=-pt-BR | /feed?lang=en-us&lang=-pt-br",
        "/feed?q=a&lang=en&author=b&tag=c&limit=3 | /tags/c?q=a&author=b&lang=en&limit=3"
      })
  void searchHasOneAddressThatCanBeReadBack(String asked, String address) throws BadSelection {
    var selection = Requests.parse(asked, NOW);

    assertThat(Selections.address(selection).page()).isEqualTo(address);
    assertThat(Requests.parse(address, NOW)).isEqualTo(selection);
  }

  @Test
  void singleSourceIsInThePathIfThereAreNoTags() throws BadSelection {
    var byPath = Requests.parse("/sources/example-com", NOW);

    assertThat(byPath).isEqualTo(Requests.parse("/feed?source=example-com", NOW));
    assertThat(Selections.address(byPath).page()).isEqualTo("/sources/example-com");
    assertThat(Selections.address(Requests.parse("/sources/a?tag=java", NOW)).page())
        .isEqualTo("/tags/java?source=a");
    assertThat(Selections.address(Requests.parse("/feed?source=a,b", NOW)).page())
        .isEqualTo("/feed?source=a,b");
  }

  @Test
  void exclusionsAreNotInThePath() throws BadSelection {
    assertThat(Selections.address(Requests.parse("/tags/-ads", NOW)).page())
        .isEqualTo("/feed?tag=-ads");
  }

  @ParameterizedTest
  @CsvSource({
    "C++, /tags/c%2B%2B",
    "C#, /tags/c%23",
    ".NET, /tags/.net",
    "Éclair, /tags/%C3%A9clair",
    "asia & pacific, /tags/asia-pacific",
    "日本, /tags/%E6%97%A5%E6%9C%AC",
    "🦀, /tags/%F0%9F%A6%80",
    "100%, /feed?tag=100%25",
    "a;b, /feed?tag=a%3Bb",
    "feed.atom, /feed?tag=feed.atom",
    ".., /feed?tag=.."
  })
  void tagsOfAnySpellingHaveAnAddressThatReadsBack(String label, String address)
      throws BadSelection {
    var selection = Selections.parse(Optional.of(label), Optional.empty(), Map.of(), NOW);

    assertThat(Selections.address(selection).page()).isEqualTo(address);
    assertThat(Requests.parse(address, NOW)).isEqualTo(selection);
  }

  @ParameterizedTest
  @CsvSource({
    "/feed?order=TOP&min-sources=03, /feed?min-sources=3&order=top, top stories of the last 24"
        + " hours with at least 3 sources",
    "/feed?order=top&since=1d, /feed?order=top, top stories of the last 24 hours",
    "/feed?order=top&since=2w, /feed?since=14d&order=top, top stories of the last 14 days",
    "/feed?order=top&since=90m, /feed?since=90m&order=top, top stories of the last 90 minutes",
    "/feed?order=top&since=2026-11-23, /feed?since=2026-11-23T00:00:00Z&order=top,"
        + " 'top stories, since 2026-11-23T00:00:00Z'",
    "/feed?min-sources=1&order=newest, /feed, ''",
    "/tags/java?digest=Day&min-sources=2, /tags/java?min-sources=2&digest=day,"
        + " 'java, at least 2 sources, daily digest'",
    "/feed?digest=week&order=top&since=30d, /feed?since=30d&order=top&digest=week,"
        + " 'top stories of the last 30 days, weekly digest'"
  })
  void storiesAndDigestsHaveOneAddress(String asked, String address, String words)
      throws BadSelection {
    var selection = Requests.parse(asked, NOW);

    assertThat(Selections.address(selection).page()).isEqualTo(address);
    assertThat(Requests.parse(address, NOW)).isEqualTo(selection);
    assertThat(Selections.describe(selection, key -> key)).isEqualTo(words);
  }

  @Test
  void anyOtherPathTakesTheWholeSelectionAsParameters() throws BadSelection {
    var selection = Requests.parse("/tags/c%2B%2B,java?tag=-ads&limit=3", NOW);

    var query = Selections.address(selection).asQuery();

    assertThat(query).isEqualTo("?tag=c%2B%2B,java&tag=-ads&limit=3");
    assertThat(Requests.parse("/feed" + query, NOW)).isEqualTo(selection);
    assertThat(Selections.address(Selection.ALL).asQuery()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T01:02:03Z, 2026-11-24T01:02:03Z",
    "2026-11-24t01:02:03.5z, 2026-11-24T01:02:03.500Z",
    "2026-11-24T01:02:03+01:00, 2026-11-24T00:02:03Z",
    "2026-11-24 01:02:03 01:00, 2026-11-24T00:02:03Z",
    "2026-11-24, 2026-11-24T00:00:00Z",
    "30m, 2026-11-24T03:15:00Z",
    "23h, 2026-11-23T04:45:00Z",
    "24h, 2026-11-23T03:00:00Z",
    "7d, 2026-11-17T03:00:00Z",
    "2w, 2026-11-10T03:00:00Z"
  })
  void momentsAreInstantsDatesOrHowLongAgo(String text, String expected) throws BadSelection {
    var parameters = Map.of("since", List.of(text), "until", List.of(text));

    var selection = Selections.parse(Optional.empty(), Optional.empty(), parameters, NOW);

    assertThat(selection.from()).contains(Instant.parse(expected));
    assertThat(selection.to()).contains(Instant.parse(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "/feed?since=24h, /feed?since=24h, of the last 24 hours",
    "/tags/java?since=2w&limit=5, /tags/java?since=14d&limit=5, 'java, of the last 14 days'",
    "/feed?until=7d, /feed?until=7d, older than 7 days",
    "/feed?since=14d&until=1h, /feed?since=14d&until=1h, 'of the last 14 days, older than an hour'",
    "/feed?since=60m&until=2030-01-01, /feed?since=1h&until=2030-01-01T00:00:00Z,"
        + " 'of the last hour, until 2030-01-01T00:00:00Z'"
  })
  void timeSpansStayInTheAddress(String asked, String address, String words) throws BadSelection {
    var selection = Requests.parse(asked, NOW);

    assertThat(Selections.address(selection).page()).isEqualTo(address);
    assertThat(Requests.parse(address, NOW)).isEqualTo(selection);
    assertThat(Selections.describe(selection, key -> key)).isEqualTo(words);
    var later = Requests.parse(asked, NOW.plusSeconds(86_400));
    assertThat(Selections.address(later)).isEqualTo(Selections.address(selection));
    assertThat(later).isNotEqualTo(selection);
  }

  @Test
  void equalRequestsWithinAStepAreOneSelection() throws BadSelection {
    assertThat(Requests.parse("/feed?since=24h", Instant.parse("2026-11-24T03:00:00Z")))
        .isEqualTo(Requests.parse("/feed?since=24h", Instant.parse("2026-11-24T03:59:59Z")))
        .isNotEqualTo(Requests.parse("/feed?since=24h", Instant.parse("2026-11-24T04:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tag=",
        "tag=-",
        "tag=java,,x",
        "tag=java,-x",
        "tag=--x",
        "tag=%26",
        "category=,",
        "source=Not%20an%20id",
        "since=yesterday",
        "since=2026-02-30",
        "since=2026-11-24T25:00:00Z",
        "since=0000-01-01T00:00:00%2B01:00",
        "since=7",
        "until=1y",
        "limit=0",
        "limit=501",
        "limit=-1",
        "limit=ten",
        "limit=",
        "limit=1&limit=1",
        "before=xyz",
        "after=xyz",
        "q=",
        "q=-",
        "q=%22%20%22",
        "q=a&q=b",
        "author=,",
        "lang=english!",
        "per-feed=0",
        "per-feed=many",
        "merge=all",
        "content=short"
      })
  void invalidSelectionIsRefused(String query) {
    var name = query.substring(0, query.indexOf('='));

    assertThatThrownBy(() -> Requests.parse("/feed?" + query, NOW))
        .isInstanceOfSatisfying(
            BadSelection.class,
            bad -> {
              assertThat(bad.faults()).hasSize(1);
              assertThat(bad.faults().getFirst().parameter()).isEqualTo(name);
              assertThat(bad.faults().getFirst().allowed()).isNotBlank();
            });
  }

  @Test
  void allFaultsAreReportedWithSuggestions() {
    var bad =
        catchThrowableOfType(
            BadSelection.class,
            () -> Requests.parse("/tags/a,,b?tga=x&limit=900&zebra=1&tag=-", NOW));

    assertThat(bad.faults())
        .extracting(BadSelection.Fault::parameter)
        .containsExactly("path", "limit", "tag", "tga", "zebra");
    assertThat(bad)
        .hasMessageContaining(
            "limit: \"900\" is not valid; allowed: one whole number from 1 to 500")
        .hasMessageContaining("tga: unknown parameter, did you mean \"tag\"?; allowed: tag, cate")
        .hasMessageContaining("zebra: unknown parameter; allowed");
  }

  @Test
  void faultQuotesNoControlCharactersAndNoLongText() {
    var sent = "\u001b[31m" + "x".repeat(10_000);

    assertThatThrownBy(
            () ->
                Selections.parse(
                    Optional.empty(), Optional.empty(), Map.of("since", List.of(sent)), NOW))
        .isInstanceOf(BadSelection.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\u001b").hasSizeLessThan(500));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/tags/java,kotlin?tag=news&tag=-sponsored | JAVA or KOTLIN, and NEWS, not SPONSORED",
        "/tags/java?tag=news | JAVA and NEWS",
        "/tags/-ads,spam | not ADS or SPAM",
        "/feed?category=release&source=a,b | category release, from Feed a or Feed b",
        "/feed?q=java%20-%22a%20b%22&author=jane-doe&lang=de | by jane-doe, in de, with java -\"a"
            + " b\"",
        "/feed?since=2026-11-24&limit=3 | since 2026-11-24T00:00:00Z"
      })
  void selectionIsDescribedInWords(String address, String words) throws BadSelection {
    var selection = Requests.parse(address, NOW);

    assertThat(
            Selections.describe(
                selection, key -> key.toUpperCase(java.util.Locale.ROOT), id -> "Feed " + id))
        .isEqualTo(words);
  }

  @Test
  void everythingNeedsNoWords() {
    assertThat(Selections.describe(Selection.ALL, key -> key)).isEmpty();
  }

  @Test
  void addressOfAPageContainsItsCursor() throws BadSelection {
    var cursor = new Cursor(Instant.parse("2026-11-24T00:00:00.001Z"), new EntryKey(-7, -1L));
    var selection = Requests.parse("/tags/java", NOW).before(Optional.of(cursor));

    assertThat(Requests.parse(Selections.address(selection).page(), NOW)).isEqualTo(selection);
  }

  @Test
  void pageIsOlderOrNewerThanOnePosition() throws BadSelection {
    var cursor = new Cursor(Instant.parse("2026-11-24T00:00:00.001Z"), new EntryKey(7, 1L));
    var ahead = Requests.parse("/tags/java", NOW).after(cursor);
    var text = Cursors.print(cursor);

    assertThat(Requests.parse(Selections.address(ahead).page(), NOW)).isEqualTo(ahead);
    assertThat(ahead.firstPage()).isEqualTo(Requests.parse("/tags/java", NOW));
    assertThatThrownBy(() -> Requests.parse("/feed?before=" + text + "&after=" + text, NOW))
        .isInstanceOf(BadSelection.class)
        .hasMessageContaining("after: cannot be combined with before");
  }

  @Test
  void clausesThatContradictAreNoFault() throws BadSelection {
    assertThat(Requests.parse("/tags/java?tag=-java", NOW).tags())
        .containsExactly(Clause.anyOf(List.of("java")), Clause.noneOf(List.of("java")));
  }

  /** Addresses as a server reads them. */
  static final class Requests {
    private Requests() {}

    static Selection parse(String address, Instant now) throws BadSelection {
      int question = address.indexOf('?');
      var path = question < 0 ? address : address.substring(0, question);
      var parameters = new java.util.HashMap<String, List<String>>();
      if (question >= 0) {
        for (String pair : address.substring(question + 1).split("&", -1)) {
          var parts = pair.split("=", 2);
          parameters
              .computeIfAbsent(decoded(parts[0]), _ -> new java.util.ArrayList<>())
              .add(decoded(parts[1]));
        }
      }
      var tags = path.startsWith("/tags/") ? Optional.of(segment(path)) : Optional.<String>empty();
      var source =
          path.startsWith("/sources/")
              ? Optional.of(new FeedId(segment(path)))
              : Optional.<FeedId>empty();
      return Selections.parse(tags, source, parameters, now);
    }

    private static String segment(String path) {
      return decoded(path.substring(path.lastIndexOf('/') + 1).replace("+", "%2B"));
    }

    private static String decoded(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }
}
