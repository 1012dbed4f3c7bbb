package io.feedloom.fetch;

import static io.feedloom.fetch.FetcherTest.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Fetched.Fresh;
import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.Validators;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a publisher can do to us, and where it ends. */
class FetcherLimitsTest {
  private static final String FEED = "<rss>" + "hello, world ".repeat(2000) + "</rss>";

  /** Long enough to be reached in earnest, short enough to wait for. */
  private static final Duration SOON = Duration.ofMillis(300);

  private final Publisher publisher = Publisher.start();
  private final Fetcher fetcher = Loopback.resolving(host -> Loopback.addresses(host));

  @AfterEach
  void close() {
    fetcher.close();
    publisher.close();
  }

  private Fetched fetch() {
    return fetcher.fetch(Fetcher.Request.first(publisher.uri("/feed")), Loopback.SETTINGS);
  }

  private Fetched fetchWithin(Duration timeout) {
    return fetcher.fetch(Fetcher.Request.first(publisher.uri("/feed")), Loopback.within(timeout));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The bomb is sent as a stream without end, so that this test cannot pass by reading all of it.
   */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
  void bombStopsAtTheSizeLimit(String coding) throws IOException {
    byte[] zeros = new byte[1 << 20];
    publisher.on(
        "/feed",
        (socket, out) -> {
          var head = "HTTP/1.1 200 OK\r\nContent-Encoding: " + coding + "\r\n\r\n";
          out.write(bytes(head));
          try (var bomb = Packed.encoder(coding, out)) {
            while (!Thread.currentThread().isInterrupted()) {
              bomb.write(zeros);
            }
          }
          return false;
        });

    var fetched = fetch();

    assertFailed(fetched, Reason.TOO_LARGE, "polling.max-size");
    assertThat(fetched.exchange().status()).isEqualTo(200);
  }

  @Test
  void bodyWithoutEndStopsAtTheSizeLimit() {
    publisher.on("/feed", Answer.endlessBody("<item/>".repeat(1000)));

    assertFailed(fetch(), Reason.TOO_LARGE, "polling.max-size");
  }

  @Test
  void chunksWithoutEndStopAtTheSizeLimit() {
    publisher.on(
        "/feed",
        Answer.endless(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "1000\r\n" + "x".repeat(0x1000) + "\r\n"));

    assertFailed(fetch(), Reason.TOO_LARGE, "polling.max-size");
  }

  @Test
  void bodyAnnouncedAsTooLargeIsNotRead() {
    publisher.on(
        "/feed",
        (socket, out) -> {
          out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"));
          socket.getInputStream().transferTo(OutputStream.nullOutputStream());
          return false;
        });

    assertFailed(fetch(), Reason.TOO_LARGE, "polling.max-size");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8191, 8192, 8193, 65_536, 65_537, 200_000})
  void bodyOfTheLimitIsReadAndOneByteMoreIsRefused(int limit) {
    var body = "x".repeat(limit);
    publisher
        .on("/known", Answer.feed(body))
        .on("/chunked", Answer.chunked(body))
        .on("/known-more", Answer.feed(body + "x"))
        .on("/chunked-more", Answer.chunked(body, "x"));
    var settings = Loopback.upTo(limit);

    for (var path : List.of("/known", "/chunked")) {
      var fetched = fetcher.fetch(Fetcher.Request.first(publisher.uri(path)), settings);
      assertThat(fetched).isInstanceOf(Fresh.class);
      assertThat(((Fresh) fetched).body()).hasSize(limit);
      assertFailed(
          fetcher.fetch(Fetcher.Request.first(publisher.uri(path + "-more")), settings),
          Reason.TOO_LARGE,
          String.valueOf(limit));
    }
  }

  @Test
  void headersWithoutEndAreCutOff() {
    publisher.on("/feed", Answer.endlessHeaders());

    assertFailed(fetch(), Reason.TOO_LARGE, "headers");
  }

  @Test
  void endlessHeaderLineIsCutOff() {
    publisher.on("/feed", Answer.endless("HTTP/1.1 200 OK\r\nX-Long: ", "and so on, "));

    assertFailed(fetch(), Reason.TOO_LARGE, "headers");
  }

  @Test
  void interimAnswersWithoutEndAreCutOffByTheDeadline() {
    publisher.on("/feed", Answer.endless("", "HTTP/1.1 103 Early Hints\r\n\r\n"));

    assertFailed(fetchWithin(SOON), Reason.TIMEOUT, "polling.timeout");
  }

  @Test
  void interimAnswerIsSkipped() {
    publisher.on(
        "/feed",
        Answer.textThenClose(
            "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>"));

    assertThat(((Fresh) fetch()).body()).isEqualTo(bytes("<rss/>"));
  }

  @Test
  void slowBodyIsCutOffAtTheDeadline() {
    var response = Answer.response(200, Map.of(), bytes(FEED));
    publisher.on("/feed", Answer.drip(response, Duration.ofMillis(5)));

    var fetched = fetchWithin(SOON);

    assertFailed(fetched, Reason.TIMEOUT, "127.0.0.1", "polling.timeout");
    assertThat(fetched.exchange().duration()).isGreaterThanOrEqualTo(SOON);
  }

  @Test
  void slowRedirectCountsTowardsTheSameDeadline() {
    publisher.on(
        "/feed",
        request ->
            Answer.after(
                Duration.ofMillis(50),
                Answer.redirect(302, request.path() + "?" + publisher.count())));

    assertFailed(fetchWithin(SOON), Reason.TIMEOUT, "polling.timeout");
  }

