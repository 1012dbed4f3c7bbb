package io.feedloom.parse.date;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A date with the name of a month, as in RFC 5322 section 3.3 and its obsolete forms, or as people
 * write it: {@code Thu, 25 Feb 2016 00:00:00 Europe/Brussels}, {@code November 16th, 2020 10:57
 * a.m.}, {@code mar. 01 déc. 2020}. Each token is recognized by its shape, so order and punctuation
 * do not matter.
 */
final class WrittenDate {
  private static final Pattern TIME =
      Pattern.compile("(\\d{1,2})[:h](\\d{1,2})(?::(\\d{1,2})(?:[.,](\\d+))?)?(?i:([ap])m?)?");
  private static final Pattern HOUR = Pattern.compile("(\\d{1,2})(?i:([ap])m)");
  private static final Pattern COMMENT = Pattern.compile("\\([^)]*\\)?");
  private static final Pattern SPLIT = Pattern.compile("[\\s,;]+");
  private static final Pattern ORDINAL = Pattern.compile("(\\d{1,2})(?i:st|nd|rd|th|er|º|ª|\\.)");
  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,4})[./-](\\d{1,2})[./-](\\d{1,4})");
  private static final Pattern JOINED =
      Pattern.compile("(\\d{1,4})-(\\p{L}+)\\.?-(\\d{1,4})(?:T(.*))?");

  private static final Pattern HALF_DAY = Pattern.compile("(?i)\\b([ap])\\.\\s?m\\b\\.?");
  private static final Pattern COLON = Pattern.compile("\\s*:\\s*(?=\\d)");
  private static final Pattern GLUED_ZONE = Pattern.compile("(?i)(\\d)(GMT|UTC)");

  /** The marks of East Asian dates, and the punctuation that replaces them. */
  private static final Map<Pattern, String> EAST_ASIAN = eastAsian();

  private final List<Integer> numbers = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private final StringBuilder zone = new StringBuilder();
  private int[] clock = {0, 0, 0};
  private long nanos;
  private boolean hasTime;
  private char half;
  private boolean korean;
  private boolean bad;

  private WrittenDate() {}

  private static Map<Pattern, String> eastAsian() {
    var marks = new LinkedHashMap<Pattern, String>();
    marks.put(Pattern.compile("(?<=\\d)\\s*[년年월月]\\s*"), "-");
    marks.put(Pattern.compile("(?<=\\d)\\s*[일日]"), " ");
    marks.put(Pattern.compile("(?<=\\d)\\s*[시時时분分]\\s*(?=\\d)"), ":");
    marks.put(Pattern.compile("(?<=\\d)\\s*[시時时분分초秒]"), " ");
    marks.put(Pattern.compile("오후|下午|午後"), " pm ");
    marks.put(Pattern.compile("오전|上午|午前"), " am ");
    return marks;
  }

  static Optional<Instant> parse(String text) {
    var date = new WrittenDate();
    date.read(text);
    if (date.bad) {
      return Optional.empty();
    }
    return date.day().flatMap(day -> date.at(day));
  }

  /** Returns the instant of a date and time, which a.m. or p.m., a zone, or both may follow. */
  static Optional<Instant> withTail(LocalDateTime time, String tail) {
    var rest = new WrittenDate();
    rest.hasTime = true;
    rest.read(tail);
    if (rest.bad || !rest.numbers.isEmpty() || !rest.words.isEmpty()) {
      return Optional.empty();
    }
    rest.clock = new int[] {time.getHour(), time.getMinute(), time.getSecond()};
    rest.nanos = time.getNano();
    return rest.at(time.toLocalDate());
  }

  private void read(String text) {
    for (var token : SPLIT.split(COMMENT.matcher(prepared(text)).replaceAll(" ").strip(), -1)) {
      if (!token.isEmpty()) {
        token(token);
      }
    }
  }

  /**
   * Returns the text with East Asian marks replaced, {@code a.m.} as one word, and a blank between
   * time and zone.
   */
  private String prepared(String text) {
    var prepared = text;
    if (text.codePoints().anyMatch(c -> c >= 0x3000)) {
      korean = text.codePoints().anyMatch(c -> c >= 0xAC00 && c <= 0xD7A3);
      for (var mark : EAST_ASIAN.entrySet()) {
        prepared = mark.getKey().matcher(prepared).replaceAll(mark.getValue());
      }
    }
    prepared = HALF_DAY.matcher(prepared).replaceAll("$1m");
    prepared = COLON.matcher(prepared).replaceAll(":");
    return GLUED_ZONE.matcher(prepared).replaceAll("$1 $2");
  }

  private void token(String token) {
    var ordinal = ORDINAL.matcher(token);
    var joined = JOINED.matcher(token);
    if (isTime(token)) {
      return;
    }
    if (ordinal.matches()) {
      numbers.add(Integer.parseInt(ordinal.group(1)));
    } else if (token.chars().allMatch(c -> c >= '0' && c <= '9')) {
      bad |= token.length() > 4 || (token.length() > 2 && token.startsWith("00"));
      numbers.add(bad ? -1 : Integer.parseInt(token));
    } else if (joined.matches()) {
      numbers.add(Integer.parseInt(joined.group(1)));
      words.add(joined.group(2));
      numbers.add(Integer.parseInt(joined.group(3)));
      Optional.ofNullable(joined.group(4)).ifPresent(this::timeAndZone);
    } else if (NUMBERS.matcher(token).matches()) {
      slashed(token);
    } else if (hasTime && Zones.looksLikeOffset(token)) {
      zone.append(token);
    } else if (token.equalsIgnoreCase("am") || token.equalsIgnoreCase("pm")) {
      half = Character.toLowerCase(token.charAt(0));
    } else if (hasTime && Zones.isZone(token)) {
      // "-0700 MST" names its zone twice.
      zone.append(zone.isEmpty() ? token : "");
    } else {
      words.add(token);
    }
  }

  private void timeAndZone(String text) {
    var matcher = TIME.matcher(text);
    if (matcher.lookingAt()) {
      isTime(matcher.group());
      zone.append(text.substring(matcher.end()));
    } else {
      bad = true;
    }
  }

  /** Reads a token that is a time, perhaps with a zone at its end. */
  private boolean isTime(String token) {
    if (hasTime) {
      return false;
    }
    var hour = HOUR.matcher(token);
    var time = TIME.matcher(token);
    if (hour.matches()) {
      clock = new int[] {Integer.parseInt(hour.group(1)), 0, 0};
      half = Character.toLowerCase(hour.group(2).charAt(0));
    } else if (time.lookingAt()) {
      clock = new int[] {number(time.group(1)), number(time.group(2)), number(time.group(3))};
      nanos = fraction(time.group(4));
      half = time.group(5) == null ? half : Character.toLowerCase(time.group(5).charAt(0));
      var tail = token.substring(time.end());
      bad |= !tail.isEmpty() && !Zones.looksLikeOffset(tail) && !Zones.isZone(tail);
      zone.append(tail);
    } else {
      return false;
    }
    hasTime = true;
    return true;
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static long fraction(String digits) {
    return digits == null ? 0 : Long.parseLong((digits + "000000000").substring(0, 9));
  }

  /**
   * Reads a date in numbers. With slashes the month comes first, and with dots the day, unless that
   * number is not a month. A number with four digits at the start is the year.
   */
  private void slashed(String token) {
    var parts = token.split("[./-]", -1);
    int a = Integer.parseInt(parts[0]);
    int b = Integer.parseInt(parts[1]);
    int c = Integer.parseInt(parts[2]);
    if (parts[0].length() > 2) {
      add(a, b, c);
    } else if (token.indexOf('/') > 0 ? a <= 12 : b > 12) {
      add(c, a, b);
    } else {
      add(c, b, a);
    }
  }

  private void add(int year, int month, int day) {
    numbers.add(day);
    numbers.add(year);
    words.add(Integer.toString(month));
  }

  private Optional<LocalDate> day() {
    var month = month();
    if (month.isEmpty() && numbers.size() == 3) {
      add(numbers.removeLast(), numbers.removeLast(), numbers.removeLast());
      month = month();
    }
    if (month.isPresent() && numbers.size() == 1 && numbers.getFirst() > 999) {
      numbers.addFirst(1);
    }
    if (month.isEmpty() || numbers.size() != 2) {
      return Optional.empty();
    }
    int first = numbers.get(0);
    int second = numbers.get(1);
    boolean yearFirst = first > 31;
    int year = year(yearFirst ? first : second);
    return Optional.of(LocalDate.of(year, month.getAsInt(), yearFirst ? second : first));
  }

  /**
   * Returns the last word that names a month, because an earlier one may be a weekday that looks
   * like a month.
   */
  private OptionalInt month() {
    for (int i = words.size() - 1; i >= 0; i--) {
      var month = MonthNames.number(words.get(i));
      if (month.isPresent()) {
        return month;
      }
    }
    return OptionalInt.empty();
  }

  /**
   * Returns a year of two digits by RFC 5322 section 4.3, except that the first year is 1970,
   * because no feed is older.
   */
  private static int year(int written) {
    if (written < 70) {
      return 2000 + written;
    }
    return written < 1000 ? 1900 + written : Year.of(written).getValue();
  }

  private Optional<Instant> at(LocalDate day) {
    int hour = clock[0];
    if (half != 0 && hour <= 12) {
      hour = hour % 12 + (half == 'p' ? 12 : 0);
    }
    var time = FeedDate.clock(day, hour, clock[1], clock[2], nanos);
    if (zone.isEmpty()) {
      return Optional.of(time.toInstant(korean ? ZoneOffset.ofHours(9) : ZoneOffset.UTC));
    }
    return Zones.offset(zone.toString(), time).map(time::toInstant);
  }
}
