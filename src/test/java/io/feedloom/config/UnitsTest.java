package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "90s, PT90S, 1m30s",
    "15m, PT15M, 15m",
    "1h, PT1H, 1h",
    "1d, P1D, 1d",
    "1h30m, PT1H30M, 1h30m",
    "1d2h3m4s, P1DT2H3M4S, 1d2h3m4s",
    "24h, P1D, 1d",
    "0s, PT0S, 0s",
    "' 5m ', PT5M, 5m",
  })
  void durationIsReadAndWritten(String written, Duration read, String shortest)
      throws InvalidValue {
    assertThat(Durations.parse(written)).isEqualTo(read);
    assertThat(Durations.format(read)).isEqualTo(shortest);
    assertThat(Durations.parse(shortest)).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "m", "-5m", "1.5h", "30m1h", "1 h", "1H", "PT1H", "9999999999s"})
  void noOtherFormIsADuration(String written) {
    assertThatThrownBy(() -> Durations.parse(written)).isInstanceOf(InvalidValue.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10MiB, 10485760, 10MiB",
    "512KiB, 524288, 512KiB",
    "10MB, 10000000, 10000000B",
    "10 MB, 10000000, 10000000B",
    "1GiB, 1073741824, 1GiB",
    "1024, 1024, 1KiB",
    "7B, 7, 7B",
    "3kB, 3000, 3000B",
  })
  void sizeIsReadAndWritten(String written, long read, String shortest) throws InvalidValue {
    assertThat(ByteSizes.parse(written)).isEqualTo(read);
    assertThat(ByteSizes.format(read)).isEqualTo(shortest);
    assertThat(ByteSizes.parse(shortest)).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MB", "-1", "1.5MiB", "10mb", "10M", "10TiB", "9999999999999"})
  void noOtherFormIsASize(String written) {
    assertThatThrownBy(() -> ByteSizes.parse(written)).isInstanceOf(InvalidValue.class);
  }
}
