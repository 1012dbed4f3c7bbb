package io.feedloom.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebTest {
  @ParameterizedTest
  @CsvSource({
    "https://example.com, https://example.com",
    "http://my_host.example.com:8080/a?b#c, http://my_host.example.com:8080/a?b#c",
    "http://[::1]:80/x, http://[::1]:80/x",
    "https://user:p@ss@example.com/x@y, https://example.com/x@y",
    "https://user@my_host/x, https://my_host/x",
    "https://пример.example/ü, https://xn--e1afmkfd.example/%C3%BC",
    "https://example.com/100%/a b, https://example.com/100%25/a%20b"
  })
  void addressIsWrittenAsAUriWithoutUserAndPassword(String text, String expected) {
    assertThat(Web.address(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/x", "//example.com", "http://", "http://:80/", "http://u@/", "ftp://x/y"})
  void otherTextsAreNoWebAddresses(String text) {
    assertThat(Web.address(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        " JAVA\tscript:x",
        "\u0001data:x",
        "vbscript:x",
        "file:///"
      })
  void schemesThatRunOrReadAreUnsafe(String text) {
    assertThat(Web.isUnsafe(text)).isTrue();
    assertThat(Web.isIri(text)).isFalse();
  }
}
