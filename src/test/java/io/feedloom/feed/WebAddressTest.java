package io.feedloom.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as browsers read them. */
class WebAddressTest {
  private static final URI PAGE = URI.create("http://a.example:8080/dir/page?x=1");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "/a feed.xml ; http://a.example:8080/a%20feed.xml",
        "/feed.xml?a=1|2 ; http://a.example:8080/feed.xml?a=1%7C2",
        "/feed.xml?q=100% ; http://a.example:8080/feed.xml?q=100%25",
        "/100%/%zz/%41 ; http://a.example:8080/100%25/%25zz/%41",
        "\\feed.xml ; http://a.example:8080/feed.xml",
        "\\\\b.example\\feed\\x?a\\b ; http://b.example/feed/x?a%5Cb",
        "/feed.xml?q=\"x\" ; http://a.example:8080/feed.xml?q=%22x%22",
        "/feed.xml?t={a} ; http://a.example:8080/feed.xml?t=%7Ba%7D",
        "/feed^1[2].xml ; http://a.example:8080/feed%5E1%5B2%5D.xml",
        "/feed?a[]=1 ; http://a.example:8080/feed?a[]=1",
        "/<x>^ ; http://a.example:8080/%3Cx%3E%5E",
        "feed ; http://a.example:8080/dir/feed",
        "./feed ; http://a.example:8080/dir/feed",
        "../../../feed ; http://a.example:8080/feed",
        "/a/%2e%2E/b/%2e ; http://a.example:8080/b/",
        ".. ; http://a.example:8080/",
        "?y ; http://a.example:8080/dir/page?y",
        "# ; http://a.example:8080/dir/page?x=1",
        "/feed#top ; http://a.example:8080/feed",
        "//b.example/x ; http://b.example/x",
        "//b.example ; http://b.example/",
        "http:feed ; http://a.example:8080/dir/feed",
        "http:/feed ; http://a.example:8080/feed",
        "https:feed ; https://feed/",
        "https:///b.example/x ; https://b.example/x",
        "HTTP://B.Example:80/X ; http://b.example/X",
        "http://b.example:0081/ ; http://b.example:81/",
        "http://user:p%40ss@b.example/ ; http://b.example/",
        "http://a.example@b.example/ ; http://b.example/",
        "https://bücher.example/ü?ö ; https://xn--bcher-kva.example/%C3%BC?%C3%B6",
        "https://b%C3%BCcher.example/ ; https://xn--bcher-kva.example/",
        "https://_x.b_c.example/feed ; https://_x.b_c.example/feed",
        "https://b-.example./feed ; https://b-.example./feed",
        "http://[::1]:81/x ; http://[::1]:81/x",
        "http://http://127.0.0.1:81/feed ; http://http//127.0.0.1:81/feed",
        "feed:https://b.example/x ; https://b.example/x",
        "feed://b.example/x ; http://b.example/x",
        "/🦊 ; http://a.example:8080/%F0%9F%A6%8A",
      })
  void referenceIsResolvedAndEncodedAsInBrowsers(String reference, String address) {
    assertThat(WebAddress.resolve(PAGE, reference).map(URI::toString)).contains(address);
  }

  @Test
  void whiteSpaceAroundAndLineBreaksWithinAreDropped() {
    assertThat(WebAddress.resolve(PAGE, "\u00a0\u200b /fe\r\n\ted \ufeff"))
        .contains(URI.create("http://a.example:8080/feed"));
  }

  @Test
  void halfASurrogateNeitherThrowsNorBeginsAQuery() {
    assertThat(WebAddress.resolve(PAGE, "/a\ud83db"))
        .contains(URI.create("http://a.example:8080/a%EF%BF%BDb"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "http://",
        "http:///",
        "http://?x",
        "http://:80/",
        "http://a b/",
        "http://a%20b/",
        "http://a<b/",
        "http://a%00b/",
        "http://[::1/",
        "http://[x]/",
        "http://[::1]x/",
        "http://[fe80::1%25eth0]/",
        "http://[1:2]/",
        "http://b.example:0/",
        "http://b.example:65536/",
        "http://b.example:x/",
        "http://256.256.256.256/",
        "http://1.2.3.4.5/",
        "http://1.2.3.09/",
        "http://4294967296/",
        "http://straße.example/",
        "http://\u00ad/",
        "ftp://b.example/",
        "javascript:alert(1)",
        "data:,x",
        "mailto:a@b.example"
      })
  void addressThatBrowsersCannotRequestIsRefused(String reference) {
    assertThat(WebAddress.resolve(PAGE, reference)).isEmpty();
    assertThat(WebAddress.parse(reference)).isEmpty();
  }

  @Test
  void tooLongAddressIsRefused() {
    assertThat(WebAddress.resolve(PAGE, "/" + "x".repeat(10_000))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "127.1", "2130706433", "0x7f000001", "0x7F.0.0.1", "0177.0.0.1", "017700000001",
    "127.0.0.1.", "127.0.0x0.01", "１２７。０。０。１", "%31%32%37.0.0.1", "127.0.1", "0x7f.1"
  })
  void ipv4AddressIsNormalizedFromEveryForm(String written) {
    assertThat(WebAddress.parse("http://" + written + "/"))
        .contains(URI.create("http://127.0.0.1/"));
  }

  @Test
  void onlyAbsoluteAddressesAreParsedWithoutADocument() {
    assertThat(WebAddress.parse("/feed")).isEmpty();
    assertThat(WebAddress.parse("b.example/feed")).isEmpty();
    assertThat(WebAddress.parse(" https://b.example/a b ").map(URI::toString))
        .contains("https://b.example/a%20b");
  }

  @Test
  void hostsThatJavaDoesNotKnowHaveTheirOwnOrigins() {
    var one = URI.create("https://a_b.example/x");
    assertThat(WebAddress.host(one)).contains("a_b.example");
    assertThat(WebAddress.port(one)).contains(443);
    assertThat(WebAddress.origin(one)).isEqualTo("https://a_b.example:443");
    assertThat(WebAddress.origin(URI.create("HTTPS://A_b.example:443/y")))
        .isEqualTo(WebAddress.origin(one));
    assertThat(WebAddress.origin(URI.create("https://c_d.example/x")))
        .isNotEqualTo(WebAddress.origin(one));
    assertThat(WebAddress.origin(URI.create("https://a_b.example:8443/x")))
        .isNotEqualTo(WebAddress.origin(one));
  }
}
