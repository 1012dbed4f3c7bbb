package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.HostSettings;
import io.feedloom.config.PollingSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The line of a request, and its limits. */
class SiteTest {
  private static Site site(String url, Map<String, HostSettings> hosts) {
    var usual = PollingSettings.DEFAULT;
    return Site.of(
        URI.create(url),
        new PollingSettings(
            usual.every(),
            usual.min(),
            usual.max(),
            usual.timeout(),
            usual.maxSize(),
            2,
            Duration.ofSeconds(1),
            hosts,
            usual.allowAddresses()));
  }

  private static HostSettings settings(int perHost, int spacing) {
    return new HostSettings(Optional.of(perHost), Optional.of(Duration.ofSeconds(spacing)));
  }

  @Test
  void hostsOfOneRegistrableDomainShareALine() {
    assertThat(site("https://a.example.co.uk/x", Map.of()))
        .isEqualTo(
            new Site(
                "a.example.co.uk",
                Optional.of("example.co.uk"),
                "example.co.uk",
                2,
                Duration.ofSeconds(1)));
    assertThat(site("https://a.example.co.uk/x", Map.of()).scopes())
        .containsExactly("a.example.co.uk", "*.example.co.uk");
  }

  @Test
  void addressOrPrivateNameHasItsOwnQueueWithoutSpacing() {
    assertThat(site("http://127.0.0.1:8080/x", Map.of()))
        .isEqualTo(new Site("127.0.0.1", Optional.empty(), "127.0.0.1", 2, Duration.ZERO));
    assertThat(site("http://intranet/x", Map.of()).spacing()).isZero();
  }

  @Test
  void settingOfAHostReplacesTheGeneralOneAndTheLongestNameCounts() {
    var hosts = Map.of("example.org", settings(1, 5), "fast.example.org", settings(9, 0));

    assertThat(site("https://www.example.org/", hosts))
        .extracting(Site::line, Site::most, Site::spacing)
        .containsExactly("example.org", 1, Duration.ofSeconds(5));
    assertThat(site("https://a.fast.example.org/", hosts))
        .extracting(Site::line, Site::most, Site::spacing)
        .containsExactly("fast.example.org", 9, Duration.ZERO);
    assertThat(site("https://notexample.org/", hosts).line()).isEqualTo("notexample.org");
  }

  @Test
  void settingsMissingForAHostHaveTheirDefaults() {
    var hosts =
        Map.of("127.0.0.1", new HostSettings(Optional.empty(), Optional.of(Duration.ofSeconds(3))));

    assertThat(site("http://127.0.0.1:9/", hosts))
        .extracting(Site::most, Site::spacing)
        .containsExactly(2, Duration.ofSeconds(3));
  }
}
