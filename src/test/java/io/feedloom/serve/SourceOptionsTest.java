package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The options of a feed where the admin and programs can see them. */
class SourceOptionsTest {
  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void open() {
    served =
        new Served(
            folder,
            """
            clean: { pixels: false }
            feeds:
              - url: https://a.example/feed
                id: a
                full-text: { keep: ".body", wait: true, robots: false }
                clean: { tracking: false }
              - { url: https://b.example/feed, id: b }
              - { url: https://c.example/feed, id: c, push: false }
              - { url: https://d.example/feed, id: d, hub: "https://hub.example/" }
              - { url: https://e.example/feed, id: e, hub: "https://hub.example/?key=s3cret" }
            """);
  }

  @AfterEach
  void close() {
    served.close();
  }

  private JsonNode feed(String id) {
    return new ObjectMapper().readTree(served.get("/api/v1/feeds/" + id).body());
  }

  @Test
  void apiShowsFullTextAndClean() {
    assertThat(feed("a").path("fullText"))
        .isEqualTo(
            new ObjectMapper().readTree("{\"wait\":true,\"robots\":false,\"keep\":\".body\"}"));
    assertThat(feed("a").path("clean").path("tracking").asBoolean()).isFalse();
    assertThat(feed("a").path("clean").path("pixels").asBoolean()).isFalse();
    assertThat(feed("a").path("clean").path("share").asBoolean()).isTrue();
    assertThat(feed("b").has("fullText")).isFalse();
  }

  @Test
  void pageForTheAdminShowsThem() {
    var token = new String[] {"Authorization", "Bearer letmein"};
    assertThat(served.get("/status/sources/a", token).body())
        .contains("from the page; new entries wait for it", ".body", "ignored for pages")
        .contains("Not cleaned", "tracking, pixels");
    assertThat(served.get("/status/sources/b", token).body()).doesNotContain("Full text<");
  }

  @Test
  void opmlContainsThem() {
    assertThat(served.get("/opml").body())
        .contains(
            "frss:cssFullContent=\".body\"",
            "feedloom:fullText=\"wait\"",
            "feedloom:robots=\"false\"",
            "feedloom:clean=\"tracking=false pixels=false\"");
  }

  @Test
  void opmlContainsTheChoiceOfTheHubWithoutSecrets() {
    assertThat(served.get("/opml").body())
        .contains("feedloom:push=\"false\"", "feedloom:hub=\"https://hub.example/\"")
        .doesNotContain("s3cret");
  }
}