  @Test
  void silenceIsCutOffByTheDeadline() {
    publisher.on("/feed", Answer.silence());

    assertFailed(fetchWithin(SOON), Reason.TIMEOUT, "polling.timeout");
  }

  @Test
  void hangingLookUpEndsAtTheDeadline() {
    var never = new CountDownLatch(1);
    try (var lost =
        Loopback.resolving(
            host -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return Loopback.addresses("127.0.0.1");
            })) {

      var fetched =
          lost.fetch(Fetcher.Request.first(URI.create("http://lost.test/")), Loopback.within(SOON));

      assertFailed(fetched, Reason.TIMEOUT, "lost.test", "DNS");
    }
  }

  @Test
  void nameWithoutAddressIsReported() {
    try (var fetcher =
        Loopback.resolving(
            host -> {
              throw new UnknownHostException(host);
            })) {

      assertFailed(
          fetcher.fetch(
              Fetcher.Request.first(URI.create("http://nowhere.test/")), Loopback.SETTINGS),
          Reason.DNS,
          "nowhere.test has no address");
    }
  }

  @Test
  void closedPortIsAFailureThatSaysSo() throws IOException {
    URI url;
    try (var socket = new ServerSocket(0)) {
      url = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/feed");
    }

    assertFailed(
        fetcher.fetch(Fetcher.Request.first(url), Loopback.SETTINGS),
        Reason.CONNECT,
        "no connection to 127.0.0.1 port " + url.getPort());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/1.1 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n<rss/>",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rss/>",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n",
        "HTTP/1.1 200 OK\r\nContent-Ty"
      })
  void invalidOrIncompleteAnswerIsAFailure(String text) {
    publisher.on("/feed", Answer.textThenClose(text));

    assertFailed(fetch(), Reason.PROTOCOL, "127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss/>",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<rss/>\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n<rss/>",
      })
  void bodyThatBreaksOffIsKeptAndMarkedAsDamaged(String text) {
    publisher.on("/feed", Answer.textThenClose(text)).on("/reset", Answer.textThenReset(text));

    var fresh = (Fresh) fetch();

    assertThat(fresh.body()).isEqualTo(bytes("<rss/>"));
    assertThat(fresh.damage().orElseThrow()).contains("127.0.0.1 was cut off");
  }

  @Test
  void bodyThatBreaksOffIsNeverUnchanged() {
    publisher.on(
        "/feed", Answer.textThenClose("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss/>"));
    var known = Optional.of(Digest.hex(bytes("<rss/>")));

    assertThat(
            fetcher.fetch(
                new Fetcher.Request(
                    publisher.uri("/feed"), Validators.NONE, known, Map.of(), Optional.empty()),
                Loopback.SETTINGS))
        .isInstanceOf(Fresh.class);
  }

  @Test
  void bytesAfterABodyAreNotTheNextAnswer() {
    publisher
        .on(
            "/liar",
            Answer.bytes(
                bytes(
                    "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\npoisoned")))
        .on("/feed", Answer.feed("<feed/>"));

    fetcher.fetch(Fetcher.Request.first(publisher.uri("/liar")), Loopback.SETTINGS);

    assertThat(((Fresh) fetch()).body()).isEqualTo(bytes("<feed/>"));
  }

  @Test
  void largeErrorPageIsNotReadToItsEnd() {
    publisher.on(
        "/feed", Answer.endless("HTTP/1.1 404 Not Found\r\n\r\n", "<p>Not here.</p>".repeat(100)));

    assertFailed(fetch(), Reason.NOT_FOUND, "404");
  }

  @Test
  void interruptedFetchSaysNothingAboutThePublisher() throws InterruptedException {
    var asked = new CountDownLatch(1);
    publisher.on(
        "/feed",
        request -> {
          asked.countDown();
          return Answer.silence();
        });
    var outcome = new CompletableFuture<Fetched>();
    var thread =
        Thread.startVirtualThread(
            () -> {
              try {
                outcome.complete(fetch());
              } catch (CancellationException e) {
                outcome.completeExceptionally(e);
              }
            });
    asked.await();

    thread.interrupt();

    assertThatThrownBy(outcome::join).isInstanceOf(CancellationException.class);
  }

  @Test
  void closingEndsWhatIsUnderWay() throws InterruptedException {
    var asked = new CountDownLatch(1);
    publisher.on(
        "/feed",
        request -> {
          asked.countDown();
          return Answer.silence();
        });
    var outcome = CompletableFuture.supplyAsync(this::fetch);
    asked.await();

    fetcher.close();

    assertThatThrownBy(outcome::join).hasCauseInstanceOf(CancellationException.class);
  }

  @Test
  void closedFetcherReportsNoFailureOfThePublisher() {
    publisher.on("/feed", Answer.feed(FEED));
    fetcher.close();

    assertThatThrownBy(this::fetch).isInstanceOf(CancellationException.class);
  }

  @Test
  void thousandFetchesAtOnceAllGetTheirAnswers() throws Exception {
    publisher.otherwise(
        request -> Answer.after(Duration.ofMillis(20), Answer.feed(request.path())));
    var paths = IntStream.range(0, 1000).mapToObj(i -> "/" + i).toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var fetches =
          paths.stream()
              .map(path -> Fetcher.Request.first(publisher.uri(path)))
              .map(
                  request ->
                      threads.submit(() -> (Fresh) fetcher.fetch(request, Loopback.SETTINGS)))
              .toList();

      for (int i = 0; i < paths.size(); i++) {
        assertThat(fetches.get(i).get().body()).isEqualTo(bytes(paths.get(i)));
      }
    }
  }
}
