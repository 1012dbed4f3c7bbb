package io.feedloom.serve.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.serve.Served;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits on wrong admin tokens. */
class AdminTriesTest {
  private static final String ONE = "192.0.2.1";
  private static final long MINUTE = 60_000_000_000L;

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final AdminTries tries = new AdminTries(nanos::get);

  private int guess(int count) {
    int refused = 0;
    for (int i = 0; i < count; i++) {
      refused += tries.wrong(ONE) ? 1 : 0;
    }
    return refused;
  }

  @Test
  void eleventhWrongTokenWithinAMinuteIsTooMany() {
    assertThat(guess(10)).isZero();
    assertThat(guess(3)).isEqualTo(3);
    assertThat(tries.wrong("192.0.2.2")).as("another address").isFalse();

    nanos.addAndGet(MINUTE);
    assertThat(guess(1)).as("a minute later").isZero();
  }

  @Test
  void furtherTokensAreCheckedSlowlyAndTooManyAreRefused() {
    guess(10);
    int seen = 0;
    while (seen < 100 && tries.await(ONE)) {
      seen++;
    }

    assertThat(seen).isBetween(5, 15);
    assertThat(tries.await("192.0.2.2")).isTrue();
    nanos.addAndGet(MINUTE);
    assertThat(tries.await(ONE)).isTrue();
  }

  @Test
  void adminIsAcceptedWhileAnotherClientOfTheProxyGuesses(@TempDir Path folder) {
    try (var served = new Served(folder, "feeds: [{ id: a, url: 'http://a.example/' }]\n")) {
      int limited = 0;
      for (int i = 0; i < 15; i++) {
        var status = reload(served, "Bearer wrong" + i);
        limited += status == 429 ? 1 : 0;
        assertThat(status).isIn(401, 429);
      }

      assertThat(limited).isEqualTo(5);
      assertThat(reload(served, "Bearer letmein")).isEqualTo(200);
      assertThat(reload(served, "bEARER letmein")).isEqualTo(200);
    }
  }

  private static int reload(Served served, String authorization) {
    return served.ask("POST", "/api/v1/reload", "Authorization", authorization).statusCode();
  }
}
