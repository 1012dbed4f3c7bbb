package io.feedloom.parse.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.parse.Feeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  void referenceIsResolved(String reference, String expected) {
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
  void baseMayLackAnyPart(String base, String reference, String expected) {
    assertThat(Addresses.resolve(base, reference)).contains(expected);
  }

  @Test
  void schemeBeginsWithALetter() {
    assertThat(Addresses.isAbsolute("web+feed:x")).isTrue();
    assertThat(Addresses.isAbsolute("10:30")).isFalse();
    assertThat(Addresses.isAbsolute(":x")).isFalse();
    assertThat(Addresses.isAbsolute("a/b:c")).isFalse();
  }

  @Test
  void onlyHttpAndHttpsAreTheWeb() {
    assertThat(Addresses.isWeb("HTTPS://a")).isTrue();
    assertThat(Addresses.isWeb("http://")).isFalse();
    assertThat(Addresses.isWeb("ftp://a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " %s ",
        "\u00a0%s\u00a0",
        "\u200b%s",
        "%s\u200b\u200b",
        "\ufeff%s",
        "\u2060%s\u3000",
        "\u200e%s\u202c",
        "\u0000%s\u001f",
        "%s\u2028",
        "\u00ad%s\u2003",
        "&nbsp;%s &#160;",
        "&#x200B;%s",
        "\n\t%s\r\n",
        "\u0085%s"
      })
  void blanksAroundAnAddressAreNoPartOfIt(String around) {
    assertThat(Addresses.resolve(BASE, around.formatted("http://x/y?a=1;")))
        .contains("http://x/y?a=1;");
    assertThat(Addresses.resolve(BASE, around.formatted("g"))).contains("http://a/b/c/g");
    assertThat(Addresses.resolve(BASE, around.formatted(""))).isEmpty();
  }

  @Test
  void referencesThatAreNoBlanksStay() {
    assertThat(Addresses.resolve(BASE, "http://x/?a&copy;")).contains("http://x/?a&copy;");
    assertThat(Addresses.resolve(BASE, "&x")).contains("http://a/b/c/&x");
  }

  @Test
  void everyAddressOfAnEntryIsFreedOfBlanks() {
    var entry =
        Feeds.rss(
            "<title>t</title><guid>\u00a0http://example.com/1\u200b</guid>"
                + "<enclosure url='\u200bhttp://example.com/1.mp3\u00a0' type='audio/mpeg'/>"
                + "<comments>\ufeffhttp://example.com/c</comments>"
                + "<media:thumbnail url='\u00a0http://example.com/1.png'/>");
    assertThat(entry.link()).contains("http://example.com/1");
    assertThat(entry.enclosures().getFirst().url()).isEqualTo("http://example.com/1.mp3");
    assertThat(entry.comments()).contains("http://example.com/c");
    assertThat(entry.image()).contains("http://example.com/1.png");
    assertThat(Feeds.atom("<id>1</id><link href='&#160;/2&#8203;'/>").link())
        .contains("http://feeds.example.com/2");
  }
}
