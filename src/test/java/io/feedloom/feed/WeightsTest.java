package io.feedloom.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WeightsTest {
  private static double[] random(Random random, int size, double zeros) {
    return random
        .doubles(size)
        .map(value -> random.nextDouble() < zeros ? 0 : Math.pow(10, 8 * value - 4))
        .toArray();
  }

  @Test
  void writtenTextIsReadBack() {
    var random = new Random(1);
    for (int i = 0; i < 200; i++) {
      int size = random.nextInt(300);
      var weights = Weights.of(random(random, size, random.nextDouble()));
      assertThat(Weights.parse(weights.text(), size)).contains(weights);
    }
  }

  @Test
  void theyAreKeptToFiveDigits() {
    var weights = Weights.of(12_345.678, 0.000_123_456_78);

    assertThat(weights.get(0)).isCloseTo(12_345.678, Offset.offset(0.2));
    assertThat(weights.get(1)).isCloseTo(0.000_123_456_78, Offset.offset(2e-9));
  }

  @Test
  void negativeOrInvalidNumbersBecomeZero() {
    assertThat(Weights.of(-1, Double.NaN, -0.0)).isEqualTo(Weights.zeros(3));
    assertThat(Weights.of(Double.POSITIVE_INFINITY).get(0)).isPositive().isFinite();
  }

  @Test
  void textOfAnotherSizeIsNotRead() {
    var text = Weights.of(1, 0, 0, 2).text();

    assertThat(Weights.parse(text, 3)).isEmpty();
    assertThat(Weights.parse(text, 5)).isEmpty();
    assertThat(Weights.parse("?", 4)).isEmpty();
    assertThat(Weights.parse("", 4)).isEmpty();
  }

  @Test
  void rhythmTakesAFewHundredBytesAtMost() {
    var random = new Random(2);
    var lively = Weights.of(random(random, Rhythm.WEIGHTS, 0));
    var quiet = Weights.of(random(random, Rhythm.WEIGHTS, 0.95));

    assertThat(lively.text().length()).isLessThan(900);
    assertThat(quiet.text().length()).isLessThan(150);
  }

  @Test
  void rhythmIsTheSameAfterItsWeightsWereWrittenAndRead() {
    var weights = Weights.of(random(new Random(3), Rhythm.WEIGHTS, 0.2));
    var rhythm = Rhythm.of(Instant.EPOCH, Instant.EPOCH.plusSeconds(9), 12, weights);

    assertThat(rhythm.weights()).isEqualTo(weights);
    assertThat(Rhythm.of(rhythm.since(), rhythm.last(), rhythm.held(), rhythm.weights()))
        .isEqualTo(rhythm);
  }
}
