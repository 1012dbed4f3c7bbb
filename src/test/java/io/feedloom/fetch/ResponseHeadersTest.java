package io.feedloom.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseHeadersTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static HttpAnswer answer(Map<String, String> headers) {
    var caseless = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    caseless.putAll(headers);
    return new HttpAnswer(
        200,
        name -> Optional.ofNullable(caseless.get(name)),
        new byte[0],
        Optional.empty(),
        java.util.List.of());
  }

  private static Map<String, String> headers(String lines) {
    var headers = new TreeMap<String, String>();
    for (var line : lines.split(" / ", -1)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return headers;
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "Content-Type: text/xml | -",
        "Cache-Control: max-age=300 | PT5M",
        "Cache-Control: public, s-maxage=9, MAX-AGE=300, must-revalidate | PT5M",
        "Cache-Control: max-age=\"300\" | PT5M",
        "Cache-Control: max-age=300 / Age: 100 | PT3M20S",
        "Cache-Control: max-age=300 / Age: 400 | PT0S",
        "Cache-Control: max-age=0 | PT0S",
        "Cache-Control: max-age=soon | -",
        "Cache-Control: max-age=-1 | -",
        "Cache-Control: max-age=99999999999999 | PT596523H14M8S",
        "Cache-Control: max-age=999999999999999999999999 | PT596523H14M8S",
        "Cache-Control: no-cache | -",
        "Cache-Control: no-cache, max-age=300 | -",
        "Cache-Control: no-store / Expires: Sun, 01 Mar 2026 13:00:00 GMT | -",
        "Expires: Sun, 01 Mar 2026 13:00:00 GMT | PT1H",
        "Expires: Sun, 01 Mar 2026 13:00:00 GMT / Date: Sun, 01 Mar 2026 12:30:00 GMT | PT30M",
        "Expires: Sun, 01 Mar 2026 11:00:00 GMT | PT0S",
        "Expires: 0 | PT0S",
        "Expires: -1 | PT0S",
        "Cache-Control: max-age=60 / Expires: Sun, 01 Mar 2026 13:00:00 GMT | PT1M",
        "Cache-Control: private / Expires: Sun, 01 Mar 2026 13:00:00 GMT | PT1H",
      })
  void howLongAnAnswerStaysFresh(String headers, Duration expected) {
    assertThat(ResponseHeaders.freshFor(answer(headers(headers)), NOW))
        .isEqualTo(Optional.ofNullable(expected));
  }
}
