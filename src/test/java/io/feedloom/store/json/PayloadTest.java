package io.feedloom.store.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.feed.Entry;
import io.feedloom.feed.PollState;
import io.feedloom.store.api.StoreException;
import io.feedloom.store.db.Millis;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading rows that another version wrote. */
class PayloadTest {
  private static byte[] plain(String json) {
    return ("\u0001" + json).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void membersOfALaterVersionAreSkipped() {
    var entry =
        Payload.entry(
            plain(
                """
                {"guid":"g","later":{"a":[1,{"b":null}]},"title":"t","more":[[]],
                "authors":[{"name":"Ann","role":{"x":1}}],"flag":true}
                """));

    assertThat(entry.title()).isEqualTo("t");
    assertThat(entry.authors())
        .singleElement()
        .extracting(p -> p.name().orElse(""))
        .isEqualTo("Ann");
  }

  @Test
  void membersMissingInAnEarlierVersionAreAbsent() {
    assertThat(Payload.entry(plain("{\"guid\":\"g\"}"))).isEqualTo(Entry.builder("g").build());
    assertThat(FeedJson.state("{}").outcome()).isEqualTo(PollState.Outcome.NEW);
    assertThat(FeedJson.info("{}").title()).isEmpty();
    assertThat(FeedJson.problems("{}")).isEmpty();
  }

  @Test
  void longTextsAreCompressedAndShortOnesAreNot() {
    var words = "the same words again and ".repeat(100);

    assertThat(Payload.of(Entry.builder("g").content(words).build())).hasSizeLessThan(300);
    assertThat(Payload.of(Entry.builder("g").build()))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("\u0001{\"guid\":\"g\",\"title\":\"\"}");
  }

  @Test
  void formatOfALaterVersionIsRefused() {
    assertThatThrownBy(() -> Payload.entry(new byte[] {9, 1, 2}))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("format 9");
  }

  @Test
  void timesBeyondTheRangeBecomeItsEnds() {
    assertThat(Millis.of(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
    assertThat(Millis.of(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
    assertThat(Millis.at(Millis.of(Instant.parse("2026-01-01T00:00:00.001999Z"))))
        .isEqualTo(Instant.parse("2026-01-01T00:00:00.001Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"outcome\":\"SOMETHING\"}", "{\"nextPoll\":\"soon\"}"})
  void unreadableStateMakesTheFeedDue(String json) {
    var state = FeedJson.state(json);

    assertThat(state.outcome()).isEqualTo(PollState.Outcome.FAILED);
    assertThat(state.message()).contains("cannot be read");
    assertThat(state.nextPoll()).isEqualTo(Instant.EPOCH);
    assertThat(state.lastSuccess())
        .as("so that its entries are compared with the stored ones")
        .isPresent();
  }

  @Test
  void refusedConditionsAreReadBack() {
    var now = Instant.parse("2026-03-01T12:00:00Z");
    var requests =
        PollState.Requests.NONE.answeredWhole(now).refusedConditions(now).refusedDelta(now);
    var state =
        PollState.unpolled(now).withResource(PollState.Resource.UNKNOWN.withRequests(requests));

    assertThat(FeedJson.state(FeedJson.state(state))).isEqualTo(state);
    assertThat(FeedJson.state("{}").resource().requests()).isEqualTo(PollState.Requests.NONE);
  }
}
