package io.feedloom.extract;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the dates of pages into ISO 8601. Most are in that format already; others are in words of
 * several languages or in numbers with the day first.
 */
final class PageDate {
  private static final Pattern ISO =
      Pattern.compile(
          "\\b((?:19|20)\\d\\d)-(\\d\\d?)-(\\d\\d?)(?:[T"
              + " ](\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?)\\s?(Z|[+-]\\d\\d:?\\d\\d)?)?");

  private static final Pattern NUMBERS =
      Pattern.compile("\\b(\\d{1,2})([./-])\\s?(\\d{1,2})[./-]\\s?((?:19|20)\\d\\d)\\b");

  private static final Pattern YEAR_FIRST =
      Pattern.compile("\\b((?:19|20)\\d\\d)[./年]\\s?(\\d{1,2})[./月]\\s?(\\d{1,2})\\b");

  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "(?U)\\b(\\d{1,2})(?:\\.|st|nd|rd|th|er|º)?[\\s-](?:de |of"
              + " )?(\\p{L}{3,12})\\.?,?[\\s-](?:de |del )?((?:19|20)\\d\\d)\\b");

  private static final Pattern MONTH_FIRST =
      Pattern.compile(
          "(?U)\\b(\\p{L}{3,12})\\.?\\s(\\d{1,2})(?:st|nd|rd|th)?,?\\s((?:19|20)\\d\\d)\\b");

  private static final Pattern PATH =
      Pattern.compile("/((?:19|20)\\d\\d)[/-](\\d{1,2})[/-](\\d{1,2})(?:\\D|$)");

  private static final Map<String, Integer> MONTHS = months();

  private PageDate() {}

  private static Map<String, Integer> months() {
    var months = new HashMap<String, Integer>();
    var lines =
        new String[] {
          "jan januar january janvier enero gennaio janeiro januari stycznia jänner ene gen",
          "feb februar february février fevrier febrero febbraio fevereiro februari lutego feber"
              + " fév",
          "mar märz mrz march mars marzo março maart marca mär maerz",
          "apr april avril abril aprile kwietnia avr abr",
          "may mai mayo maggio maio mei maja maj mag",
          "jun juni june juin junio giugno junho czerwca giu",
          "jul juli july juillet julio luglio julho lipca lug juil",
          "aug august août aout agosto augustus sierpnia augusti ago",
          "sep sept september septembre septiembre settembre setembro września set",
          "oct okt october oktober octobre octubre ottobre outubro października ott out",
          "nov november novembre noviembre novembro listopada",
          "dec dez december dezember décembre decembre diciembre dicembre dezembro grudnia dic"
        };
    for (int i = 0; i < lines.length; i++) {
      for (var name : lines[i].split(" ", -1)) {
        months.put(name, i + 1);
      }
    }
    return Map.copyOf(months);
  }

  /** Reads the value of a field that holds a date. */
  static Optional<String> read(String text) {
    if (text.length() > 200) {
      return Optional.empty();
    }
    var iso = ISO.matcher(text);
    if (iso.find()) {
      var date = date(iso.group(1), iso.group(2), iso.group(3));
      if (date.isPresent() && iso.group(4) != null) {
        var zone = iso.group(5) == null ? "" : iso.group(5);
        return date.map(day -> day + "T" + iso.group(4) + zone);
      }
      return date;
    }
    if (text.matches("(?:19|20)\\d{6}(?:\\D.*|\\d{6})?")) {
      return date(text.substring(0, 4), text.substring(4, 6), text.substring(6, 8));
    }
    return find(text);
  }

  /** Which number comes first in dates such as 3/5/2022. */
  enum Order {
    DAY_FIRST,
    MONTH_FIRST;

    /** Returns the order in a language, that in English if it is unknown. */
    static Order of(Optional<String> language) {
      return language.filter(tag -> !tag.startsWith("en")).isPresent() ? DAY_FIRST : MONTH_FIRST;
    }
  }

  /** Returns the first date in a text. */
  static Optional<String> find(String text) {
    return find(text, Order.MONTH_FIRST);
  }

  static Optional<String> find(String text, Order order) {
    Optional<String> best = Optional.empty();
    int at = Integer.MAX_VALUE;
    for (var pattern : new Pattern[] {ISO, YEAR_FIRST, NUMBERS, DAY_FIRST, MONTH_FIRST}) {
      var matcher = pattern.matcher(text);
      while (matcher.find() && matcher.start() < at) {
        var date = date(pattern, matcher, order);
        if (date.isPresent()) {
          best = date;
          at = matcher.start();
          break;
        }
      }
    }
    return best;
  }

  static boolean isUtc(String date) {
    return date.endsWith("Z") || date.endsWith("+00:00");
  }

  /** Returns whether two dates have a time with an offset, and that is the same time. */
  static boolean isSameTime(String date, String other) {
    try {
      return OffsetDateTime.parse(date).isEqual(OffsetDateTime.parse(other));
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Returns whether a day is the one before or after that of a date. */
  static boolean isNextTo(String day, String date) {
    var other = LocalDate.parse(date.substring(0, day.length()));
    return Math.abs(ChronoUnit.DAYS.between(LocalDate.parse(day), other)) == 1;
  }

  /** Returns whether a line gives a date and is not a sentence. */
  static boolean isIn(String line) {
    return !line.endsWith(".") && find(line).isPresent();
  }

  /** Returns the date in the path of an address. */
  static Optional<String> inAddress(String address) {
    var matcher = PATH.matcher(address);
    return matcher.find()
        ? date(matcher.group(1), matcher.group(2), matcher.group(3))
        : Optional.empty();
  }

  private static Optional<String> date(Pattern pattern, Matcher found, Order order) {
    if (pattern == ISO || pattern == YEAR_FIRST) {
      return date(found.group(1), found.group(2), found.group(3));
    }
    if (pattern == NUMBERS) {
      // With slashes, the month comes first in more pages; with points, the day does.
      boolean monthFirst =
          order == Order.MONTH_FIRST
              && found.group(2).equals("/")
              && Integer.parseInt(found.group(1)) <= 12;
      return monthFirst
          ? date(found.group(4), found.group(1), found.group(3))
          : date(found.group(4), found.group(3), found.group(1));
    }
    int name = pattern == DAY_FIRST ? 2 : 1;
    var month = MONTHS.get(found.group(name).toLowerCase(Locale.ROOT));
    return month == null
        ? Optional.empty()
        : date(found.group(3), month.toString(), found.group(3 - name));
  }

  private static Optional<String> date(String year, String month, String day) {
    try {
      return Optional.of(
          LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day))
              .toString());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
