package io.feedloom.parse.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads dates such as "3 hours ago" and "gestern". */
final class RelativeDate {
  private record Unit(ChronoUnit unit, Pattern words) {
    static Unit of(ChronoUnit unit, String words) {
      return new Unit(
          unit,
          Pattern.compile(
              "(\\d{1,4}|\\ban?\\b|\\bein\\p{L}*|\\bun[ea]?\\b)\\s*\\+?\\s*(?:" + words + ")"));
    }
  }

  private static final List<Unit> UNITS =
      List.of(
          Unit.of(ChronoUnit.MINUTES, "min|perc|хв|分|분|दक"),
          Unit.of(
              ChronoUnit.HOURS,
              "hour|hrs?\\b|h\\b|stund|std|heure|hora|ore\\b|ora\\b|uur|uren|tim|godz|hodin|час|год|小?时|小?時|시간"),
          Unit.of(ChronoUnit.DAYS, "day|d\\b|tag|jour|dia|giorn|dag|dzie|dni|dn[iu]|день|дн|天|日|일"),
          Unit.of(
              ChronoUnit.WEEKS,
              "week|w\\b|woche|semain|seman|settiman|veck|uke|tydz|tygod|недел|周|週|주"),
          Unit.of(
              ChronoUnit.MONTHS, "month|monat|mois|mes|maand|manad|maned|miesi|месяц|个?月|か?月|개?월"),
          Unit.of(
              ChronoUnit.YEARS, "year|y\\b|jahr|ans?\\b|ano|ann[oi]|jaar|ar\\b|rok|lat|лет|年|년"));

  private static final Pattern YESTERDAY =
      Pattern.compile(
          "yesterday|gestern|\\bhier\\b|\\bayer\\b|\\bontem\\b|\\bieri\\b|gisteren|igar|wczoraj|вчера|昨天|昨日|어제");

  private static final Pattern TODAY =
      Pattern.compile(
          "today|heute|aujourd|\\bhoy\\b|\\bhoje\\b|\\boggi\\b|vandaag|\\bi"
              + " ?dag\\b|dzis|сегодня|今天|今日|오늘");

  private static final Pattern NOW =
      Pattern.compile(
          "just now|moments? ago|gerade eben|a"
              + " l.instant|\\bahora\\b|\\bagora\\b|adesso|zojuist|刚刚|たった今|방금");

  private RelativeDate() {}

  /**
   * Returns the date that a text means.
   *
   * @param folded the text, as {@link MonthWords#folded} returns it
   */
  static Optional<Instant> find(String folded, Instant now) {
    if (NOW.matcher(folded).find()) {
      return Optional.of(now.truncatedTo(ChronoUnit.MINUTES));
    }
    for (var unit : UNITS) {
      var found = unit.words().matcher(folded);
      if (found.find()) {
        var number = found.group(1);
        int count = Character.isDigit(number.charAt(0)) ? Integer.parseInt(number) : 1;
        var rough = unit.unit().isTimeBased() ? unit.unit() : ChronoUnit.DAYS;
        return Optional.of(
            now.atOffset(ZoneOffset.UTC).minus(count, unit.unit()).toInstant().truncatedTo(rough));
      }
    }
    var today = now.truncatedTo(ChronoUnit.DAYS);
    return YESTERDAY.matcher(folded).find()
        ? Optional.of(today.minus(1, ChronoUnit.DAYS))
        : TODAY.matcher(folded).find() ? Optional.of(today) : Optional.empty();
  }
}
