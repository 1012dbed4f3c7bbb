package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tags and exclusions by rules appear in merged feeds. */
class RulesTest {
  private static final String FEEDS =
      """
      feeds:
        - { url: https://java.example/, id: java, tags: [Java] }
        - { url: https://other.example/, id: other, tags: [Other], categories: as-tags }
        - { url: https://kotlin.example/, id: kotlin, tags: [kotlin] }
      streams: { jvm: { tags: "java,kotlin" } }
      """;
  private static final String RULES =
      """
      rules:
        - { when: { title: "^\\\\[ad]" }, drop: true }
        - { when: { title: K }, tag: Kotlin }
      """;

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void start() {
    served = new Served(folder, FEEDS + RULES);
    served.arrive("java", "J1", 1);
    served.arrive("java", "K2", 2);
    served.arrive("other", "K3", 3);
    served.arrive("other", "O4", 4, "kotlin");
    served.arrive("kotlin", "K5", 5);
    served.arrive("java", "[ad] K6", 6);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private List<String> titles(String path) {
    return Pattern.compile("\"title\":\"((?:\\[[^]]+] )?[A-Z]\\d)\"")
        .matcher(served.get(path).body())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void tagOfARuleCanBeSelectedAndExcluded() {
    assertThat(titles("/tags/kotlin.json")).containsExactly("K2", "K3", "O4", "K5");
    assertThat(titles("/feed.json?tag=-kotlin")).containsExactly("J1");
    assertThat(titles("/tags/java.json?tag=kotlin")).containsExactly("K2");
    assertThat(titles("/tags/java.json?tag=-kotlin")).containsExactly("J1");
    assertThat(titles("/streams/jvm.json")).containsExactly("J1", "K2", "K3", "O4", "K5");
    assertThat(titles("/sources/other.json?tag=kotlin")).containsExactly("K3", "O4");
    assertThat(titles("/feed.json?category=kotlin")).containsExactly("O4");
  }

  @Test
  void everyFormatContainsTagsOfRulesAndTheApiNamesTheRule() {
    assertThat(served.get("/sources/java.atom?tag=kotlin").body())
        .contains("<category term=\"kotlin\" scheme=\"" + served.identity() + "/tags/\"");
    assertThat(served.get("/sources/java.rss?tag=kotlin").body())
        .contains("domain=\"" + served.identity() + "/tags/\"", ">Kotlin</category>");
    assertThat(served.get("/sources/java.json?tag=kotlin").body()).contains("\"Kotlin\"");
    assertThat(served.get("/api/v1/entries?tag=kotlin&source=java").body())
        .contains("\"tags\":[\"Kotlin\"]", "title \\\"K\\\" → tag Kotlin");
  }

  @Test
  void tagsOfRulesAreCounted() {
    assertThat(served.get("/api/v1/tags").body())
        .contains("\"tag\":\"kotlin\",\"label\":\"kotlin\",\"feeds\":1,\"entries\":4");
  }

  @Test
  void changedRuleChangesStoredEntriesAndTheirPages() {
    assertThat(titles("/feed.json")).hasSize(5);
    assertThat(titles("/tags/kotlin.json")).hasSize(4);

    served.reload(FEEDS + "rules: [{ when: { title: J }, tag: [kotlin, new] }]");
    served.judgeAgain();

    assertThat(titles("/feed.json")).containsExactly("J1", "K2", "K3", "O4", "K5", "[ad] K6");
    assertThat(titles("/tags/kotlin.json")).containsExactly("J1", "O4", "K5");
    assertThat(titles("/tags/new.json")).containsExactly("J1");

    served.reload(FEEDS + "rules: [{ when: { lang: en, title: K2 }, drop: true }]");
    served.judgeAgain();

    assertThat(titles("/feed.json")).containsExactly("J1", "K3", "O4", "K5", "[ad] K6");
    assertThat(titles("/tags/new.json")).isEmpty();
  }

  @Test
  void changedRuleKeepsPagesWithoutAffectedEntries() {
    var etag = served.get("/sources/kotlin.json").headers().firstValue("ETag").orElseThrow();

    served.arrive("java", "K9", 0);

    assertThat(titles("/tags/kotlin.json")).startsWith("K9");
    assertThat(served.get("/sources/kotlin.json", "If-None-Match", etag).statusCode())
        .isEqualTo(304);
  }

  @Test
  void actionsChangeStoredEntriesTheirPagesAndTheSearch() {
    var before = served.get("/tags/java.json");
    var etag = before.headers().firstValue("ETag").orElseThrow();
    var modified = before.headers().firstValue("Last-Modified").orElseThrow();

    served.reload(
        FEEDS
            + "rules: [{ when: { title: J }, title-prefix: '[{feed}] ', set: { author: Grace,"
            + " language: sv } }, { when: { any: . }, remove: 'img', replace: { in: title, match:"
            + " '^K', with: 'C' } }]");
    served.judgeAgain();

    assertThat(titles("/sources/java.json")).containsExactly("[Feed java] J1", "C2", "[ad] K6");
    var after = served.get("/tags/java.json", "If-None-Match", etag);
    assertThat(after.statusCode()).isEqualTo(200);
    assertThat(served.get("/tags/java.json", "If-Modified-Since", modified).statusCode())
        .isEqualTo(200);
    assertThat(served.get("/api/v1/entries?source=java").body())
        .contains(
            "\"title\":\"[Feed java] J1\"",
            "title-prefix \\\"[{feed}] \\\"",
            "\"name\":\"Grace\"",
            "\"language\":\"sv\"");
    assertThat(titles("/feed.json?lang=sv")).containsExactly("[Feed java] J1");
    assertThat(titles("/feed.json?author=Grace")).containsExactly("[Feed java] J1");

    served.reload(FEEDS);
    served.judgeAgain();

    assertThat(titles("/sources/java.json")).containsExactly("J1", "K2", "[ad] K6");
  }
}
