package io.feedloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.health.Health;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapTrimTest {
  private static final long MIB = 1 << 20;

  private final AtomicLong used = new AtomicLong(20 * MIB);
  private final AtomicLong live = new AtomicLong(20 * MIB);
  private final AtomicInteger trims = new AtomicInteger();
  private final HeapTrim trim =
      new HeapTrim(
          used::get,
          () -> {
            trims.incrementAndGet();
            used.set(live.get());
          },
          new Health(InstantSource.fixed(Instant.EPOCH), _ -> {}));

  private int after(long mebibytes) {
    used.addAndGet(mebibytes * MIB);
    trim.step();
    return trims.get();
  }

  private int afterSeconds(int seconds) {
    for (int second = 0; second < seconds; second++) {
      trim.step();
    }
    return trims.get();
  }

  @Test
  void growthIsCollectedOnceItEnds() {
    assertThat(afterSeconds(20)).as("what the start left").isEqualTo(1);
    assertThat(after(10)).as("busy").isEqualTo(1);
    assertThat(afterSeconds(5)).as("a short pause").isEqualTo(1);
    assertThat(after(1)).as("busy again").isEqualTo(1);
    assertThat(afterSeconds(20)).as("idle").isEqualTo(2);
    assertThat(afterSeconds(1_000)).as("nothing left to collect").isEqualTo(2);
  }

  @Test
  void muchGrowthIsCollectedAtOnce() {
    assertThat(after(60)).isEqualTo(1);
    assertThat(after(40)).isEqualTo(1);
    assertThat(after(40)).isEqualTo(2);
  }

  @Test
  void theMoreIsLiveTheMoreMayGrow() {
    live.set(200 * MIB);
    used.set(200 * MIB);
    assertThat(after(0)).isEqualTo(1);

    assertThat(after(80)).isEqualTo(1);
    assertThat(after(80)).isEqualTo(2);
  }

  @Test
  void littleGrowthIsLeftToTheCollector() {
    afterSeconds(20);
    int before = trims.get();

    assertThat(after(2)).isEqualTo(before);
    assertThat(afterSeconds(100)).isEqualTo(before);
  }
}
