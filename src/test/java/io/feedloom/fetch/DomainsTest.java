package io.feedloom.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainsTest {
  private static Optional<String> registrable(String url) {
    return Domains.registrable(Domains.host(URI.create(url)));
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org/feed, example.org",
    "https://a.b.Example.ORG:8443/feed, example.org",
    "https://www.example.co.uk/, example.co.uk",
    "https://one.github.io/, one.github.io",
    "https://one.blogspot.com/, one.blogspot.com",
    "https://x.city.kawasaki.jp/, city.kawasaki.jp",
    "https://x.y.b.kawasaki.jp/, y.b.kawasaki.jp",
    "https://news.bücher.example.de/, example.de",
    "https://www.食狮.公司.cn/, xn--85x722f.xn--55qx5d.cn",
    "https://has_underscore.example.org/, example.org",
    "https://_x.my_blog.example.co.uk/, example.co.uk",
    "https://my_site.github.io/, my_site.github.io",
    "https://x.a_b.kawasaki.jp/, x.a_b.kawasaki.jp",
  })
  void domainIsWhatTheOwnerRegistered(String url, String domain) {
    assertThat(registrable(url)).contains(domain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080/",
        "http://[2001:db8::1]/",
        "http://localhost/",
        "http://news.internal/",
        "http://printer/",
        "https://github.io/",
        "https://co.uk/",
      })
  void hostsWithoutARegistrableDomainHaveNone(String url) {
    assertThat(registrable(url)).isEmpty();
  }
}
