package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Authority;
import io.feedloom.farm.Bomb;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.PollState.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every way in which publishers were seen to misbehave, all at once, beside some that are well: the
 * admin sees a message about each, and none stops or delays any other.
 */
class MisbehaviourTest {
  private static final String RSS =
      """
      <rss version="2.0"><channel><title>T</title><link>http://x.example/</link><description/>
      <item><guid isPermaLink="false">1</guid><title>One</title></item></channel></rss>
      """;

  @TempDir private Path folder;
  private final AtomicInteger lookUps = new AtomicInteger();

  /** What misbehaves at a host of its own, and what the admin reads of it. */
  private static Map<String, Answer> answers(Publisher publisher) {
    var answers = new LinkedHashMap<String, Answer>();
    answers.put(
        "reset", Answer.textThenReset("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<rss"));
    answers.put("closed", Answer.closed());
    answers.put(
        "drip", Answer.drip(Answer.response(200, Map.of(), bytes(RSS)), Duration.ofMillis(90)));
    answers.put("silence", Answer.silence());
    answers.put("headers", Answer.endlessHeaders());
    answers.put("body", Answer.endlessBody("<item/>".repeat(1_000)));
    answers.put("gzip", Bomb.in("gzip"));
    answers.put("br", Bomb.in("br"));
    answers.put("zstd", Bomb.in("zstd"));
    answers.put(
        "too-short",
        Answer.textThenClose(
            "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + RSS.substring(0, 20)));
    answers.put(
        "negative", Answer.textThenClose("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + RSS));
    answers.put("loop", Answer.redirect(301, "/loop"));
    answers.put("chain", Answer.redirect(302, "http://hop.test:" + publisher.port() + "/hop"));
    answers.put("page", Answer.of(200, Map.of("Content-Type", "text/html"), "<h1>Hello</h1>"));
    answers.put("empty", Answer.of(200, Map.of(), ""));
    answers.put(
        "error-page",
        Answer.of(
            200, Map.of("Content-Type", "application/rss+xml"), "Fatal error: out of memory"));
    answers.put("not-http", Answer.textThenClose("SSH-2.0-OpenSSH_9.6\r\n"));
    answers.put("failing", Answer.of(500, Map.of(), "x".repeat(1 << 20)));
    answers.put("gone", Answer.of(410, Map.of(), ""));
    return answers;
  }

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("reset", "cut off or damaged"),
          Map.entry("closed", "cut off or damaged|did not answer in HTTP"),
          Map.entry("drip", "did not complete its answer within"),
          Map.entry("silence", "did not complete its answer within"),
          Map.entry("headers", "headers of the answer of headers.test are too large"),
          Map.entry("body", "polling.max-size"),
          Map.entry("gzip", "polling.max-size"),
          Map.entry("br", "polling.max-size"),
          Map.entry("zstd", "polling.max-size"),
          Map.entry("too-short", "cut off or damaged|did not answer in HTTP"),
          Map.entry("negative", "did not answer in HTTP|damaged"),
          Map.entry("loop", "redirects in a circle"),
          Map.entry("chain", "hop-private.test leads to 10.1.2.3, a private address"),
          Map.entry("page", "a web page that links to no feed"),
          Map.entry("empty", "sent an empty answer"),
          Map.entry("error-page", "."),
          Map.entry("not-http", "did not answer in HTTP"),
          Map.entry("failing", "has a fault at the moment"),
          Map.entry("gone", "gone for good"),
          Map.entry("nowhere", "has no address"),
          Map.entry("refused", "no connection to refused.test"),
          Map.entry("rebinding", "leads to 169.254.169.254, a metadata address"),
          Map.entry("expired", "has expired"),
          Map.entry("wrong-name", "is for another name"),
          Map.entry("self-signed", "not signed by an authority"));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> addresses(String name) {
    return switch (name) {
      case "nowhere.test" -> List.of();
      case "hop-private.test" -> List.of("10.1.2.3");
      // At the first look-up an address that is allowed, at all others one that never is.
      case "rebinding.test" ->
          List.of(lookUps.getAndIncrement() == 0 ? "127.0.0.1" : "169.254.169.254");
      default -> List.of("127.0.0.1");
    };
  }

  private static int unusedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void everyFaultIsReportedAndNoFeedIsLostOrDelayed() throws Exception {
    var authority = new Authority(folder);
    try (var publisher = Publisher.start();
        var expired = Publisher.start(authority.issue("dns:expired.test", "-20d", 10));
        var otherName = Publisher.start(authority.issue("dns:other.test", "-1d", 10));
        var selfSigned = Publisher.start(new Authority(folder.resolve("own")).selfSigned())) {
      answers(publisher).forEach((name, answer) -> publisher.on("/" + name, answer));
      publisher.on("/hop", Answer.redirect(307, "http://hop-private.test/secret"));
      publisher.on(
          "/rebinding",
          Answer.of(
              302,
              Map.of(
                  "Location",
                  publisher.uri("rebinding.test", "/again").toString(),
                  "Connection",
                  "close"),
              ""));
      publisher.on("/well", request -> Answer.feed(request, "\"1\"", RSS));
      publisher.on("/once", new Once(Answer.feed(RSS), Answer.textThenReset("HTTP/1.1 200 O")));
      var polling =
          Running.polling(Duration.ofSeconds(8), Duration.ofSeconds(1), Duration.ofSeconds(1));
      try (var running =
          new Running(
              folder, this::addresses, authority.client(), polling, InstantSource.system())) {
        answers(publisher)
            .keySet()
            .forEach(name -> running.add(name, publisher.uri(name + ".test", "/" + name)));
        running.add("nowhere", URI.create("http://nowhere.test/"));
        running.add("refused", URI.create("http://refused.test:" + unusedPort() + "/"));
        running.add("rebinding", publisher.uri("rebinding.test", "/rebinding"));
        running.add("expired", expired.uri("expired.test", "/"));
        running.add("wrong-name", otherName.uri("wrong-name.test", "/"));
        running.add("self-signed", selfSigned.uri("self-signed.test", "/"));
        running.add("once", publisher.uri("once.test", "/once"));
        for (int i = 0; i < 20; i++) {
          running.add("well-" + i, publisher.uri("well-" + i + ".test", "/well"));
        }
        running.start();

        for (var expected : WORDS.entrySet()) {
          running.awaitPolled(expected.getKey());
          var state = running.feed(expected.getKey()).state();
          assertThat(state.outcome()).as(expected.getKey()).isIn(Outcome.FAILED, Outcome.GONE);
          assertThat(state.message()).as(expected.getKey()).containsPattern(expected.getValue());
          assertThat(state.failures()).as(expected.getKey()).isPositive();
        }
        running.await("each well polled again", () -> publisher.requests("/well").size() >= 60);
        running.await("once failed", () -> running.feed("once").state().failures() > 0);
        for (int i = 0; i < 20; i++) {
          assertThat(running.feed("well-" + i).entries()).isEqualTo(1);
          assertThat(running.feed("well-" + i).state().failures()).isZero();
        }
        assertThat(running.feed("once").entries()).as("what was stored stays").isEqualTo(1);
        assertThat(running.feed("once").state().lastSuccess()).isPresent();

        running.refresher().close();
        assertThat(running.refresher().underWay()).isZero();
        running.await("no thread is left", MisbehaviourTest::noThreadIsLeft);
        running.await("no connection is left", () -> publisher.open() == 0);
      }
    }
  }

  private static boolean noThreadIsLeft() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .noneMatch(name -> name.startsWith("feedloom-") || name.equals("polling"));
  }

  /** One answer to the first request, another to all others. */
  private static final class Once implements Publisher.Handler {
    private final Answer first;
    private final Answer others;
    private final AtomicInteger count = new AtomicInteger();

    Once(Answer first, Answer others) {
      this.first = first;
      this.others = others;
    }

    @Override
    public Answer answer(io.feedloom.farm.Request request) {
      return count.getAndIncrement() == 0 ? first : others;
    }
  }
}
