package io.feedloom.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://a.example/f?token=s3cret                | https://a.example/f?token=***",
        "https://a.example/f?a=1&key=s3cret&b=2          | https://a.example/f?a=1&key=***&b=2",
        "https://a.example/f?API_KEY=s3/cr+et==          | https://a.example/f?API_KEY=***",
        "https://a.example/f?access_token=s3cret#x       | https://a.example/f?access_token=***#x",
        "https://a.example/f;jsessionid=s3cret           | https://a.example/f;jsessionid=***",
        "https://a.example/f?feed[token]=s3cret          | https://a.example/f?feed[token]=***",
        "https://a.example/f?X-Amz-Signature=s3cret      | https://a.example/f?X-Amz-Signature=***",
        "https://a.example/token=s3cret/feed             | https://a.example/token=***",
        "https://me:s3cret@a.example/f                   | https://a.example/f",
        "https://s3cret@a.example/f?sig=s3cret           | https://a.example/f?sig=***",
        "moved to http://a.example/?auth=s3cret for good | moved to http://a.example/?auth=*** for"
            + " good",
      })
  void secretsInAddressesAreHidden(String text, String masked) {
    assertThat(Masked.text(text)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example/feed?feed=rss2&cat=3&author=5&keywords=java&page=2",
        "https://www.youtube.com/feeds/videos.xml?channel_id=UCxyz0123456789",
        "https://a.example/design=flat/tokens/key",
        "mail me@a.example about a key = value",
      })
  void otherPartsOfAddressesStay(String text) {
    assertThat(Masked.text(text)).isEqualTo(text);
  }

  @Test
  void idOfAFeedContainsNoSecret() {
    assertThat(FeedId.ofUrl(URI.create("https://a.example/f?token=s3cret&n=1")))
        .hasToString("a-example-f-token-n-1");
    assertThat(FeedId.ofUrl(URI.create("https://a.example/f?n=1"))).hasToString("a-example-f-n-1");
  }
}
