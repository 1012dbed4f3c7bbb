package io.feedloom.store.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoryLinksTest {
  @ParameterizedTest
  @CsvSource({
    "http://example.org/a, https://example.org/a",
    "https://www.example.org/a/, https://example.org/a",
    "https://EXAMPLE.org:443/a#top, https://example.org/a",
    "https://example.org/a?utm_source=x&utm_medium=rss, https://example.org/a",
    "https://example.org/a?b=2&fbclid=x&a=1, https://example.org/a?a=1&b=2",
    "https://example.org/a?id=1&amp;utm_source=x&amp;b=2, https://example.org/a?id=1&b=2",
    "https://example.org/a?vero_id=x, https://example.org/a",
    "https://example.org/a/amp/, https://example.org/a",
    "https://amp.example.org/a, https://example.org/a",
    "https://example.org/amp/a, https://example.org/a",
    "https://example.org/a.amp.html, https://example.org/a.html",
    "https://m.example.org/a?amp=1, https://example.org/a",
    "https://www.google.com/amp/s/example.org/a, https://example.org/a",
    "https://example-org.cdn.ampproject.org/c/s/example.org/a, https://example.org/a",
    "https://example.org/a/index.html, https://example.org/a"
  })
  void addressesOfOnePageAreEqual(String one, String other) {
    assertThat(StoryLinks.canonical(one)).isPresent().isEqualTo(StoryLinks.canonical(other));
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org/a, https://example.org/b",
    "https://example.org/a?id=1, https://example.org/a?id=2",
    "https://example.org/a, https://example.com/a",
    "https://example.org/Case, https://example.org/case",
    "https://a.example.org/x, https://b.example.org/x",
    "https://example.org:8080/a, https://example.org/a",
    "https://example.org/amplifier, https://example.org/lifier"
  })
  void addressesOfDifferentPagesDiffer(String one, String other) {
    assertThat(StoryLinks.canonical(one)).isPresent().isNotEqualTo(StoryLinks.canonical(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org",
        "https://www.example.org/",
        "https://example.org/?utm_source=x",
        "mailto:a@example.org",
        "https://exa mple.org/a",
        ""
      })
  void homePageOrInvalidLinkHasNoAddress(String link) {
    assertThat(StoryLinks.canonical(link)).isEmpty();
  }
}
