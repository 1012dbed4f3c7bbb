package io.feedloom.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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
        "br, GZIP|BR",
        "gzip, deflate, br, zstd|BR",
        "gzip, zstd|ZSTD",
        "gzip;q=1, br;q=0.9|GZIP",
        "identity, gzip;q=0.5|IDENTITY",
        "br;q=0, zstd;q=0.1, *;q=0|ZSTD",
        "x-gzip|GZIP",
        "*|GZIP",
        "gzip;q=0|IDENTITY",
        "gzip;q=0, *|IDENTITY",
        "br|BR",
        "deflate, compress|IDENTITY",
        "identity|IDENTITY",
        "*;q=0|IDENTITY",
        "gzip;q=nonsense|IDENTITY",
        "''|IDENTITY"
      })
  void clientGetsItsPreferredCodingAndTheSmallestOfEquals(String header, Encoding expected) {
    assertThat(Encoding.forHeader(Optional.of(header))).isEqualTo(expected);
  }

  @Test
  void withoutAcceptEncodingBytesAreUncompressed() {
    assertThat(Encoding.forHeader(Optional.empty())).isEqualTo(Encoding.IDENTITY);
  }

  @Test
  void eachCodingHasItsOwnTagFromWhichThePlainOneIsKnown() {
    var tags = Arrays.stream(Encoding.values()).map(e -> e.etag("abc")).toList();

    assertThat(tags).doesNotHaveDuplicates().allMatch(tag -> Encoding.plain(tag).equals("abc"));
  }
}
