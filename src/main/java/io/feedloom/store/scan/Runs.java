package io.feedloom.store.scan;

import io.feedloom.feed.Clause;
import io.feedloom.feed.Digest;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.store.db.Millis;
import io.feedloom.store.row.FeedPlaces;
import io.feedloom.store.row.FeedPlaces.Place;
import io.feedloom.store.row.Hit;
import io.feedloom.store.row.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns the branches of a scan into runs: queries that the database answers from one index in
 * order, without sorting.
 *
 * <p>H2 reads an index in order only if {@code ORDER BY} begins with the columns that are compared
 * by {@code =}. It looks up a key directly only if each of its columns is compared by {@code =}. So
 * each category gets its own {@code EXISTS} instead of {@code IN}.
 */
final class Runs implements Places {
  private static final String OF_GROUP =
      "SELECT e.river, e.feed_id, e.id FROM entry e WHERE e.group_id = ?";

  private static final String OF_FEED =
      "SELECT e.river, e.feed_id, e.id FROM entry e WHERE e.feed_id = ?";

  private static final String OF_CATEGORY =
      """
      SELECT e.river, e.feed_id, e.id FROM entry_category e
      WHERE e.category = ? AND e.group_id = ?\
      """;

  private static final String BEARS =
      """
      EXISTS (SELECT 1 FROM entry_category c WHERE c.category = ? AND c.group_id = ?
      AND c.river = e.river AND c.feed_id = e.feed_id AND c.id = e.id)\
      """;

  private final Connection c;
  private final Scan scan;
  private final Map<FeedId, Place> places;
  private final int[] without;
  private final Direction direction;
  private final List<Run> runs;

  /**
   * @param scan without conditions on words, authors or languages
   */
  Runs(Connection c, Scan scan) throws SQLException {
    this.c = c;
    this.scan = scan;
    places = FeedPlaces.of(c, scan);
    direction = Direction.of(scan);
    without =
        scan.without().stream()
            .flatMap(id -> Optional.ofNullable(places.get(id)).stream())
            .mapToInt(Place::feed)
            .sorted()
            .toArray();
    runs = scan.branches().stream().flatMap(this::of).toList();
  }

  /**
   * One ordered query.
   *
   * @param group the group of its entries; empty if it uses the index by feed
   * @param text the query before the condition on the position
   * @param order the query after that condition
   */
  record Run(Optional<Integer> group, String text, List<Object> values, String order) {}

  @Override
  public List<Hit> beyond(Optional<Position> from, int most) throws SQLException {
    return Scans.merge(c, runs, from, direction, most);
  }

  @Override
  public Set<EntryKey> admitted(List<EntryKey> keys) throws SQLException {
    return ScanFilter.of(c, scan, keys);
  }

  /** Returns a run for each group or feed of each branch. */
  List<Run> all() {
    return runs;
  }

  private Stream<Run> of(Scan.Branch branch) {
    return switch (branch) {
      case Scan.OfGroup(int group, var where) ->
          Stream.of(run(OF_GROUP, List.of(group), group, where, "e.group_id"));
      case Scan.OfFeed(FeedId id, var where) ->
          Optional.ofNullable(places.get(id)).stream()
              .map(p -> run(OF_FEED, List.of(p.feed()), p.group(), where));
      case Scan.OfCategory(String category, var groups, var where) ->
          groups.stream()
              .sorted()
              .map(
                  group ->
                      run(
                          OF_CATEGORY,
                          List.of(Digest.of(category), group),
                          group,
                          where,
                          "e.category",
                          "e.group_id"));
    };
  }

  private Run run(
      String select, List<Object> keys, int group, List<Clause> where, String... leading) {
    var text = new StringBuilder(select);
    var values = new ArrayList<>(keys);
    scan.since().ifPresent(since -> condition(text, values, "e.river >= ?", Millis.of(since)));
    scan.until().ifPresent(until -> condition(text, values, "e.river < ?", Millis.of(until)));
    if (without.length > 0) {
      condition(text, values, "NOT e.feed_id = ANY(?)", without);
    }
    for (var clause : where) {
      clause(text, values, group, clause);
    }
    var along = leading.length == 0 ? Optional.<Integer>empty() : Optional.of(group);
    return new Run(along, text.toString(), values, order(leading));
  }

  /**
   * Returns the end of a query, with the order. Columns that the query compares by {@code =} must
   * come first.
   */
  private String order(String... leading) {
    var columns =
        leading.length == 0
            ? Stream.of("e.feed_id", "e.river", "e.id")
            : Stream.concat(Stream.of(leading), Stream.of("e.river", "e.feed_id", "e.id"));
    return columns
        .map(column -> column + direction.order())
        .collect(Collectors.joining(", ", " ORDER BY ", " FETCH FIRST ? ROWS ONLY"));
  }

  private static void condition(
      StringBuilder text, List<Object> values, String condition, Object value) {
    text.append(" AND ").append(condition);
    values.add(value);
  }

  private static void clause(StringBuilder text, List<Object> values, int group, Clause clause) {
    text.append(clause.excludes() ? " AND NOT (" : " AND (");
    var separator = "";
    for (var key : clause.keys()) {
      text.append(separator).append(BEARS);
      values.add(Digest.of(key));
      values.add(group);
      separator = " OR ";
    }
    text.append(')');
  }
}
