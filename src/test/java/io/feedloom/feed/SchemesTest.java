package io.feedloom.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemesTest {
  private static final List<String> DANGEROUS =
      List.of(
          "javascript",
          "vbscript",
          "data",
          "blob",
          "file",
          "filesystem",
          "view-source",
          "about",
          "jar",
          "intent",
          "ms-msdt",
          "chrome-extension",
          "feed:javascript",
          "pcast:data");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org/",
        "HTTP://example.org/",
        "magnet:?xt=urn:btih:AAAA",
        "ftp://ftp.example.org/x",
        "gemini://example.org/",
        "gopher://example.org/1",
        "mailto:ann@example.org",
        "tel:+431234",
        "sms:+431234",
        "xmpp:ann@example.org",
        "ipfs://bafy/x",
        "ed2k://|file|x|1|0|/",
        "irc://irc.example.org/room",
        "geo:48.2,16.3",
        "bitcoin:1abc?amount=1",
        "nostr:npub1",
        "news:comp.lang.java",
        "rtsp://cam.example.org/1",
        "web+ap://example.org/@ann",
        "feed:https://example.org/feed"
      })
  void schemesThatRunNothingMayBeFollowed(String address) {
    assertThat(Schemes.mayFollow(address)).isTrue();
    assertThat(Schemes.isUnsafe(address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "x",
        "/path",
        "//host/x",
        "C:\\x",
        "c:/x",
        "example.org:80/x",
        "localhost:80/x",
        "urn:isbn:1",
        "tag:example.org,2026:1",
        "magnet:",
        "#a:b",
        "a b:c",
        "1x:y"
      })
  void textsThatAreNoLinksAreRefused(String text) {
    assertThat(Schemes.mayFollow(text)).isFalse();
    assertThat(Schemes.isUnsafe(text)).isFalse();
  }

  @Test
  void dangerousSchemesAreKnownHoweverTheyAreDisguised() {
    var random = new Random(12);
    for (int i = 0; i < 5_000; i++) {
      var address = disguised(DANGEROUS.get(i % DANGEROUS.size()), random) + ":x";
      assertThat(Schemes.mayFollow(address)).as(address).isFalse();
      assertThat(Schemes.isUnsafe(address)).as(address).isTrue();
    }
  }

  private static String disguised(String scheme, Random random) {
    var invisible =
        List.of("\t", "\n", "\r", " ", "\0", "\1", "\u001f", "\u00ad", "\u200b", "\ufeff");
    var out = new StringBuilder();
    for (var letter : scheme.split("", -1)) {
      if (random.nextInt(6) == 0) {
        out.append(invisible.get(random.nextInt(invisible.size())));
      }
      out.append(random.nextBoolean() ? letter.toUpperCase(Locale.ROOT) : letter);
    }
    return out.toString();
  }
}
