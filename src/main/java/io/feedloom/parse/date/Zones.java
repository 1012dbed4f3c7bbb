package io.feedloom.parse.date;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The time zones in the dates of feeds. */
final class Zones {
  private static final Pattern OFFSET =
      Pattern.compile("(?:[A-Za-z]{1,5}\\s*)?-?([+\\u2212-])(\\d{1,2}):?(\\d{2})?(?::\\d{2})?Z?");
  private static final Pattern LOOKS_LIKE_OFFSET =
      Pattern.compile("(?:GMT|UTC|UT|Z)?[+\\u2212-].+", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME = Pattern.compile("[A-Za-z]{1,5}");
  private static final Pattern REGION = Pattern.compile("[A-Za-z]+/[A-Za-z_/+-]+");
  private static final Pattern BARE = Pattern.compile("\\d{2}:?\\d{2}");

  /**
   * Minutes east of Greenwich, by name (RFC 5322 section 4.3). Names with two meanings have the
   * meaning that is usual in feeds.
   */
  private static final Map<String, Integer> NAMES = new HashMap<>();

  static {
    names(0, "gmt", "utc", "ut", "z", "wet", "uct");
    names(60, "bst", "cet", "met", "mez", "west", "wat");
    names(120, "cest", "mest", "mesz", "eet", "sast", "cat");
    names(180, "eest", "msk", "eat", "trt");
    names(240, "msd", "gst");
    names(330, "ist");
    names(420, "ict", "wib");
    names(480, "sgt", "hkt", "awst", "pht");
    names(540, "jst", "kst");
    names(570, "acst");
    names(600, "aest");
    names(630, "acdt");
    names(660, "aedt");
    names(720, "nzst");
    names(780, "nzdt");
    names(-150, "ndt");
    names(-210, "nst");
    names(-180, "adt", "brt", "art");
    names(-240, "ast", "at", "edt");
    names(-300, "est", "et", "cdt");
    names(-360, "cst", "ct", "mdt");
    names(-420, "mst", "mt", "pdt");
    names(-480, "pst", "pt", "akdt");
    names(-540, "akst", "hdt");
    names(-600, "hst", "hast");
  }

  private Zones() {}

  static boolean looksLikeOffset(String token) {
    return LOOKS_LIKE_OFFSET.matcher(token).matches();
  }

  /** Returns whether a token after a time can only be its zone. */
  static boolean isZone(String token) {
    return NAMES.containsKey(token.toLowerCase(Locale.ROOT))
        || (token.indexOf('/') > 0 && REGION.matcher(token).matches());
  }

  /**
   * Returns the offset of a zone at a time. An unknown name means UTC (RFC 5322 section 4.3:
   * "-0000").
   *
   * @return empty if it is not a zone, or the offset is out of range
   */
  static Optional<ZoneOffset> offset(String zone, LocalDateTime at) {
    var plain = plainNumeric(zone);
    if (plain.isPresent()) {
      return plain;
    }
    var offset = OFFSET.matcher(zone);
    if (offset.matches()) {
      return numeric(offset.group(1), offset.group(2), offset.group(3));
    }
    var minutes = NAMES.get(zone.toLowerCase(Locale.ROOT));
    if (minutes != null) {
      return Optional.of(ZoneOffset.ofTotalSeconds(minutes * 60));
    }
    if (REGION.matcher(zone).matches()) {
      return region(zone, at);
    }
    return NAME.matcher(zone).matches() || BARE.matcher(zone).matches()
        ? Optional.of(ZoneOffset.UTC)
        : Optional.empty();
  }

  /** Returns the offset of a zone like {@code +0100} or {@code +01:00}; empty for other forms. */
  static Optional<ZoneOffset> plainNumeric(String zone) {
    boolean colon = zone.length() == 6 && zone.charAt(3) == ':';
    if (!(colon || zone.length() == 5) || (zone.charAt(0) != '+' && zone.charAt(0) != '-')) {
      return Optional.empty();
    }
    int total = 60 * twoDigits(zone, 1) + twoDigits(zone, colon ? 4 : 3);
    return total < 0 || total > 18 * 60
        ? Optional.empty()
        : Optional.of(ZoneOffset.ofTotalSeconds((zone.charAt(0) == '+' ? total : -total) * 60));
  }

  /** Returns two digits as a number; far below zero if there are none. */
  private static int twoDigits(String text, int at) {
    char tens = text.charAt(at);
    char ones = text.charAt(at + 1);
    return FeedDate.isDigit(tens) && FeedDate.isDigit(ones)
        ? (tens - '0') * 10 + ones - '0'
        : -100_000;
  }

  private static Optional<ZoneOffset> numeric(String sign, String hours, String minutes) {
    int total = Integer.parseInt(hours) * 60 + (minutes == null ? 0 : Integer.parseInt(minutes));
    return total > 18 * 60
        ? Optional.empty()
        : Optional.of(ZoneOffset.ofTotalSeconds((sign.equals("+") ? total : -total) * 60));
  }

  private static Optional<ZoneOffset> region(String zone, LocalDateTime at) {
    try {
      return Optional.of(ZoneId.of(zone).getRules().getOffset(at));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static void names(int minutes, String... names) {
    for (var name : names) {
      NAMES.put(name, minutes);
    }
  }
}
