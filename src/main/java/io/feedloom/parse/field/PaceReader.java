package io.feedloom.parse.field;

import io.feedloom.feed.Pace;
import io.feedloom.parse.xml.XmlElement;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads how often the publisher wants the feed to be polled. */
public final class PaceReader {
  private static final Pattern NUMBER = Pattern.compile("([0-9]{1,9})(?:\\.0*)?");
  private static final int MAX_TTL = 60 * 24 * 366;

  private static final int MAX_VALUES = 100;
  private static final FieldNames TTL = FieldNames.of("ttl");
  private static final FieldNames PERIOD = FieldNames.of("sy:updateperiod");
  private static final FieldNames FREQUENCY = FieldNames.of("sy:updatefrequency");
  private static final FieldNames SKIP_HOURS = FieldNames.of("skiphours");
  private static final FieldNames SKIP_DAYS = FieldNames.of("skipdays");

  private PaceReader() {}

  public static Pace read(ElementFields channel) {
    return new Pace(
        channel.text(TTL).flatMap(PaceReader::minutes),
        updatePeriod(channel),
        hours(channel),
        days(channel));
  }

  /** Reads RSS 2.0 {@code ttl}, in minutes. */
  private static Optional<Duration> minutes(String text) {
    int minutes = number(text);
    return minutes > 0 && minutes <= MAX_TTL
        ? Optional.of(Duration.ofMinutes(minutes))
        : Optional.empty();
  }

  /**
   * Reads the period and frequency of the RSS 1.0 Syndication module. The default period is a day,
   * and the default frequency is once.
   */
  private static Optional<Duration> updatePeriod(ElementFields channel) {
    var period = channel.text(PERIOD);
    var frequency = channel.text(FREQUENCY);
    if (period.isEmpty() && frequency.isEmpty()) {
      return Optional.empty();
    }
    var length =
        switch (period.orElse("daily").toLowerCase(Locale.ROOT)) {
          case "hourly" -> Duration.ofHours(1);
          case "daily" -> Duration.ofDays(1);
          case "weekly" -> Duration.ofDays(7);
          case "monthly" -> Duration.ofDays(30);
          case "yearly" -> Duration.ofDays(365);
          default -> Duration.ZERO;
        };
    int times = frequency.map(PaceReader::number).filter(n -> n > 0).orElse(1);
    return Optional.of(length.dividedBy(times)).filter(Duration::isPositive);
  }

  /** Reads RSS 2.0 {@code skipHours}, which are 0 to 23. In RSS 0.91, 24 means midnight. */
  private static Set<Integer> hours(ElementFields channel) {
    var hours = new TreeSet<Integer>();
    for (var hour : children(channel, SKIP_HOURS)) {
      int number = number(hour.value());
      if (number >= 0 && number <= 24) {
        hours.add(number % 24);
      }
    }
    // A list of all hours is a mistake.
    return hours.size() == 24 ? Set.of() : hours;
  }

  private static Set<DayOfWeek> days(ElementFields channel) {
    var days = EnumSet.noneOf(DayOfWeek.class);
    for (var day : children(channel, SKIP_DAYS)) {
      var name = day.value().strip().toUpperCase(Locale.ROOT);
      for (var each : DayOfWeek.values()) {
        if (each.name().equals(name)) {
          days.add(each);
        }
      }
    }
    return days.size() == 7 ? Set.of() : days;
  }

  private static List<XmlElement> children(ElementFields channel, FieldNames names) {
    var children = new ArrayList<XmlElement>();
    channel.all(names).forEach(element -> children.addAll(element.children()));
    return children.size() > MAX_VALUES ? children.subList(0, MAX_VALUES) : children;
  }

  private static int number(String text) {
    var number = NUMBER.matcher(text.strip());
    return number.matches() ? Integer.parseInt(number.group(1)) : -1;
  }
}
