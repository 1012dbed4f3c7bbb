package io.feedloom.fetch;

import static io.feedloom.fetch.FetcherTest.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.PollingSettings;
import io.feedloom.config.ProxySettings;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Authority;
import io.feedloom.farm.ProxyServer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.Credentials;
import io.feedloom.feed.Fetched.Fresh;
import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.OutgoingProxy;
import io.feedloom.feed.OutgoingProxy.Protocol;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Transport;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests pass through real proxies on this machine, which look up the names. */
class ProxyTest {
  private static final String LOGIN = "reader:p@ss wörd";
  private static final Credentials.Basic CREDENTIALS =
      new Credentials.Basic("reader", new Secret("p@ss wörd"));

  @TempDir static Path folder;
  private static Authority authority;
  private static SSLContext certified;

  @BeforeAll
  static void certify() throws Exception {
    authority = new Authority(folder);
    certified = authority.issue("dns:good.test,ip:127.0.0.1", "-1d", 10);
  }

  /** Knows only the address of the proxies. */
  private static Fetcher fetcher() throws Exception {
    var trusted = authority.client();
    return new Fetcher(
        Loopback.AGENT,
        InstantSource.fixed(Instant.EPOCH),
        host -> {
          if (!host.equals("127.0.0.1")) {
            throw new UnknownHostException(host);
          }
          return Loopback.addresses("127.0.0.1");
        },
        () -> trusted);
  }

  private static OutgoingProxy at(
      Protocol protocol, int port, Optional<Credentials.Basic> credentials) {
    return new OutgoingProxy.Server(protocol, "127.0.0.1", port, credentials);
  }

  /** The address of the proxy itself is not allowed for feeds. */
  private static PollingSettings over(OutgoingProxy proxy) {
    return Loopback.allowing(List.of()).withProxies(ProxySettings.always(proxy));
  }

