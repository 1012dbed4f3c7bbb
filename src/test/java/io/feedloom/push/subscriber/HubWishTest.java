package io.feedloom.push.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.FeedInfos;
import io.feedloom.feed.HubChoice;
import io.feedloom.feed.Subscription;
import io.feedloom.fetch.PublicHosts;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubWishTest {
  private static final Optional<String> BASE = Optional.of("https://planet.example/push/");
  private static final Subscription FEED =
      Subscription.of(URI.create("https://a.example/feed"), Set.of());

  private static Optional<HubWish> wish(Optional<String> self, String... hubs) {
    return wish(FEED, self, hubs);
  }

  private static Optional<HubWish> wish(Subscription feed, Optional<String> self, String... hubs) {
    var info = FeedInfos.of(io.feedloom.feed.Pace.NONE).withHubs(List.of(hubs), self);
    return HubWish.of(feed, info, feed.url(), BASE);
  }

  @Test
  void hubsThatAreNoWebAddressesAreLeftOut() {
    assertThat(wish(Optional.empty(), "ftp://hub.example/", "https://hub.example/"))
        .map(HubWish::hubs)
        .hasValue(List.of("https://hub.example/"));
    assertThat(wish(Optional.empty(), "mailto:hub@example.org")).isEmpty();
  }

  @Test
  void addressesOfHubsAreMadeValid() {
    assertThat(wish(Optional.empty(), "https://hub.example/a b", "https://hub.example/a%20b"))
        .map(HubWish::hubs)
        .hasValue(List.of("https://hub.example/a%20b"));
  }

  @Test
  void secretInThePolledAddressIsNotSentToAHub() {
    var secret = Subscription.of(URI.create("https://a.example/feed?token=geheim"), Set.of());

    assertThat(wish(secret, Optional.empty(), "https://hub.example/")).isEmpty();
    assertThat(wish(secret, Optional.of("https://a.example/feed"), "https://hub.example/"))
        .map(HubWish::topic)
        .hasValue("https://a.example/feed");
  }

  @Test
  void hubOfTheAdminNeedsNoHubOfThePublisher() {
    var own = FEED.withHub(new HubChoice(true, Optional.of(URI.create("https://own.example/"))));

    assertThat(wish(own, Optional.empty()))
        .hasValue(
            new HubWish(
                "https://a.example/feed", List.of("https://own.example/"), BASE.orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8080",
        "http://a.localhost",
        "http://127.0.0.1",
        "http://10.1.2.3/planet",
        "http://192.168.0.2:81",
        "http://[::1]:8080",
        "http://[fe80::1]"
      })
  void callbacksAtPrivateAddressesNeedPermission(String url) {
    var address = Optional.of(URI.create(url));

    assertThat(HubWish.callbacks(address, PollingSettings.DEFAULT)).isEmpty();
    assertThat(
            PublicHosts.notPublic(
                address.get(),
                List.of(AddressBlock.parse("0.0.0.0/0"), AddressBlock.parse("::/0"))))
        .isEmpty();
  }

  @Test
  void callbacksAreBelowThePathOfThePublicUrl() {
    assertThat(
            HubWish.callbacks(
                Optional.of(URI.create("https://example.org/planet")), PollingSettings.DEFAULT))
        .hasValue("https://example.org/planet/push/");
    assertThat(HubWish.callbacks(Optional.empty(), PollingSettings.DEFAULT)).isEmpty();
  }
}
