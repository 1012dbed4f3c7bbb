package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://a.example/feed.xml?x=1&y=%20#top | https://a.example/feed.xml?x=1&y=%20",
        "HTTP://A.Example:80 | http://a.example/",
        "https://a.example:443/X | https://a.example/X",
        "https://a.example:0443/X | https://a.example/X",
        "http://a.example:443/ | http://a.example:443/",
        "https://a.example: | https://a.example/",
        "https://a.example?q | https://a.example/?q",
        "https://bücher.example/täg lich?q=ö |"
            + " https://xn--bcher-kva.example/t%C3%A4g%20lich?q=%C3%B6",
        "https://例え.jp/フィード | https://xn--r8jz45g.jp/%E3%83%95%E3%82%A3%E3%83%BC%E3%83%89",
        "https://a.example/100%/{x}[y]^`'\"<>\\?a[]=\\ |"
            + " https://a.example/100%25/%7Bx%7D%5By%5D%5E%60'%22%3C%3E/?a%5B%5D=%5C",
        "https://peer_tube.example.org/feed | https://peer_tube.example.org/feed",
        "https://_x.example.org/ | https://_x.example.org/",
        "https://a_.b-_.bücher_.example./ | https://a_.b-_.xn--bcher_-3ya.example./",
        "https://a.example/🦊 | https://a.example/%F0%9F%A6%8A",
        "http://[::1]:8080/x | http://[::1]:8080/x",
        "http://127.0.0.1:8080 | http://127.0.0.1:8080/",
        "http://localhost | http://localhost/",
        "https://user.example/@name/feed | https://user.example/@name/feed",
      })
  void isReadAsPeopleCopyIt(String written, String address) throws InvalidValue {
    assertThat(FeedAddress.parse("\t " + written + " \n")).hasToString(address);
    assertThat(FeedAddress.parse(address)).hasToString(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | is empty",
        "example.org | does not begin with http:// or https://",
        "ftp://a.example/ | does not begin with http:// or https://",
        "https:/a.example | does not begin with http:// or https://",
        "https:// | has no host",
        "https:///feed | has no host",
        "https://:8080/ | has no host",
        "https://me@a.example/ | contains a user name; write it under \"auth: { basic: … }\"",
        "https://a b.example/ | has no valid host name; use letters, digits, \"-\", \"_\" and"
            + " \".\"",
        "https://a..example/ | has no valid host name; use letters, digits, \"-\", \"_\" and \".\"",
        "https://1.2.3/ | has no valid host name; use letters, digits, \"-\", \"_\" and \".\"",
        "https://a.example:0/ | has a port that is not a number from 1 to 65535",
        "https://a.example:65536/ | has a port that is not a number from 1 to 65535",
        "https://a.example:x/ | has a port that is not a number from 1 to 65535",
        "https://straße.example/ | has a letter in its host name that programs read in two ways;"
            + " write the name as xn--…",
        "https://☃\u2028.example/ | has a host name that cannot be written as xn--…",
      })
  void isRefusedWithAReason(String written, String reason) {
    assertThatThrownBy(() -> FeedAddress.parse(written))
        .isInstanceOf(InvalidValue.class)
        .hasMessage(reason);
  }

  @Test
  void lineBreakInsideAnAddressIsAFault() {
    assertThatThrownBy(() -> FeedAddress.parse("https://a.example/\nhttps://b.example/"))
        .hasMessage("has a line break or another control character");
  }
}
