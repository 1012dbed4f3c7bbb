package io.feedloom.bench;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * A simulated feed: when it publishes, and which dates it claims.
 *
 * @param entries in the order of their publication
 * @param window how many of them its document contains
 * @param freshFor the freshness of its answers in seconds; 0 for none
 */
record SimulatedFeed(Kind kind, List<Published> entries, int window, long freshFor) {
  /** A month in which both America and Europe change their clocks. */
  static final long START = Instant.parse("2026-03-01T00:00:00Z").getEpochSecond();

  static final long DAY = Duration.ofDays(1).toSeconds();
  static final int DAYS = 30;
  private static final int HISTORY = 400;

  /** The date of an entry without one. */
  static final long UNDATED = Long.MIN_VALUE;

  /**
   * An entry.
   *
   * @param at when it is published, in seconds since the epoch
   * @param date what the publisher claims, or {@link #UNDATED}
   */
  record Published(long at, long date) {}

  /** How a feed publishes. */
  enum Kind {
    DEAD(25),
    IRREGULAR(10),
    WEEKLY(17),
    DAILY(15),
    WEEKDAYS(15),
    BURSTY(16),
    NEWS(2);

    private final int percent;

    Kind(int percent) {
      this.percent = percent;
    }

    private static Kind any(Random random) {
      int at = random.nextInt(100);
      for (Kind kind : values()) {
        at -= kind.percent;
        if (at < 0) {
          return kind;
        }
      }
      throw new IllegalStateException("the shares are not 100 percent");
    }
  }

  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("America/New_York"),
          ZoneId.of("America/Los_Angeles"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("Europe/London"),
          ZoneId.of("Asia/Tokyo"),
          ZoneId.of("Asia/Kolkata"));

  /** Returns the feed with this number, the same each time. */
  static SimulatedFeed of(long seed, int number) {
    // The first numbers of Random are similar for similar seeds; these are not.
    return new Maker(new Random(new SplittableRandom(seed * 1_000_003 + number).nextLong())).make();
  }

  /** Makes one feed. */
  private static final class Maker {
    private final Random random;
    private final ZoneId zone;
    private final List<Long> times = new ArrayList<>();

    Maker(Random random) {
      this.random = random;
      this.zone = ZONES.get(random.nextInt(ZONES.size()));
    }

    SimulatedFeed make() {
      Kind kind = Kind.any(random);
      if (kind == Kind.DEAD) {
        publish(Kind.IRREGULAR, -HISTORY - random.nextInt(1_000), -60 - random.nextInt(300));
        if (chance(0.05)) {
          publish(Kind.IRREGULAR, random.nextInt(DAYS), DAYS);
        }
      } else if (chance(0.1)) {
        int change = 3 + random.nextInt(DAYS - 6);
        publish(kind, -HISTORY, change);
        publish(chance(0.3) ? kind : Kind.any(random), change, DAYS);
      } else {
        publish(kind, -HISTORY, DAYS);
      }
      var entries = dated();
      if (chance(0.03)) {
        importBatch(entries);
      }
      entries.sort(Comparator.comparingLong(Published::at));
      long freshFor = chance(0.1) ? 3_600 : chance(0.03) ? 4 * 3_600 : 0;
      return new SimulatedFeed(kind, List.copyOf(entries), 10 + random.nextInt(41), freshFor);
    }

    private boolean chance(double share) {
      return random.nextDouble() < share;
    }

    /** Returns the entries with the dates that the publisher claims. */
    private List<Published> dated() {
      double how = random.nextDouble();
      var entries = new ArrayList<Published>();
      for (long at : times) {
        long date =
            how < 0.06
                ? UNDATED
                : how < 0.09
                    ? at - Math.floorMod(at, DAY)
                    : how < 0.13
                        ? at + offset(at) // local time, claimed to be UTC
                        : how < 0.14 ? at + DAY : at;
        entries.add(new Published(at, date));
      }
      return entries;
    }

    private long offset(long at) {
      return zone.getRules().getOffset(Instant.ofEpochSecond(at)).getTotalSeconds();
    }

    /** Adds an archive that is published at once. */
    private void importBatch(List<Published> entries) {
      long at = START + (long) (random.nextDouble() * DAYS * DAY);
      int count = 5 + random.nextInt(25);
      for (int i = 0; i < count; i++) {
        entries.add(new Published(at, at - (i + 1) * 10L * DAY));
      }
    }

