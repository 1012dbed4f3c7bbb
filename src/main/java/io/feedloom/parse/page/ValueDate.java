package io.feedloom.parse.page;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Joins dates, times and zones of the value class pattern of microformats. */
final class ValueDate {
  private static final String CLOCK =
      "(\\d{1,2})(?::(\\d{2}))?(?::(\\d{2})(?:\\.\\d+)?)?\\s*(?:([ap])\\.?m\\.?)?";
  private static final String OFFSET = "(Z|[+-]\\d{1,2}:?(?:\\d{2})?)";
  private static final Pattern TIME = Pattern.compile("(?i)" + CLOCK + "\\s*" + OFFSET + "?");
  private static final Pattern DAY = Pattern.compile("\\d{4}-(?:\\d{2}-\\d{2}|\\d{3})");
  private static final Pattern BOTH = Pattern.compile("(?i)(\\d{4}-[\\d-]{3,5})[T\\s]\\s*(.+)");
  private static final Pattern ZONE = Pattern.compile("(?i)" + OFFSET);

  private String day = "";
  private String time = "";
  private String zone = "";

  private ValueDate() {}

  static boolean isTime(String text) {
    var clock = TIME.matcher(text);
    return clock.matches() && (clock.group(2) != null || clock.group(4) != null);
  }

  /**
   * Returns the date that the parts make up.
   *
   * @param known the day if no part is one; blank if it is unknown
   */
  static String join(List<String> parts, String known) {
    var date = new ValueDate();
    parts.forEach(date::add);
    var day = date.day.isEmpty() ? known : date.day;
    return date.time.isEmpty()
        ? day.isEmpty() ? String.join("", parts) : day
        : (day + " " + date.time + date.zone).strip();
  }

  private void add(String part) {
    var both = BOTH.matcher(part);
    if (both.matches()) {
      add(both.group(1));
      add(both.group(2));
      return;
    }
    var clock = TIME.matcher(part);
    if (DAY.matcher(part).matches()) {
      day = day.isEmpty() ? calendar(part) : day;
    } else if (ZONE.matcher(part).matches()) {
      zone = zone.isEmpty() ? zone(part) : zone;
    } else if (clock.matches() && time.isEmpty()) {
      time = time(clock);
      zone = clock.group(5) == null ? zone : zone(clock.group(5));
    }
  }

  /** Returns a day of the year as a day of a month. */
  private static String calendar(String day) {
    if (day.length() != 8) {
      return day;
    }
    try {
      return LocalDate.ofYearDay(
              Integer.parseInt(day.substring(0, 4)), Integer.parseInt(day.substring(5)))
          .toString();
    } catch (DateTimeException _) {
      return day;
    }
  }

  private static String zone(String written) {
    return written.toUpperCase(Locale.ROOT).replace(":", "");
  }

  private static String time(Matcher clock) {
    int hour = Integer.parseInt(clock.group(1));
    var half = clock.group(4);
    if (half != null) {
      hour = hour % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
    }
    var minute = clock.group(2) == null ? "00" : clock.group(2);
    return "%02d:%s%s".formatted(hour, minute, clock.group(3) == null ? "" : ":" + clock.group(3));
  }
}