  private static Fetcher.Request request(URI url) {
    return Fetcher.Request.first(url);
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "SOCKS5"})
  void plainAndSecureRequestsPassThroughTheProxy(Protocol protocol) throws Exception {
    try (var plain = Publisher.start().on("/feed", Answer.feed("<rss/>"));
        var secure = Publisher.start(certified).on("/feed", Answer.feed("<rss/>"));
        var proxy = ProxyServer.start();
        var fetcher = fetcher()) {
      var settings = over(at(protocol, proxy.port(), Optional.empty()));

      assertThat(fetcher.fetch(request(plain.uri("good.test", "/feed?a=b")), settings))
          .isInstanceOf(Fresh.class);
      assertThat(fetcher.fetch(request(secure.uri("good.test", "/feed")), settings))
          .isInstanceOf(Fresh.class);
      assertThat(proxy.asked())
          .isEqualTo(
              protocol == Protocol.SOCKS5
                  ? List.of("socks good.test:" + plain.port(), "socks good.test:" + secure.port())
                  : List.of(
                      "GET http://good.test:" + plain.port() + "/feed?a=b",
                      "CONNECT good.test:" + secure.port()));
      assertThat(plain.requests().getFirst().header("Host")).hasValue("good.test:" + plain.port());
    }
  }

  @Test
  void proxyWithTlsIsVerified() throws Exception {
    try (var plain = Publisher.start().on("/feed", Answer.feed("<rss/>"));
        var secure = Publisher.start(certified).on("/feed", Answer.feed("<rss/>"));
        var proxy = ProxyServer.start(certified);
        var unknown = ProxyServer.start(new Authority(folder.resolve("other")).selfSigned());
        var fetcher = fetcher()) {
      var settings = over(at(Protocol.HTTPS, proxy.port(), Optional.empty()));

      assertThat(fetcher.fetch(request(plain.uri("good.test", "/feed")), settings))
          .isInstanceOf(Fresh.class);
      assertThat(fetcher.fetch(request(secure.uri("good.test", "/feed")), settings))
          .isInstanceOf(Fresh.class);
      assertThat(proxy.asked()).hasSize(2);
      assertFailed(
          fetcher.fetch(
              request(plain.uri("good.test", "/feed")),
              over(at(Protocol.HTTPS, unknown.port(), Optional.empty()))),
          Reason.TLS,
          "127.0.0.1");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "SOCKS5"})
  void loginIsSentToTheProxyOnlyAndNeverShown(Protocol protocol) throws Exception {
    try (var plain = Publisher.start().on("/feed", Answer.feed("<rss/>"));
        var secure = Publisher.start(certified).on("/feed", Answer.feed("<rss/>"));
        var proxy = ProxyServer.requiring(LOGIN);
        var fetcher = fetcher()) {
      var notes = new ConcurrentLinkedQueue<String>();
      var settings = over(at(protocol, proxy.port(), Optional.of(CREDENTIALS)));
      for (var publisher : List.of(plain, secure)) {
        assertThat(
                fetcher.fetch(
                    request(publisher.uri("good.test", "/feed")),
                    settings,
                    (step, text) -> notes.add(step + " " + text)))
            .isInstanceOf(Fresh.class);
        assertThat(publisher.requests().getFirst().header("Proxy-Authorization")).isEmpty();
      }
      assertThat(notes)
          .anyMatch(note -> note.contains("through the proxy"))
          .noneMatch(note -> note.contains("p@ss") || note.contains("Proxy-Authorization"));
      assertThat(settings.toString()).doesNotContain("p@ss");

      for (var login :
          List.of(
              Optional.<Credentials.Basic>empty(),
              Optional.of(new Credentials.Basic("reader", new Secret("wrong"))))) {
        for (var publisher : List.of(plain, secure)) {
          var fetched =
              fetcher.fetch(
                  request(publisher.uri("good.test", "/feed")),
                  over(at(protocol, proxy.port(), login)));
          assertFailed(fetched, Reason.CONNECT, "the proxy", "user and password");
          assertThat(fetched.toString()).doesNotContain("wrong");
        }
      }
      assertThat(plain.requests()).hasSize(1);
      assertThat(secure.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/",
        "http://localhost:1/",
        "https://localhost./",
        "https://a.localhost/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "https://192.168.1.1/",
        "http://[::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://0/"
      })
  void privateAddressesAreRefusedBeforeTheProxyIsAsked(String url) throws Exception {
    try (var proxy = ProxyServer.start();
        var fetcher = fetcher()) {
      for (var protocol : List.of(Protocol.HTTP, Protocol.SOCKS5)) {
        assertFailed(
            fetcher.fetch(
                request(io.feedloom.feed.WebAddress.parse(url).orElseThrow()),
                over(at(protocol, proxy.port(), Optional.empty()))),
            Reason.FORBIDDEN_ADDRESS,
            "does not fetch");
      }
      assertThat(proxy.asked()).isEmpty();
    }
  }

  @Test
  void redirectToAPrivateAddressIsRefusedToo() throws Exception {
    try (var publisher = Publisher.start();
        var proxy = ProxyServer.start();
        var fetcher = fetcher()) {
      publisher.on(
          "/feed", Answer.of(302, Map.of("Location", publisher.uri("/secret").toString()), ""));
      publisher.on("/secret", Answer.feed("<rss/>"));

      assertFailed(
          fetcher.fetch(
              request(publisher.uri("good.test", "/feed")),
              over(at(Protocol.HTTP, proxy.port(), Optional.empty()))),
          Reason.FORBIDDEN_ADDRESS,
          "127.0.0.1");
      assertThat(publisher.requests("/secret")).isEmpty();
    }
  }

  @Test
  void failuresNameTheProxy() throws Exception {
    int closed;
    try (var socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    try (var proxy = ProxyServer.start();
        var fetcher = fetcher()) {
      var unknown = request(URI.create("https://unknown.test:" + closed + "/"));

      assertFailed(
          fetcher.fetch(unknown, over(at(Protocol.SOCKS5, proxy.port(), Optional.empty()))),
          Reason.CONNECT,
          "the proxy socks5://127.0.0.1:" + proxy.port(),
          "has no address");
      assertFailed(
          fetcher.fetch(unknown, over(at(Protocol.HTTP, proxy.port(), Optional.empty()))),
          Reason.CONNECT,
          "answered 502");
      assertFailed(
          fetcher.fetch(unknown, over(at(Protocol.HTTP, closed, Optional.empty()))),
          Reason.CONNECT,
          "no connection to 127.0.0.1 port " + closed);
      assertFailed(
          fetcher.fetch(
              unknown,
              over(new OutgoingProxy.Server(Protocol.HTTP, "lost.test", 1, Optional.empty()))),
          Reason.DNS,
          "lost.test");
    }
  }

  @Test
  void keptConnectionsOfAnotherProxyAreNotUsed() throws Exception {
    try (var publisher = Publisher.start().on("/feed", Answer.feed("<rss/>"));
        var first = ProxyServer.start();
        var second = ProxyServer.start();
        var fetcher = fetcher()) {
      for (var proxy : List.of(first, second)) {
        fetcher.fetch(
            request(publisher.uri("good.test", "/feed")),
            over(at(Protocol.SOCKS5, proxy.port(), Optional.empty())));
      }
      var direct =
          Loopback.SETTINGS.withProxies(
              ProxySettings.always(at(Protocol.SOCKS5, first.port(), Optional.empty())));
      assertThat(
              fetcher.fetch(
                  request(publisher.uri("/feed"))
                      .over(
                          new Transport(
                              Optional.of(OutgoingProxy.NONE),
                              Optional.empty(),
                              Optional.empty(),
                              Optional.empty(),
                              Optional.empty(),
                              false,
                              false)),
                  direct))
          .isInstanceOf(Fresh.class);
      assertThat(first.asked()).hasSize(1);
      assertThat(second.asked()).hasSize(1);
    }
  }
}