    /** Publishes entries from one day to before another, counted from the start. */
    private void publish(Kind kind, int from, int to) {
      switch (kind) {
        case DEAD -> {}
        case IRREGULAR -> sessions(from, to, 0.02 * Math.pow(20, random.nextDouble()), 1, 0);
        case BURSTY -> {
          double perDay = 0.15 * Math.pow(12, random.nextDouble());
          sessions(
              from,
              to,
              perDay,
              2 + random.nextInt(6),
              chance(0.25) ? 0 : 60 * (4 + random.nextInt(25)));
        }
        case WEEKLY -> weekly(from, to);
        case DAILY -> daily(from, to);
        case WEEKDAYS -> weekdays(from, to);
        case NEWS -> news(Math.max(from, -20), to);
      }
    }

    /** Returns a time of day at which people publish, in minutes. */
    private int minuteOfDay() {
      int hour =
          chance(0.6)
              ? 6 + random.nextInt(6)
              : chance(0.5) ? 17 + random.nextInt(6) : random.nextInt(24);
      return hour * 60 + (chance(0.5) ? 0 : 5 * random.nextInt(12));
    }

    /**
     * Returns the deviation from a regular time in seconds: small for a program, larger for a
     * person.
     */
    private long miss(boolean program) {
      return program
          ? (long) (-Math.log(1 - random.nextDouble()) * 60)
          : (long) (random.nextGaussian() * 40 * 60);
    }

    private void add(LocalDate day, long secondOfDay) {
      times.add(day.atStartOfDay(zone).plusSeconds(secondOfDay).toEpochSecond());
    }

    private static LocalDate day(int number) {
      return LocalDate.ofEpochDay(START / DAY + number);
    }

    private void weekly(int from, int to) {
      boolean program = chance(0.5);
      int minute = minuteOfDay();
      var weekday = DayOfWeek.of(1 + random.nextInt(7));
      for (int i = from; i < to; i++) {
        if (day(i).getDayOfWeek() == weekday && !chance(0.08)) {
          add(day(i), minute * 60L + miss(program));
        }
      }
    }

    private void daily(int from, int to) {
      boolean program = chance(0.5);
      int times = chance(0.25) ? 2 : 1;
      int[] minutes = {minuteOfDay(), minuteOfDay()};
      for (int i = from; i < to; i++) {
        for (int n = 0; n < times; n++) {
          if (!chance(0.05)) {
            add(day(i), minutes[n] * 60L + miss(program));
          }
        }
      }
    }

    /** Publishes like a company: a few entries a day in office hours. */
    private void weekdays(int from, int to) {
      double perDay = Math.pow(6, random.nextDouble());
      for (int i = from; i < to; i++) {
        boolean weekend = day(i).getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
        for (int n = poisson(weekend ? perDay * 0.02 : perDay); n > 0; n--) {
          add(day(i), (long) ((13 + 2.5 * random.nextGaussian()) * 3_600));
        }
      }
    }

    /** Publishes in waking hours, one entry or several in a row. */
    private void sessions(int from, int to, double perDay, int size, int gap) {
      for (int i = from; i < to; i++) {
        for (int n = poisson(perDay); n > 0; n--) {
          long second = (long) ((8 + 15 * random.nextDouble()) * 3_600);
          add(day(i), second);
          while (random.nextDouble() < 1 - 1.0 / size) {
            second += (long) (-Math.log(1 - random.nextDouble()) * gap);
            add(day(i), second);
          }
        }
      }
    }

    /**
     * Publishes like a newsroom: more by day than by night, less at weekends, and often several
     * entries in a row.
     */
    private void news(int from, int to) {
      double perDay = 7 * Math.pow(5, random.nextDouble());
      for (int i = from; i < to; i++) {
        boolean weekend = day(i).getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
        for (int hour = 0; hour < 24; hour++) {
          double swing = 1 - 0.85 * Math.cos((hour - 3) / 24.0 * 2 * Math.PI);
          for (int n = poisson(perDay / 24 * swing * (weekend ? 0.6 : 1)); n > 0; n--) {
            double minute = chance(0.15) ? random.nextDouble() : 60 * random.nextDouble();
            long second = (long) ((hour * 60 + minute) * 60);
            add(day(i), second);
            while (chance(0.5)) {
              second += chance(0.3) ? 0 : (long) (-Math.log(1 - random.nextDouble()) * 900);
              add(day(i), second);
            }
          }
        }
      }
    }

    private int poisson(double mean) {
      double limit = Math.exp(-mean);
      int count = 0;
      for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
        count++;
      }
      return count;
    }
  }
}
