package io.feedloom.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Exchange;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Hold;
import io.feedloom.feed.PollState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whom else it concerns that one feed's server asks us to wait. */
class HoldPolicyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final URI URL = URI.create("https://blog.example.org/feed");

  private static Exchange exchange(int status) {
    return new Exchange(URL, URL, List.of(), status, Duration.ofSeconds(2), 0, Optional.empty());
  }

  private static Optional<Hold> after(int status, Duration retryAfter) {
    return after(new Fetched.Throttled(exchange(status), Optional.of(retryAfter)));
  }

  private static Optional<Hold> after(int status) {
    return after(new Fetched.Throttled(exchange(status), Optional.empty()));
  }

  private static Optional<Hold> after(Fetched fetched) {
    return HoldPolicy.after(
        fetched, "blog.example.org", Optional.of("example.org"), PollingSettings.DEFAULT, NOW);
  }

  @Test
  void tooManyRequestsHoldsTheWholeDomainForAsLongAsItSays() {
    assertThat(after(429, Duration.ofHours(3)))
        .contains(
            new Hold(
                "*.example.org",
                NOW.plus(Duration.ofHours(3)).plusSeconds(2),
                "blog.example.org answered 429 and asked us to wait 3 h"));
  }

  @Test
  void unavailableServerHoldsOnlyItsHost() {
    assertThat(after(503, Duration.ofMinutes(5)).orElseThrow().scope())
        .isEqualTo("blog.example.org");
  }

  @Test
  void hostWithoutADomainIsHeldAlone() {
    var fetched = new Fetched.Throttled(exchange(429), Optional.of(Duration.ofHours(1)));
    assertThat(
            HoldPolicy.after(fetched, "10.0.0.1", Optional.empty(), PollingSettings.DEFAULT, NOW))
        .hasValueSatisfying(hold -> assertThat(hold.scope()).isEqualTo("10.0.0.1"));
  }

  @Test
  void holdIsAtMostADay() {
    assertThat(after(429, Duration.ofHours(24)).orElseThrow().until())
        .isEqualTo(NOW.plus(Duration.ofHours(24)).plusSeconds(2));
    assertThat(after(429, Duration.ofDays(30)).orElseThrow().until())
        .isEqualTo(NOW.plus(Duration.ofHours(24)).plusSeconds(2));
  }

  @Test
  void withoutATimeOnly429LeadsToAHold() {
    assertThat(after(429).orElseThrow().until())
        .isEqualTo(NOW.plus(PollingSettings.DEFAULT.min()).plusSeconds(2));
    assertThat(after(503)).isEmpty();
  }

  @Test
  void nothingElseHoldsAHost() {
    assertThat(after(new Fetched.Gone(exchange(410)))).isEmpty();
    assertThat(after(new Fetched.Failed(exchange(500), Fetched.Reason.SERVER_ERROR, "x")))
        .isEmpty();
  }

  @Test
  void feedsThatWereAddedTogetherAreSpreadOverOneInterval() {
    var next = PollState.unpolled(NOW.plus(Duration.ofHours(1)));

    var dues =
        IntStream.range(0, 200)
            .mapToObj(
                i -> InitialStagger.apart(next, new FeedId("f" + i), PollingSettings.DEFAULT, NOW))
            .map(state -> Duration.between(NOW, state.nextPoll()).toMinutes())
            .toList();

    assertThat(dues).allMatch(minutes -> minutes >= 60 && minutes < 120);
    for (int from = 60; from < 120; from += 10) {
      int begin = from;
      assertThat(dues.stream().filter(m -> m >= begin && m < begin + 10).count())
          .isBetween(12L, 60L);
    }
  }

  @Test
  void spreadingNeverGoesBeyondTheLongestWait() {
    var next = PollState.unpolled(NOW.plus(PollingSettings.DEFAULT.max()));
    var state = InitialStagger.apart(next, new FeedId("a"), PollingSettings.DEFAULT, NOW);
    assertThat(state.nextPoll()).isEqualTo(next.nextPoll());
  }
}
