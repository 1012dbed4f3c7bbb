package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An entry has one id, independent of page, selection and time. */
class EntryIdsTest {
  private static final String FEEDS =
      """
      keys: { alice: alice-key-0001 }
      feeds:
        - { id: a, url: "https://a.example/", tags: [java] }
        - { id: b, url: "https://b.example/", tags: [java, news] }
        - { id: secret, url: "https://secret.example/", tags: [java], access: key }
      """;
  private static final String KEY = "key=alice-key-0001";

  /** The title contains the name of the feed, so title and id identify the same entry. */
  private static final Pattern ATOM = Pattern.compile("<id>([^<]*)</id><title>(.#[^<]*)</title>");

  private static final Pattern RSS =
      Pattern.compile("(?s)<item><title>(.#[^<]*)</title>.*?<guid[^>]*>([^<]*)</guid>");
  private static final Pattern JSON =
      Pattern.compile(
          "(?s)\"id\":\"([^\"]*)\"(?:,\"(?:url|guid)\":\"[^\"]*\")?,\"title\":\"(.#[^\"]*)\"");

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, FEEDS);
    for (int i = 0; i < 8; i++) {
      arrive("a", "urn:example:" + i, 10 * i);
      arrive("b", "urn:example:" + 2 * i, 10 * i + 5);
      arrive("b", "post 4711 " + i, 10 * i + 6);
    }
  }

  @AfterEach
  void close() {
    served.close();
  }

  private void arrive(String feed, String guid, int seconds) {
    served.arrive(
        feed,
        Entry.builder(guid)
            .title(feed.charAt(0) + "#" + guid)
            .link("https://" + feed + ".example/" + guid.hashCode())
            .published(Served.NOON.minusSeconds(seconds))
            .build());
  }

  private String body(String path) {
    var answer = served.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  private Map<String, String> ids(String path) {
    var document = body(path);
    return path.contains(".atom")
        ? ids(ATOM.matcher(document), 2, 1)
        : path.contains(".rss")
            ? ids(RSS.matcher(document), 1, 2)
            : ids(JSON.matcher(document), 2, 1);
  }

  private static Map<String, String> ids(Matcher entry, int title, int id) {
    var ids = new HashMap<String, String>();
    while (entry.find()) {
      assertThat(ids.put(entry.group(title), entry.group(id))).isNull();
    }
    assertThat(ids.values()).doesNotHaveDuplicates();
    return ids;
  }

  @Test
  void entryHasOneIdInAllFormatsAndSelections() {
    for (var format : List.of("atom", "rss", "json")) {
      var all = ids("/feed." + format + "?limit=50");
      assertThat(all).hasSize(24).containsEntry("a#urn:example:0", "urn:example:0");
      for (var path :
          List.of(
              "/feed." + format + "?limit=2",
              "/feed." + format + "?limit=7&merge=none",
              "/feed." + format + "?per-feed=3&content=none",
              "/tags/news." + format,
              "/sources/a." + format,
              "/sources/b." + format + "?limit=3",
              "/feed." + format + "?source=-a")) {
        assertThat(ids(path)).as(path).isNotEmpty();
        assertThat(all).as(path).containsAllEntriesOf(ids(path));
      }
    }
  }

  @Test
  void apiNamesEntriesAsJsonFeedDoes() {
    var all = ids("/feed.json?limit=50");

    assertThat(ids("/api/v1/entries?limit=50")).isEqualTo(all);
    assertThat(all).containsAllEntriesOf(ids("/api/v1/entries?limit=2&source=b"));
  }

  @Test
  void noIdAppearsTwiceOnSuccessivePages() {
    var seen = new ArrayList<String>();
    var next = "/feed.atom?limit=3";
    for (int page = 0; page < 8; page++) {
      seen.addAll(ids(next).values());
      next =
          body(next)
              .replaceAll("(?s).*rel=\"next\"[^>]*href=\"([^\"]*)\".*", "$1")
              .replace("&amp;", "&");
    }

    assertThat(seen).hasSize(24).doesNotHaveDuplicates();
  }

  @Test
  void documentsAreTheSameAfterARestartAndOnAnotherNode() {
    var paths = List.of("/feed.atom?limit=5", "/feed.rss?source=b", "/feed.json?merge=none");
    var before = paths.stream().map(path -> body(path)).toList();

    served.restart();

    assertThat(paths.stream().map(path -> body(path)).toList()).isEqualTo(before);
  }

  @Test
  void laterArrivalsChangeNoId() {
    var before = ids("/feed.atom?limit=50");
    for (int i = 0; i < 8; i++) {
      arrive("a", "urn:example:" + (10 + i), 300 + i);
      arrive("b", "urn:example:" + i, 400 + i);
    }

    assertThat(ids("/feed.atom?limit=50")).containsAllEntriesOf(before);
  }

  @Test
  void differencesContainTheSameIds() {
    var etag = served.get("/feed.atom").headers().firstValue("ETag").orElseThrow();
    arrive("b", "urn:example:7", 1);

    var delta = served.get("/feed.atom?delta=1", "If-None-Match", etag);

    assertThat(delta.statusCode()).isEqualTo(226);
    var sent = ids(ATOM.matcher(delta.body()), 2, 1);
    assertThat(sent).containsOnlyKeys("b#urn:example:7");
    assertThat(ids("/feed.atom?limit=50")).containsAllEntriesOf(sent);
  }

  @Test
  void publicIdsDoNotDependOnKeyedFeeds() {
    var before = ids("/sources/secret.atom?limit=50&" + KEY);
    assertThat(before).isEmpty();
    arrive("secret", "urn:example:first", 500);
    assertThat(ids("/sources/secret.atom?" + KEY).values()).containsExactly("urn:example:first");

    arrive("a", "urn:example:first", 501);
    arrive("secret", "urn:example:0", 502);

    assertThat(ids("/feed.atom?limit=50"))
        .containsEntry("a#urn:example:first", "urn:example:first")
        .containsEntry("a#urn:example:0", "urn:example:0");
    var withKey = ids("/feed.atom?merge=none&limit=50&" + KEY);
    assertThat(withKey)
        .containsAllEntriesOf(ids("/feed.atom?limit=50"))
        .containsAllEntriesOf(ids("/sources/secret.atom?" + KEY))
        .containsKeys("s#urn:example:first", "s#urn:example:0");
  }

  @Test
  void feedWithAnEditedAddressKeepsTheIdsOfItsEntries() {
    var before = ids("/feed.atom?limit=50");

    served.reload(FEEDS.replace("https://b.example/", "https://elsewhere.example/b"));

    assertThat(ids("/feed.atom?limit=50")).isEqualTo(before);
    assertThat(body("/sources/b.atom")).contains("https://elsewhere.example/b");
  }

  @Test
  void randomSelectionsAgree() {
    var all = new HashMap<String, Map<String, String>>();
    for (int seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      var format = List.of("atom", "rss", "json").get(random.nextInt(3));
      var query =
          Stream.of(
                  "limit=" + (1 + random.nextInt(30)),
                  random.nextBoolean() ? "merge=none" : "category=-x",
                  random.nextBoolean() ? "source=b" : "tag=java",
                  random.nextBoolean() ? "per-feed=2" : "content=summary",
                  random.nextBoolean() ? KEY : "tag=-x")
              .toList();
      var path = "/feed." + format + "?" + String.join("&", query);

      var known = all.computeIfAbsent(format, _ -> new HashMap<>());
      ids(path)
          .forEach((title, id) -> assertThat(known.merge(title, id, (a, _) -> a)).isEqualTo(id));
      arrive(random.nextBoolean() ? "a" : "b", "urn:example:x" + seed, seed);
      var other = List.of("a", "b", "secret").get(random.nextInt(3));
      arrive(other, "urn:example:x" + random.nextInt(seed + 1), 100 + seed);
    }
    assertThat(all.values()).allMatch(ids -> !ids.isEmpty());
  }
}
