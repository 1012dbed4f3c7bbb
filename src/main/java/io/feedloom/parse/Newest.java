package io.feedloom.parse;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Chooses the newest items of a document that has too many. */
final class Newest {
  /** The most items that are read from one document. */
  static final int MAX_ITEMS = 10_000;

  private Newest() {}

  /**
   * Returns the newest {@link #MAX_ITEMS} items in the order of the document. An item without a
   * date gets the date of the item before it; items at the start get the first date. Among items of
   * one date, those nearer to either end of the document are newer: publishers add items at one
   * end.
   *
   * @param date returns the date of an item; called only if there are too many items
   */
  static <T> List<T> of(List<T> items, Function<T, Optional<Instant>> date) {
    if (items.size() <= MAX_ITEMS) {
      return items;
    }
    var dates = dates(items, date);
    int last = items.size() - 1;
    return IntStream.range(0, items.size())
        .boxed()
        .sorted(
            Comparator.<Integer, Instant>comparing(dates::get)
                .reversed()
                .thenComparingInt(i -> Math.min(i, last - i)))
        .limit(MAX_ITEMS)
        .sorted()
        .map(items::get)
        .toList();
  }

  private static <T> List<Instant> dates(List<T> items, Function<T, Optional<Instant>> date) {
    var written = items.stream().map(date).toList();
    var before = written.stream().flatMap(Optional::stream).findFirst().orElse(Instant.EPOCH);
    var dates = new ArrayList<Instant>(items.size());
    for (var each : written) {
      before = each.orElse(before);
      dates.add(before);
    }
    return dates;
  }
}
