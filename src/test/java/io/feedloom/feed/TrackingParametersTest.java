package io.feedloom.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which parameters a link loses. */
class TrackingParametersTest {
  @ParameterizedTest
  @CsvSource({
    "https://e.org/?utm_source=rss, https://e.org/",
    "https://e.org/a?utm_source=rss&utm_medium=feed#c, https://e.org/a#c",
    "https://e.org/a?id=1&utm_source=rss&b=%C3%a4+x;y, https://e.org/a?id=1&b=%C3%a4+x;y",
    "https://e.org/a?fbclid=x&z=2&a=1, https://e.org/a?z=2&a=1",
    "https://e.org/a?a=1&MC_EID=5, https://e.org/a?a=1",
    "https://e.org/a?a=1&amp;utm_source=rss&amp;b=2, https://e.org/a?a=1&amp;b=2",
    "https://e.org/a?a=1&&utm_x=1&, https://e.org/a?a=1&&",
    "https://e.org/a?gclid, https://e.org/a",
    "/a?utm_source=rss, /a",
    "?utm_source=rss&p=4, ?p=4",
    "?utm_source=rss#c, ?#c",
    "HTTP://e.org/?p=1&_hsenc=2, HTTP://e.org/?p=1"
  })
  void onlyTrackingParametersAreRemoved(String address, String plain) {
    assertThat(TrackingParameters.removed(address)).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://e.org/a?ref=x&source=y&id=3&campaign=4&share=5",
        "https://e.org/a?utm=1&xutm_source=2&q=utm_source",
        "https://e.org/utm_source=1/fbclid",
        "https://e.org/a#?utm_source=rss",
        "https://e.org/a?",
        "https://e.org/a?&",
        "mailto:a@e.org?utm_source=x",
        "magnet:?xt=urn:btih:1&utm_source=x",
        "https://e.org/%?%zz=%&ä=ß",
        ""
      })
  void otherAddressesStayTheSameObject(String address) {
    assertThat(TrackingParameters.removed(address)).isSameAs(address);
  }

  @Test
  void addressInAParameterStays() {
    var address = "https://e.org/go?to=https%3A%2F%2Fx.org%2F%3Futm_source%3Drss&a=1";
    assertThat(TrackingParameters.removed(address + "&utm_term=1")).isEqualTo(address);
  }
}
