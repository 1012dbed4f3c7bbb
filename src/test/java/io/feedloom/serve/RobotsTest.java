package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What search engines may request and list. */
class RobotsTest {
  private static final String FEEDS =
      "feeds: [{ id: a, url: \"https://a.example/feed\", tags: [x, y] }]\n";

  @TempDir private Path folder;

  @Test
  void combinationsAndAddressesForProgramsAreForbidden() {
    try (var served = new Served(folder, FEEDS)) {
      assertThat(served.get("/robots.txt").body())
          .startsWith("User-agent: *\nDisallow: /api/\n")
          .contains("\nDisallow: /*?\n", "\nDisallow: /tags/*,\n");
    }
  }

  @Test
  void pathOfThePublicAddressComesFirst() {
    try (var served = new Served(folder, "public-url: https://x.example/planet\n" + FEEDS)) {
      assertThat(served.get("/planet/robots.txt").body())
          .contains("Disallow: /planet/api/\n", "Disallow: /planet/*?\n")
          .doesNotContain("Disallow: /api");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/tags/x,y", "/tags/x?tag=y", "/?q=word", "/tags/x%2Cy"})
  void pageOfACombinationIsNotListed(String path) {
    try (var served = new Served(folder, FEEDS)) {
      assertThat(served.get(path, "Accept", "text/html").headers().firstValue("X-Robots-Tag"))
          .contains("noindex, nofollow");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/tags/x", "/sources/a"})
  void pageOfOneConditionIsListed(String path) {
    try (var served = new Served(folder, FEEDS)) {
      assertThat(served.get(path, "Accept", "text/html").headers().firstValue("X-Robots-Tag"))
          .isEmpty();
    }
  }
}
