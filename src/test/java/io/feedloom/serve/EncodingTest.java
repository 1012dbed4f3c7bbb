package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip|GZIP",
        "deflate, gzip;q=1.0, *;q=0.5|GZIP",
        "br, GZIP|GZIP",
        "x-gzip|GZIP",
        "*|GZIP",
        "gzip;q=0|IDENTITY",
        "gzip;q=0, *|IDENTITY",
        "br|IDENTITY",
        "identity|IDENTITY",
        "*;q=0|IDENTITY",
        "gzip;q=nonsense|IDENTITY",
        "''|IDENTITY"
      })
  void gzipIsSentToThoseWhoTakeIt(String header, Encoding expected) {
    assertThat(Encoding.forHeader(Optional.of(header))).isEqualTo(expected);
  }

  @Test
  void whoSaysNothingGetsPlainBytes() {
    assertThat(Encoding.forHeader(Optional.empty())).isEqualTo(Encoding.IDENTITY);
  }

  @Test
  void eachCodingHasATagOfItsOwn() {
    assertThat(Encoding.GZIP.etag("abc")).isNotEqualTo(Encoding.IDENTITY.etag("abc"));
  }
}
