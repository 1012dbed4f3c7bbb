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

/** Reads the headers of an answer that concern the next request. */
final class ResponseHeaders {
  private static final Pattern SECONDS = Pattern.compile("\\d+");

  /** Larger numbers of seconds count as this many (RFC 9111 section 1.2.2). */
  private static final long MAX_SECONDS = 1L << 31;

  /** The forms of RFC 9110 section 5.6.7. The last one has no zone and means GMT. */
  private static final DateTimeFormatter[] DATES = {
    DateUtils.FORMATTER_RFC1123,
    DateUtils.FORMATTER_RFC1036,
    DateUtils.FORMATTER_ASCTIME.withZone(ZoneOffset.UTC)
  };

  private ResponseHeaders() {}

  /** Returns both validators unchanged (RFC 9110 section 8.8). */
  static Validators validators(HttpAnswer answer) {
    return new Validators(
        answer.header("ETag").filter(it -> !it.isEmpty()),
        answer.header("Last-Modified").filter(it -> !it.isEmpty()));
  }

  /**
   * Returns the validators after a 304, which may renew only one of them (RFC 9111 section 3.2).
   */
  static Validators renewed(Validators sent, HttpAnswer answer) {
    var given = validators(answer);
    return new Validators(given.etag().or(sent::etag), given.lastModified().or(sent::lastModified));
  }

  /**
   * Returns how long the answer stays fresh from now on (RFC 9111 section 4.2). Returns empty if
   * the answer states no lifetime or must be validated each time.
   *
   * @param now used as the date of the answer if it has none
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
    var age = answer.header("Age").flatMap(ResponseHeaders::seconds).orElse(Duration.ZERO);
    return directives.stream()
        .filter(directive -> directive.startsWith("max-age="))
        .findFirst()
        .flatMap(directive -> seconds(directive.substring("max-age=".length()).replace("\"", "")))
        .map(maxAge -> maxAge.minus(age))
        .or(() -> expires(answer, now))
        .map(ResponseHeaders::notNegative);
  }

  /**
   * Returns the freshness by {@code Expires}. An invalid date counts as one in the past (RFC 9111
   * section 5.3).
   */
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
   * Returns the value of {@code Retry-After} in seconds or as a date (RFC 9110 section 10.2.3),
   * counted from the time of the answer by the server's clock.
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
        .map(ResponseHeaders::notNegative);
  }

  private static Optional<Instant> date(HttpAnswer answer) {
    return answer.header("Date").flatMap(ResponseHeaders::date);
  }

  /** Parses an HTTP date in any of its three forms. The last form pads the day with blanks. */
  private static Optional<Instant> date(String value) {
    return Optional.ofNullable(DateUtils.parseDate(value.strip().replace("  ", " "), DATES));
  }

  private static Optional<Duration> seconds(String value) {
    return Optional.of(value.strip())
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> text.length() > 10 ? MAX_SECONDS : Math.min(Long.parseLong(text), MAX_SECONDS))
        .map(Duration::ofSeconds);
  }

  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
