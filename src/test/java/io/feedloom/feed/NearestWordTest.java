package io.feedloom.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {
  @ParameterizedTest
  @CsvSource({"tgas, tags, 1", "url, url, 0", "uri, url, 1", "evrey, every, 1", "a, abcdefgh, -1"})
  void distanceCountsSlipsInBothDirections(String a, String b, int slips) {
    int expected = slips < 0 ? Integer.MAX_VALUE : slips;

    assertThat(List.of(NearestWord.distance(a, b), NearestWord.distance(b, a)))
        .containsOnly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "tga, tag",
    "categroy, category",
    "catigores, categories",
    "per_fed, per-feed",
    "x, ",
    "toggle, "
  })
  void nearestWordIsFoundWithinItsTolerance(String word, String expected) {
    var known = List.of("tag", "category", "categories", "per-feed");

    assertThat(NearestWord.of(word, known).orElse(null)).isEqualTo(expected);
  }

  @Test
  void noWordIsNearAmongNone() {
    assertThat(NearestWord.of("tag", List.of())).isEmpty();
  }
}
