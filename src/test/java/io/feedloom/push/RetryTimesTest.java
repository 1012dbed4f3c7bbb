package io.feedloom.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryTimesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void triesEndAboutADayAfterTheFirst() {
    var time = NOW;
    int failures = 0;
    var before = Duration.ZERO;
    var next = RetryTimes.next(++failures, Optional.empty(), time);
    while (next.isPresent()) {
      var wait = Duration.between(time, next.get());
      assertThat(wait).isGreaterThanOrEqualTo(before);
      before = wait;
      time = next.get();
      next = RetryTimes.next(++failures, Optional.empty(), time);
    }
    assertThat(Duration.between(NOW, time)).isBetween(Duration.ofHours(23), Duration.ofHours(25));
  }

  @Test
  void serverCanAskForALongerWaitOfADayAtMost() {
    assertThat(RetryTimes.next(1, Optional.of(Duration.ofHours(1)), NOW))
        .contains(NOW.plus(Duration.ofHours(1)));
    assertThat(RetryTimes.next(1, Optional.of(Duration.ofDays(30)), NOW))
        .contains(NOW.plus(Duration.ofDays(1)));
    assertThat(RetryTimes.next(1, Optional.of(Duration.ZERO), NOW))
        .contains(NOW.plus(Duration.ofSeconds(5)));
  }
}
