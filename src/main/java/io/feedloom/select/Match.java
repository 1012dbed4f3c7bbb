package io.feedloom.select;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Clause;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.Selection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether an arrival concerns a merged feed. */
public final class Match {
  /** The river as the store reads it, oldest first: by place, then by key. */
  private static final Comparator<Cursor> RIVER =
      Comparator.comparing(Cursor::river)
          .thenComparingInt(c -> c.key().feed())
          .thenComparingLong(c -> c.key().id());

  private Match() {}

  /**
   * Whether the arrival appears in the selection, whose limit is left aside. For a new entry the
   * answer is exact. For a changed one it is yes whenever the entry appears now or appeared before
   * the change, and may be yes in other cases, because the two sets of its categories are known
   * only together.
   *
   * @param groups by number; an arrival of another group is no part of any merged feed
   */
  public static boolean test(Selection selection, Arrival arrival, Map<Integer, FeedGroup> groups) {
    var group = Optional.ofNullable(groups.get(arrival.group()));
    return passesSources(selection, arrival)
        && passesTime(selection, arrival)
        && group.flatMap(g -> Residue.of(selection, g)).filter(w -> passes(w, arrival)).isPresent();
  }

  /**
   * Whether the arrival changes a page of the selection.
   *
   * @param oldest the place of the last entry of the page where more lies behind it; empty where
   *     the page is the last, so that whatever comes is on it
   */
  public static boolean test(
      Selection selection,
      Arrival arrival,
      Map<Integer, FeedGroup> groups,
      Optional<Cursor> oldest) {
    return oldest.filter(last -> RIVER.compare(place(arrival), last) < 0).isEmpty()
        && test(selection, arrival, groups);
  }

  private static boolean passesSources(Selection selection, Arrival arrival) {
    var feed = List.of(arrival.feed().value());
    return selection.sources().stream().allMatch(clause -> clause.test(feed));
  }

  private static boolean passesTime(Selection selection, Arrival arrival) {
    var river = arrival.river();
    return selection.since().filter(river::isBefore).isEmpty()
        && selection.until().filter(until -> !river.isBefore(until)).isEmpty()
        && selection.before().filter(b -> RIVER.compare(place(arrival), b) >= 0).isEmpty()
        && selection.after().filter(a -> RIVER.compare(place(arrival), a) <= 0).isEmpty();
  }

  private static boolean passes(List<Clause> where, Arrival arrival) {
    return where.stream()
        .allMatch(c -> c.test(arrival.categories()) || (c.excludes() && !arrival.isNew()));
  }

  private static Cursor place(Arrival arrival) {
    return new Cursor(arrival.river(), arrival.key());
  }
}
