package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.Request;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.PollState.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conditions of requests, over days and with servers that answer oddly. */
class ConditionalPollTest {
  @TempDir private Path folder;
  private final Publisher publisher = Publisher.start();
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
  private final AtomicInteger items = new AtomicInteger(1);
  private Running running;

  @BeforeEach
  void start() throws Exception {
    var hour = Duration.ofHours(1);
    running =
        new Running(
            folder,
            name -> List.of("127.0.0.1"),
            SSLContext.getDefault(),
            Running.polling(Duration.ofSeconds(50), hour, hour),
            time::get);
    running.add("a", publisher.uri("/a"));
  }

  @AfterEach
  void close() {
    running.close();
    publisher.close();
  }

  private static String rss(int items) {
    return IntStream.rangeClosed(1, items)
        .mapToObj(
            i -> "<item><guid isPermaLink=\"false\">%d</guid><title>T</title></item>".formatted(i))
        .collect(
            Collectors.joining(
                "",
                "<rss version=\"2.0\"><channel><title>T</title><link>http://x.example/</link>",
                "</channel></rss>"));
  }

  private FeedStatus feed() {
    return running.feed("a");
  }

  private void firstPoll() throws InterruptedException {
    running.start();
    running.awaitPolled("a");
  }

  private void pollAfter(Duration wait) throws InterruptedException {
    time.set(time.get().plus(wait));
    running.refresher().refresh(feed().id());
    running.await("polled again", () -> feed().state().lastPoll().equals(Optional.of(time.get())));
  }

