package io.feedloom.serve.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Polled;
import io.feedloom.serve.Served;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedHealthTest {
  private static final Instant NOW = Served.NOON;

  private static FeedStatus feed(Outcome outcome, Optional<Instant> newest) {
    var before = PollState.unpolled(NOW);
    var state =
        new PollState(
            before.resource(),
            new PollState.NextPoll(NOW, "usual"),
            new PollState.Result(outcome, "", 200, 0, Optional.of(NOW), Optional.of(NOW)),
            before.pace(),
            Optional.empty());
    return new FeedStatus(
        1,
        new FeedProfile(
            new FeedId("a"),
            URI.create("https://a.example/"),
            Optional.empty(),
            Set.of(),
            Optional.empty()),
        1,
        state,
        List.of(),
        1,
        newest);
  }

  private static List<Polled> polls(Outcome outcome, int... millis) {
    return IntStream.of(millis)
        .mapToObj(ms -> new Polled(NOW, outcome, 200, Duration.ofMillis(ms), 0))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "GONE, GONE",
    "FAILED, FAILING",
    "THROTTLED, THROTTLED",
    "NEW, NEW",
    "FRESH, HEALTHY",
    "UNCHANGED, HEALTHY",
  })
  void lastPollDecidesTheCondition(Outcome outcome, FeedHealth condition) {
    var feed = feed(outcome, Optional.of(NOW));
    assertThat(FeedHealth.of(feed, polls(outcome, 9_000), NOW))
        .isEqualTo(condition == FeedHealth.HEALTHY ? FeedHealth.SLOW : condition);
    assertThat(FeedHealth.of(feed, polls(outcome, 90), NOW)).isEqualTo(condition);
  }

  @Test
  void feedIsSlowIfHalfOfItsLastFiveAnswersAreSlow() {
    var feed = feed(Outcome.FRESH, Optional.of(NOW));
    var slow = polls(Outcome.FRESH, 6_000, 20, 6_000, 20, 6_000, 20, 20, 20);
    assertThat(FeedHealth.of(feed, slow, NOW)).isEqualTo(FeedHealth.SLOW);
    var quick = polls(Outcome.FRESH, 6_000, 20, 5_000, 20, 6_000, 9_000, 9_000);
    assertThat(FeedHealth.of(feed, quick, NOW)).isEqualTo(FeedHealth.HEALTHY);
    var failures = polls(Outcome.FAILED, 30_000, 30_000, 30_000);
    assertThat(FeedHealth.of(feed, failures, NOW)).isEqualTo(FeedHealth.HEALTHY);
  }

  @Test
  void feedIsSilentIfNothingNewArrivedForLong() {
    var then = NOW.minus(Duration.ofDays(60));
    assertThat(FeedHealth.of(feed(Outcome.UNCHANGED, Optional.of(then)), List.of(), NOW))
        .isEqualTo(FeedHealth.HEALTHY);
    assertThat(
            FeedHealth.of(
                feed(Outcome.UNCHANGED, Optional.of(then.minusMillis(1))), List.of(), NOW))
        .isEqualTo(FeedHealth.SILENT);
    assertThat(FeedHealth.of(feed(Outcome.FRESH, Optional.empty()), List.of(), NOW))
        .isEqualTo(FeedHealth.SILENT);
  }
}
