package io.feedloom.fetch;

import io.feedloom.feed.Validators;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.client5.http.utils.DateUtils;

/** What the headers of an answer say about the next request. */
final class Headers {
  private static final Pattern SECONDS = Pattern.compile("\\d+");

  /** RFC 9111 section 1.2.2: what is too large counts as this many seconds. */
  private static final long LONGEST = 1L << 31;

  /** RFC 9110 section 5.6.7; the last one names no zone and means GMT. */
  private static final DateTimeFormatter[] DATES = {
    DateUtils.FORMATTER_RFC1123,
    DateUtils.FORMATTER_RFC1036,
    DateUtils.FORMATTER_ASCTIME.withZone(ZoneOffset.UTC)
  };

  private Headers() {}

  /** Both validators as they came (RFC 9110 section 8.8). */
  static Validators validators(HttpAnswer answer) {
    return new Validators(
        answer.header("ETag").filter(it -> !it.isEmpty()),
        answer.header("Last-Modified").filter(it -> !it.isEmpty()));
  }

  /** A 304 may renew one validator and not name the other (RFC 9111 section 3.2). */
  static Validators renewed(Validators sent, HttpAnswer answer) {
    var given = validators(answer);
    return new Validators(given.etag().or(sent::etag), given.lastModified().or(sent::lastModified));
  }

  /**
   * How long the answer stays fresh from now on (RFC 9111 section 4.2); empty where it says nothing
   * or wants to be asked about each time.
   *
   * @param now for an answer without a date
   */
  static Optional<Duration> freshFor(HttpAnswer answer, Instant now) {
    var directives =
        answer.header("Cache-Control").stream()
            .flatMap(value -> Stream.of(value.toLowerCase(Locale.ROOT).split(",", -1)))
            .map(String::strip)
            .toList();
    if (directives.contains("no-cache") || directives.contains("no-store")) {
      return Optional.empty();
    }
    var age = answer.header("Age").flatMap(Headers::seconds).orElse(Duration.ZERO);
    return directives.stream()
        .filter(directive -> directive.startsWith("max-age="))
        .findFirst()
        .flatMap(directive -> seconds(directive.substring("max-age=".length()).replace("\"", "")))
        .map(maxAge -> maxAge.minus(age))
        .or(() -> expires(answer, now))
        .map(Headers::notNegative);
  }

  /** RFC 9111 section 5.3: a date that cannot be read is one in the past. */
  private static Optional<Duration> expires(HttpAnswer answer, Instant now) {
    return answer
        .header("Expires")
        .map(
            value ->
                date(value)
                    .map(expires -> Duration.between(date(answer).orElse(now), expires))
                    .orElse(Duration.ZERO));
  }

  /**
   * {@code Retry-After} in seconds or as a date (RFC 9110 section 10.2.3), from the moment of the
   * answer by the server's own clock.
   */
  static Optional<Duration> retryAfter(HttpAnswer answer, Instant now) {
    return answer
        .header("Retry-After")
        .flatMap(
            value ->
                seconds(value)
                    .or(
                        () ->
                            date(value).map(at -> Duration.between(date(answer).orElse(now), at))))
        .map(Headers::notNegative);
  }

  private static Optional<Instant> date(HttpAnswer answer) {
    return answer.header("Date").flatMap(Headers::date);
  }

  /** An HTTP date in any of its three forms; the last pads the day with blanks. */
  private static Optional<Instant> date(String value) {
    return Optional.ofNullable(DateUtils.parseDate(value.strip().replace("  ", " "), DATES));
  }

  private static Optional<Duration> seconds(String value) {
    return Optional.of(value.strip())
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> text.length() > 10 ? LONGEST : Math.min(Long.parseLong(text), LONGEST))
        .map(Duration::ofSeconds);
  }

  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