  private static boolean isConditional(Request request) {
    return request.header("If-None-Match").isPresent()
        || request.header("If-Modified-Since").isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Tue, 01 Jan 1980 00:00:01 GMT",
        "Tue, 01 Jan 2041 00:00:00 GMT",
        "Thu Jan  1 00:00:00 1970",
        "0"
      })
  void serverWithAWrongClockGetsAFullRequestOnceAWeek(String date) throws Exception {
    publisher.on(
        "/a",
        request ->
            isConditional(request)
                ? Answer.of(304, Map.of("Last-Modified", date), "")
                : Answer.of(200, Map.of("Last-Modified", date), rss(items.get())));
    firstPoll();
    var whole = new ArrayList<Integer>();
    for (int day = 1; day <= 15; day++) {
      items.incrementAndGet();
      pollAfter(Duration.ofDays(1));
      if (!isConditional(publisher.requests().getLast())) {
        whole.add(day);
        assertThat(feed().entries()).isEqualTo(items.get());
      }
    }

    assertThat(whole).hasSize(2);
    assertThat(whole.getFirst()).isBetween(5, 7);
    assertThat(whole.get(1) - whole.getFirst()).isBetween(5, 7);
  }

  @Test
  void credibleDateLeadsToAConditionalRequest() throws Exception {
    publisher.on(
        "/a",
        request ->
            isConditional(request)
                ? Answer.of(304, Map.of(), "")
                : Answer.of(
                    200,
                    Map.of("Last-Modified", "Sat, 28 Feb 2026 10:00:00 GMT", "ETag", "\"1\""),
                    rss(1)));
    firstPoll();
    for (int day = 1; day <= 10; day++) {
      pollAfter(Duration.ofDays(1));
    }

    assertThat(publisher.requests().subList(1, 11)).allMatch(ConditionalPollTest::isConditional);
  }

  @Test
  void conditionsThatAreRefusedAreLeftOutAtOnceAndLater() throws Exception {
    publisher.on(
        "/a",
        request ->
            isConditional(request)
                ? Answer.of(412, Map.of(), "")
                : Answer.of(200, Map.of("ETag", "\"a" + items + "\""), rss(items.get())));
    firstPoll();
    for (int poll = 2; poll <= 3; poll++) {
      items.set(poll);
      pollAfter(Duration.ofHours(2));
      assertThat(feed().entries()).isEqualTo(poll);
      assertThat(feed().state().failures()).isZero();
    }

    assertThat(publisher.requests())
        .extracting(ConditionalPollTest::isConditional)
        .containsExactly(false, true, false, false);
  }

  @Test
  void refusedAimIsLeftOutAndConditionsStay() throws Exception {
    publisher.on(
        "/a",
        request ->
            request.header("A-IM").isPresent()
                ? Answer.of(400, Map.of(), "")
                : Answer.of(200, Map.of("ETag", "\"a" + items + "\""), rss(items.get())));
    firstPoll();
    running.restart();
    for (int poll = 2; poll <= 3; poll++) {
      items.set(poll);
      pollAfter(Duration.ofHours(2));
      assertThat(feed().entries()).isEqualTo(poll);
      assertThat(feed().state().failures()).isZero();
    }

    assertThat(publisher.requests())
        .extracting(request -> request.header("A-IM").isPresent())
        .containsExactly(false, true, false, false);
    assertThat(publisher.requests().getLast().header("If-None-Match")).contains("\"a2\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 406, 501})
  void serverThatRefusesAimAndConditionsIsReadAfterOneFailure(int status) throws Exception {
    publisher.on(
        "/a",
        request -> {
          if (request.header("A-IM").isPresent()) {
            return Answer.of(status, Map.of(), "");
          }
          return isConditional(request)
              ? Answer.of(412, Map.of(), "")
              : Answer.of(200, Map.of("ETag", "\"a" + items + "\""), rss(items.get()));
        });
    firstPoll();
    items.set(2);
    pollAfter(Duration.ofHours(2));
    assertThat(feed().state().failures()).isEqualTo(1);
    for (int poll = 3; poll <= 4; poll++) {
      items.set(poll);
      pollAfter(Duration.ofDays(2));
      assertThat(feed().entries()).isEqualTo(poll);
      assertThat(feed().state().failures()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 412})
  void secondRefusalIsNeitherRepeatedNorRemembered(int status) throws Exception {
    var refusing = new AtomicInteger();
    publisher.on(
        "/a",
        request ->
            refusing.get() > 0
                ? Answer.of(status, Map.of(), "")
                : Answer.feed(request, "\"1\"", rss(1)));
    firstPoll();
    refusing.set(1);
    pollAfter(Duration.ofHours(2));
    assertThat(feed().state().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(publisher.requests()).hasSize(3);

    refusing.set(0);
    pollAfter(Duration.ofDays(2));
    assertThat(publisher.requests().getLast().header("A-IM")).isPresent();
    assertThat(feed().state().outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  private static Answer raw(Map<String, String> headers, String body) {
    var all = new HashMap<>(headers);
    all.put("Connection", "close");
    return Answer.textThenClose(
        "HTTP/1.1 200 OK\r\n"
            + all.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                .collect(Collectors.joining())
            + "\r\n"
            + body);
  }

  @Test
  void completeDocumentIsCompleteWhateverLengthIsAnnounced() throws Exception {
    var body = rss(3);
    var chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";
    var answers =
        List.of(
            raw(Map.of("Content-Length", "" + (body.length() + 50), "ETag", "\"1\""), body),
            raw(Map.of("Transfer-Encoding", "chunked", "ETag", "\"2\""), chunk));
    var place = new AtomicInteger();
    publisher.on("/a", _ -> answers.get(place.get()));
    firstPoll();
    assertThat(feed().entries()).isEqualTo(3);
    assertThat(feed().state().failures()).isZero();

    place.set(1);
    pollAfter(Duration.ofHours(2));
    assertThat(publisher.requests().getLast().header("If-None-Match")).contains("\"1\"");
    assertThat(feed().state().failures()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 0})
  void incompleteDocumentIsRequestedWithoutConditions(int missing) throws Exception {
    var body = rss(3);
    var half = body.substring(0, body.indexOf("<guid", body.indexOf("</item>")) + 12);
    var cut = raw(Map.of("Content-Length", "" + (half.length() + missing), "ETag", "\"1\""), half);
    var place = new AtomicInteger();
    publisher.on("/a", request -> place.get() < 2 ? cut : Answer.feed(request, "\"1\"", body));
    firstPoll();
    for (int poll = 1; poll <= 2; poll++) {
      place.set(poll);
      pollAfter(Duration.ofDays(poll));
      assertThat(isConditional(publisher.requests().getLast())).isFalse();
    }

    assertThat(feed().entries()).isGreaterThanOrEqualTo(3);
    assertThat(feed().problems()).isEmpty();
    pollAfter(Duration.ofDays(1));
    assertThat(publisher.requests().getLast().header("If-None-Match")).contains("\"1\"");
  }
}
