package io.feedloom.push.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTimesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
  }

  /** 1 March 2026 is a Sunday. */
  @ParameterizedTest
  @CsvSource({
    "PT1H, 2026-03-01T12:34, 2026-03-01T12:00, 2026-03-01T13:00",
    "PT1H, 2026-03-01T12:00, 2026-03-01T12:00, 2026-03-01T13:00",
    "PT15M, 2026-03-01T12:34, 2026-03-01T12:30, 2026-03-01T12:45",
    "PT7H, 2026-03-01T23:00, 2026-03-01T21:00, 2026-03-02T00:00",
    "P1D, 2026-03-01T12:34, 2026-03-01T00:00, 2026-03-02T00:00",
    "P1D, 2026-03-01T00:30, 2026-03-01T00:00, 2026-03-02T00:00",
    "P7D, 2026-03-01T12:34, 2026-02-23T00:00, 2026-03-02T00:00",
    "P7D, 2026-03-02T00:00, 2026-03-02T00:00, 2026-03-09T00:00",
    "PT1H, 2026-03-29T03:10, 2026-03-29T03:00, 2026-03-29T04:00",
    "P1D, 2026-03-29T12:00, 2026-03-29T00:00, 2026-03-30T00:00",
    "P1D, 2026-10-25T12:00, 2026-10-25T00:00, 2026-10-26T00:00",
  })
  void timesAreFullOnesOfTheTimeZone(Duration every, String now, String last, String next) {
    assertThat(DigestTimes.last(at(now), every, BERLIN)).isEqualTo(at(last));
    assertThat(DigestTimes.next(at(now), every, BERLIN)).isEqualTo(at(next));
  }

  @Test
  void nextTimeIsTheLastOneOfTheTimeItself() {
    for (var every : new Duration[] {Duration.ofMinutes(7), Duration.ofHours(5)}) {
      var time = at("2026-10-24T00:00");
      for (int i = 0; i < 1_000; i++) {
        var next = DigestTimes.next(time, every, BERLIN);
        assertThat(next).isAfter(time);
        assertThat(DigestTimes.last(next, every, BERLIN)).isEqualTo(next);
        assertThat(DigestTimes.last(next.minusMillis(1), every, BERLIN)).isBeforeOrEqualTo(time);
        time = next;
      }
    }
  }
}
