package io.feedloom.select;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Clause;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Selection;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether an arrival concerns a merged feed. There is one object for each selection and
 * state of the groups, and it checks every arrival.
 */
public final class Match {
  /** The order of the river, oldest first: by place, then by key. */
  private static final Comparator<Cursor> RIVER =
      Comparator.comparing(Cursor::river)
          .thenComparingInt(c -> c.key().feed())
          .thenComparingLong(c -> c.key().id());

  private final Selection selection;

  /**
   * The conditions on entries, by the number of their group. Entries of other groups are not
   * chosen.
   */
  private final Map<Integer, List<Clause>> asked;

  private Match(Selection selection, Map<Integer, List<Clause>> asked) {
    this.selection = selection;
    this.asked = asked;
  }

  /**
   * Returns the test for a selection.
   *
   * @param groups all groups; arrivals of other groups are in no merged feed
   */
  public static Match of(Selection selection, Collection<FeedGroup> groups) {
    var asked = new HashMap<Integer, List<Clause>>();
    for (FeedGroup group : groups) {
      RemainingConditions.of(selection, group).ifPresent(where -> asked.put(group.number(), where));
    }
    return new Match(selection, Map.copyOf(asked));
  }

  /** Returns the numbers of the groups whose entries can be chosen. */
  public Set<Integer> groups() {
    return asked.keySet();
  }

  /**
   * Returns whether an entry's source, tags and categories match the selection. Ignores limits and
   * conditions on the entry itself.
   *
   * @param tags the keys of its tags, including adopted categories and tags from rules
   * @param categories the keys of the publisher's categories
   */
  public static boolean test(
      Selection selection,
      FeedId feed,
      Instant river,
      Collection<String> tags,
      Collection<String> categories) {
    return selection.tags().stream().allMatch(clause -> clause.test(tags))
        && selection.categories().stream().allMatch(clause -> clause.test(categories))
        && selection.sources().stream().allMatch(clause -> clause.test(List.of(feed.value())))
        && selection.from().filter(river::isBefore).isEmpty()
        && selection.to().filter(until -> !river.isBefore(until)).isEmpty();
  }

  /**
   * Returns whether the arrival appears in the selection, regardless of its limit. For a new entry
   * the result is exact. For a changed entry, returns true if the entry appears now or appeared
   * before the change. It may also return true in other cases, because an arrival contains the old
   * and new categories as one set.
   */
  public boolean test(Arrival arrival) {
    return test(arrival, true);
  }

  private boolean test(Arrival arrival, boolean here) {
    return passesTime(arrival) && (!here || passesCursor(arrival)) && testAtAnyTime(arrival);
  }

  private boolean testAtAnyTime(Arrival arrival) {
    var where = asked.get(arrival.group());
    return where != null && passes(where, arrival) && passesSources(arrival);
  }

  /**
   * Returns whether the arrival changes a page of the selection. An entry that joins a story may
   * change any page, because the entry that is shown for the story may be on another page. If only
   * stories are selected, other entries change no page, and the times are those of stories. A page
   * of digests has older ones than its last entry. A withdrawn entry changes the first page, which
   * names it, and the page on which it was.
   *
   * @param oldest the place of the page's last entry, if more entries follow; empty for the last
   *     page, to which all older entries belong
   */
  public boolean test(Arrival arrival, Optional<Cursor> oldest) {
    if (arrival.withdrawn() && selection.isFirstPage()) {
      return test(arrival);
    }
    if (selection.digest().isPresent() && !selection.onlyStories()) {
      return testAtAnyTime(arrival);
    }
    if (selection.onlyStories()) {
      return arrival.joins() && testAtAnyTime(arrival);
    }
    if (arrival.joins() && selection.merge() == Selection.Merge.STORY) {
      return test(arrival, false);
    }
    return !(oldest.isPresent() && RIVER.compare(place(arrival), oldest.get()) < 0)
        && test(arrival);
  }

  private boolean passesSources(Arrival arrival) {
    if (selection.sources().isEmpty()) {
      return true;
    }
    var feed = List.of(arrival.feed().value());
    return selection.sources().stream().allMatch(clause -> clause.test(feed));
  }

  private boolean passesTime(Arrival arrival) {
    var river = arrival.river();
    return selection.from().filter(river::isBefore).isEmpty()
        && selection.to().filter(until -> !river.isBefore(until)).isEmpty();
  }

  private boolean passesCursor(Arrival arrival) {
    return selection.before().filter(b -> RIVER.compare(place(arrival), b) >= 0).isEmpty()
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
