package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.DocumentHeaders;
import io.feedloom.feed.Due;
import io.feedloom.feed.Exchange;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Postponed;
import io.feedloom.feed.Validators;
import io.feedloom.refresh.Poll.Answer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a feed is tried again whose poll was not stored, and what is kept until then. */
class BacklogTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private static final URI FEED = URI.create("https://x.example/");
  private static final Exchange EXCHANGE =
      new Exchange(FEED, FEED, List.of(), 200, Duration.ZERO, 0, Optional.empty());

  private final Backlog backlog = new Backlog(100);

  private static Due due(int key) {
    return new Due(
        key,
        new FeedId("f" + key),
        URI.create("https://x.example/" + key),
        NOON.plusSeconds(300),
        PollState.unpolled(NOON));
  }

  private static Optional<Answer> answer(int bytes) {
    var fetched =
        new Fetched.Fresh(
            EXCHANGE,
            new byte[bytes],
            DocumentHeaders.of(Optional.empty(), Optional.empty()),
            Validators.NONE,
            "",
            false,
            Optional.empty());
    return Optional.of(new Answer(PollState.unpolled(NOON), fetched, List.of(), NOON));
  }

  @Test
  void attemptsToStoreFollowAtGrowingDistances() {
    var waits =
        IntStream.range(0, 10)
            .mapToObj(_ -> backlog.add(due(1), answer(10), NOON, HOUR).retryAt(NOON))
            .map(at -> Duration.between(NOON, at).toSeconds())
            .toList();

    assertThat(waits).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 900L, 900L);
  }

  @Test
  void answerBeyondTheMemoryLimitIsDroppedAndNotRequestedEarly() {
    backlog.add(due(1), answer(60), NOON, HOUR);
    var second = backlog.add(due(2), answer(60), NOON, HOUR);

    assertThat(second.answer()).isEmpty();
    assertThat(second.retryAt(NOON)).isEqualTo(NOON.plus(HOUR));
    assertThat(backlog.before(due(1), NOON))
        .hasValueSatisfying(kept -> assertThat(kept.answer()).isPresent());
    backlog.remove(due(1));
    assertThat(backlog.add(due(2), answer(60), NOON, HOUR).answer()).isPresent();
  }

  @Test
  void repeatedPollTakesItsMemoryOnce() {
    backlog.add(due(1), answer(90), NOON, HOUR);

    assertThat(backlog.add(due(1), answer(90), NOON, HOUR).answer()).isPresent();
  }

  @Test
  void atItsTimeTheFeedIsRequestedAndTheOldAnswerForgotten() {
    backlog.add(due(1), answer(60), NOON, HOUR);

    assertThat(backlog.before(due(1), NOON.plus(HOUR).minusMillis(1))).isPresent();
    assertThat(backlog.before(due(1), NOON.plus(HOUR))).isEmpty();
    assertThat(backlog.add(due(2), answer(90), NOON, HOUR).answer()).isPresent();
  }

  @Test
  void pollThatFailsAgainDoublesTheIntervalUpToADay() {
    var none = Optional.<Answer>empty();
    var waits =
        IntStream.range(0, 7)
            .mapToObj(_ -> backlog.add(due(1), none, NOON, HOUR).notBefore())
            .map(at -> Duration.between(NOON, at).toHours())
            .toList();

    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 24L, 24L);
  }

  @Test
  void pollOfAnotherProcessIsNotOverwritten() {
    backlog.add(due(1), answer(60), NOON, HOUR);
    var at = Optional.of(NOON.plusSeconds(5));
    var polled =
        PollState.unpolled(NOON)
            .withLast(new PollState.Result(PollState.Outcome.FRESH, "", 200, 0, at, at));
    var taken =
        new Due(1, new FeedId("f1"), URI.create("https://x.example/1"), NOON.plus(HOUR), polled);

    assertThat(backlog.before(taken, NOON)).isEmpty();
    assertThat(backlog.isEmpty(NOON)).isTrue();
  }

  @Test
  void feedThatWasGivenBackIsNotHeld() {
    var unstored = backlog.add(due(1), answer(60), NOON, HOUR);
    assertThat(backlog.held()).containsExactly(unstored);
    backlog.givenBack(unstored);

    assertThat(backlog.held()).isEmpty();
    assertThat(backlog.before(due(1), NOON)).isPresent();
  }

  @Test
  void feedsThatWereNotPolledAreGivenBackOnce() {
    var feed = new Postponed(due(1), NOON, "away");
    backlog.addUnpolled(List.of(feed, feed));

    assertThat(backlog.takeUnpolled()).containsExactly(feed);
    assertThat(backlog.takeUnpolled()).isEmpty();
  }

  @Test
  void feedThatComesBackIsNotRequestedEarly() {
    var poll = backlog.add(due(1), answer(60), NOON, HOUR);
    backlog.leave(poll);

    assertThat(backlog.held()).isEmpty();
    assertThat(backlog.before(due(1), NOON.plusSeconds(1)))
        .hasValueSatisfying(
            kept -> {
              assertThat(kept.notBefore()).isEqualTo(NOON.plus(HOUR));
              assertThat(kept.answer()).isPresent();
            });
  }

  @Test
  void unsubscribedFeedIsForgottenWhenItsTimeHasCome() {
    backlog.leave(backlog.add(due(1), answer(60), NOON, HOUR));

    assertThat(backlog.isEmpty(NOON.plusSeconds(1))).isFalse();
    assertThat(backlog.isEmpty(NOON.plus(HOUR))).isTrue();
    assertThat(backlog.add(due(2), answer(60), NOON, HOUR).answer()).as("room").isPresent();
  }
}
