package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.EntryFilter.Condition;
import io.feedloom.feed.EntryFilter.Part;
import io.feedloom.feed.PollState.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Polling after unexpected exceptions. */
class UnexpectedFailureTest {
  private static final String RSS =
      """
      <rss version="2.0"><channel><title>T</title><link>http://x.example/</link><description/>
      <item><guid isPermaLink="false">1</guid><title>One</title></item></channel></rss>
      """;

  @TempDir private Path folder;
  private final Publisher publisher = Publisher.start();
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));

  @AfterEach
  void close() {
    publisher.close();
  }

  private Running running(InstantSource clock) throws Exception {
    var hour = Duration.ofHours(1);
    return new Running(
        folder,
        name -> List.of("127.0.0.1"),
        SSLContext.getDefault(),
        Running.polling(Duration.ofSeconds(50), hour, hour),
        clock);
  }

  private static EntryFilter throwing(Supplier<? extends Error> error) {
    Predicate<String> test =
        text -> {
          throw error.get();
        };
    return new EntryFilter(List.of(new Condition(Part.TITLE, "x", test)));
  }

  private static EntryFilter broken() {
    Predicate<String> test =
        text -> {
          throw new IllegalStateException("no such luck");
        };
    return new EntryFilter(List.of(new Condition(Part.TITLE, "x", test)));
  }

  @Test
  void unexpectedExceptionIsStoredAsFailureCountedAndDelaysTheNextPoll() throws Exception {
    publisher.on("/a", Answer.feed(RSS)).on("/b", Answer.feed(RSS)).on("/c", Answer.feed(RSS));
    try (var running = running(time::get)) {
      running.add("a", publisher.uri("a.test", "/a"), broken());
      running.add("b", publisher.uri("b.test", "/b"), throwing(StackOverflowError::new));
      running.add("c", publisher.uri("c.test", "/c"));
      running.start();
      for (var name : List.of("a", "b", "c")) {
        running.awaitPolled(name);
      }

      var state = running.feed("a").state();
      assertThat(state.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(state.message())
          .contains(
              "a bug in Feedloom", "IllegalStateException: no such luck", "UnexpectedFailureTest");
      assertThat(state.failures()).isEqualTo(1);
      assertThat(state.nextPoll()).isAfterOrEqualTo(time.get().plus(Duration.ofHours(1)));
      assertThat(running.feed("b").state().message()).contains("StackOverflowError");
      assertThat(running.feed("c").state().outcome()).isEqualTo(Outcome.FRESH);
      assertThat(running.health().count()).isEqualTo(2);

      time.set(time.get().plus(Duration.ofDays(1)));
      running.refresher().wake();
      running.await("it failed again", () -> running.feed("a").state().failures() == 2);
      assertThat(running.feed("a").state().nextPoll())
          .isAfterOrEqualTo(time.get().plus(Duration.ofHours(2)));
    }
  }

  @Test
  void loopSurvivesAnExceptionAndReportsIt() throws Exception {
    publisher.on("/a", Answer.feed(RSS));
    var broken = new AtomicReference<@Nullable RuntimeException>();
    InstantSource clock =
        () -> {
          boolean isLoop = Thread.currentThread().getName().equals("polling");
          var exception = isLoop ? broken.getAndSet(null) : null;
          if (exception != null) {
            throw exception;
          }
          return time.get();
        };
    try (var running = running(clock)) {
      running.add("a", publisher.uri("a.test", "/a"));
      running.start();
      running.awaitPolled("a");
      assertThat(running.health().troubles()).isEmpty();
      broken.set(new IllegalStateException("the clock is mad"));
      running.refresher().wake();
      running.await(
          "said",
          () -> !running.health().troubles().isEmpty() && !running.health().incidents().isEmpty());

      assertThat(running.health().troubles().getFirst().part()).isEqualTo("polling");
      assertThat(running.health().incidents().getFirst().what()).contains("IllegalStateException");
      time.set(time.get().plus(Duration.ofDays(2)));
      running.refresher().wake();
      running.await(
          "polled again",
          () -> running.feed("a").state().lastPoll().orElseThrow().equals(time.get()));
      running.await("no more trouble", () -> running.health().troubles().isEmpty());
    }
  }
}
