package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Link;
import io.feedloom.feed.Parsed;
import io.feedloom.parse.html.Html;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links of other schemes than http and https, and those that never pass. */
class OtherSchemesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "magnet:?xt=urn:btih:AAAA",
        "ftp://ftp.example.org/pub/x.tar.gz",
        "gemini://example.org/1.gmi",
        "mailto:ann@example.org",
        "tel:+431234",
        "ipfs://bafy/1",
        "xmpp:ann@example.org",
        "nostr:npub1"
      })
  void otherSchemesAreKeptInEveryLink(String address) {
    assertThat(Feeds.rss("<link>" + address + "</link>").link()).contains(address);
    assertThat(Feeds.atom("<link href='" + address + "'/>").link()).contains(address);
    assertThat(Feeds.rss("<enclosure url='" + address + "' length='1' type='a/b'/>").enclosures())
        .extracting(Enclosure::url)
        .containsExactly(address);
    assertThat(Feeds.rss("<comments>" + address + "</comments>").comments()).contains(address);
    assertThat(Feeds.atom("<link rel='related' href='" + address + "'/>").links())
        .extracting(Link::href)
        .containsExactly(address);
    assertThat(json(address).link()).contains(address);
    assertThat(Html.sanitize("<a href='" + address + "'>x</a>", "https://example.org/"))
        .isEqualTo("<a href=\"" + address + "\">x</a>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "JAVA&#10;SCRIPT:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "blob:https://example.org/1",
        "file:///etc/passwd",
        "view-source:https://example.org/",
        "filesystem:https://example.org/t/x",
        "feed:javascript:alert(1)"
      })
  void theseNeverPass(String address) {
    assertThat(Feeds.rss("<link>" + address + "</link>").link()).isEmpty();
    assertThat(Feeds.atom("<link href='" + address + "'/>").link()).isEmpty();
    assertThat(Feeds.rss("<enclosure url='" + address + "'/>").enclosures()).isEmpty();
    assertThat(Feeds.rss("<comments>" + address + "</comments>").comments()).isEmpty();
    assertThat(Feeds.atom("<link rel='related' href='" + address + "'/>").links()).isEmpty();
    assertThat(Feeds.atom("<link rel='enclosure' href='" + address + "'/>").enclosures()).isEmpty();
    assertThat(Html.sanitize("<a href=\"" + address + "\">x</a>", "https://example.org/"))
        .isEqualTo("<a>x</a>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <link>magnet:?x=1</link><link>http://example.com/1</link>        | http://example.com/1
          <link>http://example.com/1</link><link>magnet:?x=1</link>        | http://example.com/1
          <link>magnet:?x=1</link><guid>http://example.com/1</guid>        | magnet:?x=1
          <link>Note: read this first</link><guid>http://example.com/1</guid> | http://example.com/1
          <link>urn:isbn:1</link><guid>http://example.com/1</guid>         | http://example.com/1
          <link>javascript:x</link><guid>http://example.com/1</guid>       | http://example.com/1
          <link>magnet:?x=1</link><atom:link href="http://example.com/1"/> | http://example.com/1
          <guid>tag:example.com,2026:1</guid>                              |
          <guid>post:1</guid>                                              |
          """)
  void webPageIsPreferred(String item, String link) {
    assertThat(Feeds.rss(item).link().orElse(null)).isEqualTo(link);
  }

  @Test
  void ofTwoAlternatesThePageOfTheWebIsTaken() {
    var entry =
        Feeds.atom(
            "<link rel='alternate' type='text/html' href='gemini://example.org/1'/>"
                + "<link rel='alternate' type='text/plain' href='https://example.org/1'/>");
    assertThat(entry.link()).contains("https://example.org/1");
  }

  private static io.feedloom.feed.Entry json(String url) {
    var document =
        "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{\"id\": \"1\", \"url\":"
            + " \""
            + url
            + "\"}]}";
    var feed =
        (Parsed.Feed) Feeds.parse(document.getBytes(StandardCharsets.UTF_8), "application/json");
    return feed.items().getFirst().entry();
  }
}
