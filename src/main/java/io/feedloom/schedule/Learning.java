package io.feedloom.schedule;

import io.feedloom.feed.Rhythm;
import io.feedloom.feed.Weights;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds publications to a rhythm. An instance is for one use. */
final class Learning {
  /** The most entries of the same time that count. More are an archive, which shows no rhythm. */
  private static final int MAX_AT_ONCE = 8;

  private static final int MOMENT = 60;

  /** The weight of an entry that follows another at once. */
  private static final double FOLLOWER = 0.1;

  /**
   * The longest two classes of gaps are whole weeks, in which all hours of the week occur equally
   * often.
   */
  private static final int WEEKS = Rhythm.GAPS.size() - 1;

  private final Instant since;
  private final int held;
  private final double[] hours;
  private final double[] minutes;
  private final double[] gaps;
  private final double[] expected;
  private final @Nullable ArrivalForecast usual;
  private long last;
  private boolean first;
  private int atOnce;

  /**
   * @param usual the forecast for any hour; if null, the forecast at each publication
   */
  private Learning(Rhythm rhythm, @Nullable ArrivalForecast usual) {
    this.usual = usual;
    since = rhythm.since();
    held = rhythm.held();
    last = rhythm.last().getEpochSecond();
    hours = rhythm.hours().toArray();
    minutes = rhythm.minutes().toArray();
    gaps = rhythm.gaps().toArray();
    expected = rhythm.expected().toArray();
  }

  /**
   * Returns the rhythm with new publications.
   *
   * @param publications in order; those before the last known publication count as published at its
   *     time
   */
  static Rhythm after(Rhythm before, List<Instant> publications) {
    return publications.isEmpty() ? before : new Learning(before, null).add(publications);
  }

  /**
   * Returns the rhythm that the first document of a feed shows. This takes two passes, because the
   * forecast for each hour is known only after the first.
   *
   * @param publications in order, at least one
   */
  static Rhythm ofHistory(List<Instant> publications) {
    var begin = Rhythm.watchedSince(publications.getFirst());
    long end = publications.getLast().getEpochSecond();
    var usual = new ArrivalForecast(new Learning(begin, null).addHistory(publications), end);
    return new Learning(begin, usual).addHistory(publications);
  }

  private Rhythm addHistory(List<Instant> publications) {
    first = true;
    return add(publications);
  }

  private Rhythm add(List<Instant> publications) {
    publications.forEach(at -> add(Math.max(at.getEpochSecond(), last)));
    return rhythm();
  }

  private void add(long at) {
    long gap = at - last;
    atOnce = gap < MOMENT ? atOnce + 1 : 1;
    if (atOnce > MAX_AT_ONCE) {
      return;
    }
    double weight = 1;
    if (first) {
      first = false; // The time since the previous one is unknown.
    } else {
      expect(at);
      fade(ArrivalForecast.fading(gap));
      gaps[ArrivalForecast.gap(gap)]++;
      weight = Math.clamp((double) gap / ArrivalForecast.HOUR, FOLLOWER, 1);
    }
    hours[ArrivalForecast.hourOfWeek(at)] += weight;
    minutes[ArrivalForecast.slotOfHour(at)] += weight;
    last = at;
  }

  /**
   * Adds to each gap the number of entries since the last publication that the hours alone predict.
   */
  private void expect(long at) {
    if (at == last) {
      return;
    }
    var forecast = usual == null ? new ArrivalForecast(rhythm(), last) : usual;
    int gap = 0;
    for (long from = last; from < at; ) {
      long gapEnd = last + ArrivalForecast.gapEnd(gap);
      long hourEnd = (Math.floorDiv(from, ArrivalForecast.HOUR) + 1) * ArrivalForecast.HOUR;
      boolean weeks = gap >= WEEKS;
      long to = Math.min(at, weeks ? gapEnd : Math.min(gapEnd, hourEnd));
      expected[gap] += (weeks ? forecast.rate() : forecast.inHour(from)) * (to - from);
      gap += to == gapEnd ? 1 : 0;
      from = to;
    }
  }

  private void fade(double factor) {
    for (double[] weights : List.of(hours, minutes, gaps, expected)) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= factor;
      }
    }
  }

  private Rhythm rhythm() {
    return new Rhythm(
        since,
        Instant.ofEpochSecond(last),
        held,
        Weights.of(hours),
        Weights.of(minutes),
        Weights.of(gaps),
        Weights.of(expected));
  }
}
