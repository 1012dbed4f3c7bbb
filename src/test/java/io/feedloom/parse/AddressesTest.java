package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses relative to others, as RFC 3986 section 5.4 has them and as publishers write them. */
class AddressesTest {
  private static final String BASE = "http://a/b/c/d;p?q";

  @ParameterizedTest
  @CsvSource({
    "g, http://a/b/c/g",
    "./g, http://a/b/c/g",
    "g/, http://a/b/c/g/",
    "/g, http://a/g",
    "//g, http://g",
    "?y, http://a/b/c/d;p?y",
    "g?y, http://a/b/c/g?y",
    "#s, http://a/b/c/d;p?q#s",
    "g#s, http://a/b/c/g#s",
    "g?y#s, http://a/b/c/g?y#s",
    ";x, http://a/b/c/;x",
    "., http://a/b/c/",
    "./, http://a/b/c/",
    ".., http://a/b/",
    "../g, http://a/b/g",
    "../.., http://a/",
    "../../g, http://a/g",
    "../../../g, http://a/g",
    "g?y/../x, http://a/b/c/g?y/../x",
    "g:h, g:h",
  })
  void aReferenceIsResolved(String reference, String expected) {
    assertThat(Addresses.resolve(BASE, reference)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://a, g, http://a/g",
    "http://a?q, g, http://a/g",
    "http://a#s, ?y, http://a?y",
    "file:///b/c, g, file:///b/g",
    "urn:x, g, urn:g",
    "b/c, g, g",
  })
  void aBaseMayLackAnyPart(String base, String reference, String expected) {
    assertThat(Addresses.resolve(base, reference)).contains(expected);
  }

  @Test
  void aSchemeBeginsWithALetter() {
    assertThat(Addresses.isAbsolute("web+feed:x")).isTrue();
    assertThat(Addresses.isAbsolute("10:30")).isFalse();
    assertThat(Addresses.isAbsolute(":x")).isFalse();
    assertThat(Addresses.isAbsolute("a/b:c")).isFalse();
  }

  @Test
  void theWebIsWhatABrowserFetches() {
    assertThat(Addresses.isWeb("HTTPS://a")).isTrue();
    assertThat(Addresses.isWeb("http://")).isFalse();
    assertThat(Addresses.isWeb("ftp://a")).isFalse();
  }
}
