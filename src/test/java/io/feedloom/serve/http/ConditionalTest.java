package io.feedloom.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionalTest {
  private static final Instant CHANGED = Instant.parse("2026-03-01T10:20:30.750Z");

  private static boolean isUnchanged(
      @Nullable String ifNoneMatch, @Nullable String ifModifiedSince) {
    return Conditional.isUnchanged(
        Optional.ofNullable(ifNoneMatch),
        Optional.ofNullable(ifModifiedSince),
        "abc",
        Optional.of(CHANGED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"abc\"", "W/\"abc\"", "\"x\", \"abc\"", "\"x\",W/\"abc\" , \"y\"", "*", " * "})
  void matchingEtagMeansUnchanged(String header) {
    assertThat(isUnchanged(header, null)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"abcd\"", "abc", "\"abc-gzip\"", "", "\"\"", "\"x\", \"y\""})
  void anyOtherTagMeansChanged(String header) {
    assertThat(isUnchanged(header, null)).isFalse();
  }

  @Test
  void differentEtagComesBeforeAMatchingDate() {
    assertThat(isUnchanged("\"other\"", "Sun, 01 Mar 2026 10:20:30 GMT")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 01 Mar 2026 10:20:30 GMT|true",
        "Sun, 01 Mar 2026 10:20:31 GMT|true",
        "Sun, 01 Mar 2026 10:20:29 GMT|false",
        "yesterday|false",
        "2026-03-01T10:20:30Z|false"
      })
  void datesAreComparedToTheSecond(String since, boolean unchanged) {
    assertThat(isUnchanged(null, since)).isEqualTo(unchanged);
  }

  @Test
  void withoutAConditionTheDocumentIsSent() {
    assertThat(isUnchanged(null, null)).isFalse();
  }

  @Test
  void emptyDocumentHasNoDateToCompare() {
    assertThat(
            Conditional.isUnchanged(
                Optional.empty(),
                Optional.of("Sun, 01 Mar 2026 10:20:30 GMT"),
                "abc",
                Optional.empty()))
        .isFalse();
  }

  @Test
  void datesAreInTheFormatOfHttp() {
    assertThat(Conditional.date(CHANGED)).isEqualTo("Sun, 01 Mar 2026 10:20:30 GMT");
  }
}
