package io.feedloom.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedIdTest {
  @ParameterizedTest
  @CsvSource({
    "https://www.example.org/feed.xml, example-org-feed-xml",
    "http://example.org/, example-org",
    "HTTPS://WWW.Example.ORG/A/?b=C&d, example-org-a-b-c-d",
    "https://example.org:8443/~me//feed, example-org-8443-me-feed",
    "https://www2.example.org/, www2-example-org",
    "https://[::1]/feed, 1-feed",
  })
  void isMadeFromHostPathAndQuery(URI url, String id) {
    assertThat(FeedId.ofUrl(url)).hasToString(id);
  }

  @Test
  void longAddressIsCutAndEndsWithItsHash() {
    var url = URI.create("https://example.org/" + "a/".repeat(100));

    assertThat(FeedId.ofUrl(url).value())
        .hasSize(68)
        .startsWith("example-org-a-a-")
        .isNotEqualTo(FeedId.ofUrl(URI.create(url + "b")).value());
  }

  @Test
  void addressesThatShareAPlainIdHaveDistinctOnes() {
    var plain = URI.create("http://example.org/feed");
    var secure = URI.create("https://example.org/feed");

    assertThat(FeedId.ofUrl(plain)).isEqualTo(FeedId.ofUrl(secure));
    assertThat(FeedId.distinct(plain)).isNotEqualTo(FeedId.distinct(secure));
    assertThat(FeedId.distinct(plain).value()).matches("example-org-feed-[0-9a-f]{16}");
  }

  @Test
  void distinctIdOfALongAddressIsValid() {
    var url = URI.create("https://example.org/" + "a/".repeat(500));

    assertThat(FeedId.distinct(url).value()).hasSizeLessThanOrEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "A", "a b", "ä"})
  void hasOneForm(String value) {
    assertThatThrownBy(() -> new FeedId(value)).isInstanceOf(IllegalArgumentException.class);
  }
}
