package io.feedloom.fetch;

import static io.feedloom.fetch.FetcherTest.assertFailed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Authority;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Fetched.Fresh;
import io.feedloom.feed.Fetched.Moved;
import io.feedloom.feed.Fetched.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a fetch trusts. */
class FetcherTlsTest {
  @TempDir static Path folder;
  private static Authority authority;
  private static SSLContext good;

  @BeforeAll
  static void certify() throws Exception {
    authority = new Authority(folder);
    good = authority.issue("dns:good.test", "-1d", 10);
  }

  private static Fetcher trusting(SSLContext context) {
    return new Fetcher(
        Loopback.AGENT,
        InstantSource.fixed(Instant.EPOCH),
        host -> Loopback.addresses("127.0.0.1"),
        () -> context);
  }

  private static Fetched fetch(SSLContext shown, SSLContext trusted, String host) {
    try (var publisher = Publisher.start(shown);
        var fetcher = trusting(trusted)) {
      publisher.on("/feed", Answer.feed("<rss/>"));
      var fetched =
          fetcher.fetch(Fetcher.Request.first(publisher.uri(host, "/feed")), Loopback.SETTINGS);
      assertThat(publisher.count()).isEqualTo(fetched instanceof Fresh ? 1 : 0);
      return fetched;
    }
  }

  @Test
  void trustedCertificateForTheHostIsAccepted() throws Exception {
    assertThat(fetch(good, authority.client(), "good.test")).isInstanceOf(Fresh.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a_b.good.test", "_x.good.test", "good.test."})
  void hostNameThatTheJdkRejectsIsVerifiedToo(String host) throws Exception {
    var own = authority.issue("dns:*.good.test,dns:good.test", "-1d", 10);

    assertThat(fetch(own, authority.client(), host)).isInstanceOf(Fresh.class);
    assertFailed(
        fetch(authority.issue("dns:other.test", "-1d", 10), authority.client(), host),
        Reason.TLS,
        host,
        "for another name");
  }

  @Test
  void certificateForAnotherNameIsRefused() throws Exception {
    assertFailed(
        fetch(good, authority.client(), "bad.test"), Reason.TLS, "bad.test", "for another name");
  }

  @Test
  void certificateOfAnUnknownAuthorityIsRefused() throws Exception {
    assertFailed(
        fetch(good, SSLContext.getDefault(), "good.test"),
        Reason.TLS,
        "not signed by an authority",
        "tls.ca");
  }

  @Test
  void expiredCertificateIsRefused() throws Exception {
    var expired = authority.issue("dns:good.test", "-10d", 5);

    assertFailed(fetch(expired, authority.client(), "good.test"), Reason.TLS, "has expired");
  }

  @Test
  void certificateOfTheFutureIsRefused() throws Exception {
    var early = authority.issue("dns:good.test", "+5d", 5);

    assertFailed(
        fetch(early, authority.client(), "good.test"), Reason.TLS, "not valid yet", "clock");
  }

  @Test
  void serverWithoutTlsGetsNoPlainRequest() throws Exception {
    try (var plain = new ServerSocket(0);
        var fetcher = trusting(authority.client())) {
      Thread.startVirtualThread(() -> refuse(plain));
      var url = URI.create("https://good.test:" + plain.getLocalPort() + "/feed");

      assertFailed(
          fetcher.fetch(Fetcher.Request.first(url), Loopback.SETTINGS),
          Reason.TLS,
          "no secure connection to good.test");
    }
  }

  private static void refuse(ServerSocket plain) {
    try (var socket = plain.accept()) {
      socket.getOutputStream().write("HTTP/1.1 400 No TLS\r\n\r\n".getBytes(UTF_8));
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void fromHttpsToHttpNoRedirectIsFollowedButTheOtherWay() throws Exception {
    try (var plain = Publisher.start();
        var secure = Publisher.start(good);
        var fetcher = trusting(authority.client())) {
      plain.on("/up", Answer.redirect(301, secure.uri("good.test", "/feed")));
      plain.on("/feed", Answer.feed("<rss/>"));
      secure.on("/down", Answer.redirect(301, plain.uri("good.test", "/feed")));
      secure.on("/feed", Answer.feed("<rss/>"));

      var up =
          fetcher.fetch(Fetcher.Request.first(plain.uri("good.test", "/up")), Loopback.SETTINGS);
      var down =
          fetcher.fetch(Fetcher.Request.first(secure.uri("good.test", "/down")), Loopback.SETTINGS);

      assertThat(up).isInstanceOf(Moved.class);
      assertFailed(down, Reason.REDIRECT, "from https to http");
      assertThat(plain.requests("/feed")).isEmpty();
    }
  }

  @Test
  void hangingHandshakeEndsAtTheDeadline() throws Exception {
    try (var silent = new ServerSocket(0);
        var fetcher = trusting(authority.client())) {
      var url = URI.create("https://good.test:" + silent.getLocalPort() + "/feed");

      assertFailed(
          fetcher.fetch(Fetcher.Request.first(url), Loopback.within(Duration.ofMillis(300))),
          Reason.TIMEOUT,
          "good.test");
    }
  }

  @Test
  void trustStoreIsNotReadForPlainHttp() throws IOException {
    var read = new AtomicInteger();
    try (var publisher = Publisher.start();
        var fetcher =
            new Fetcher(
                Loopback.AGENT,
                InstantSource.fixed(Instant.EPOCH),
                host -> Loopback.addresses("127.0.0.1"),
                () -> {
                  read.incrementAndGet();
                  throw new IllegalStateException("not now");
                })) {
      publisher.on("/feed", Answer.feed("<rss/>"));

      fetcher.fetch(Fetcher.Request.first(publisher.uri("/feed")), Loopback.SETTINGS);

      assertThat(read).hasValue(0);
    }
  }
}
