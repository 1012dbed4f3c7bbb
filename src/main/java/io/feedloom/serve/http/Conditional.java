package io.feedloom.serve.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Evaluates conditional requests (RFC 9110 section 13). Pure. */
public final class Conditional {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"");
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Conditional() {}

  /**
   * Returns whether the client already has the document. If {@code If-None-Match} is given, it
   * alone decides (section 13.2.2). Its tags are compared weakly (section 13.1.2).
   *
   * @param etag the tag of the document, without quotes
   */
  public static boolean isUnchanged(
      Optional<String> ifNoneMatch,
      Optional<String> ifModifiedSince,
      String etag,
      Optional<Instant> lastModified) {
    if (ifNoneMatch.isPresent()) {
      return names(ifNoneMatch.get(), etag);
    }
    var since = ifModifiedSince.flatMap(Conditional::parseDate);
    return since.isPresent()
        && lastModified
            .map(time -> !time.truncatedTo(ChronoUnit.SECONDS).isAfter(since.get()))
            .orElse(false);
  }

  private static boolean names(String header, String etag) {
    return header.strip().equals("*")
        || TAG.matcher(header).results().anyMatch(tag -> tag.group(1).equals(etag));
  }

  /** Returns a time in the format of {@code Last-Modified} (section 5.6.7). */
  static String date(Instant time) {
    return HTTP_DATE.format(time);
  }

  private static Optional<Instant> parseDate(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
