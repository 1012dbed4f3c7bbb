package io.feedloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.health.Health;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapTrimTest {
  private final AtomicLong collections = new AtomicLong();
  private final AtomicInteger trims = new AtomicInteger();
  private final HeapTrim trim =
      new HeapTrim(
          collections::get,
          () -> {
            trims.incrementAndGet();
            collections.incrementAndGet();
          },
          new Health(InstantSource.fixed(Instant.EPOCH), _ -> {}));

  /** The pause ends after so many collections. */
  private int after(int more) {
    collections.addAndGet(more);
    trim.step();
    return trims.get();
  }

  @Test
  void heapIsTrimmedOnceAfterABusyTime() {
    assertThat(after(40)).as("busy").isZero();
    assertThat(after(3)).as("still busy").isZero();
    assertThat(after(1)).as("quiet").isEqualTo(1);
    assertThat(after(0)).isEqualTo(1);
    assertThat(after(1)).isEqualTo(1);
  }

  @Test
  void idleProgramTrimsSeldom() {
    for (int pause = 1; pause <= 100; pause++) {
      after(pause % 2);
    }

    assertThat(trims).hasValueBetween(4, 6);
  }
}
