package io.feedloom.store.scan;

import io.feedloom.feed.Cursor;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.store.api.ScanResult;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.row.EntryRows;
import io.feedloom.store.row.Position;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages of stories that several feeds report. Only entries that the scan admits count.
 *
 * <p>Newest first, a story appears where it reached the fewest sources: at the entry of the last of
 * them, by the time when it arrived. So a story enters the page at its top, and later entries do
 * not move it.
 *
 * <p>In a ranking, entries count whose place in the river is in the time of the scan. A story
 * appears as its oldest entry, whatever the time, so its id does not change with the time of the
 * scan.
 */
final class StoryPages {
  /** How many entries of stories are read at once. */
  private static final int BATCH_SIZE = 1_000;

  /**
   * How many entries of stories are read for a page. Then the page ends, and the next continues.
   */
  private static final int MAX_READ = 20_000;

  /** How many stories a ranking compares. */
  private static final int MAX_RANKED = 2_000;

  /** The newest entries of stories; {@link Direction#beyond} and the order follow. */
  static final String ARRIVED =
      """
      SELECT e.arrived AS place, e.feed_id, e.id, e.story FROM story_entry e
      WHERE e.arrived >= ? AND e.arrived < ?\
      """;

  private static final String REPORTS =
      """
      SELECT m.story, m.arrived AS place, m.feed_id, m.id
      FROM UNNEST(?) k (story) JOIN story_entry m ON m.story = k.story
      """;

  private static final String REPORTS_BY_RIVER =
      """
      SELECT m.story, m.river AS place, m.feed_id, m.id
      FROM UNNEST(?) k (story) JOIN story_entry m ON m.story = k.story
      """;

  private final Connection c;
  private final Scan scan;
  private final Places places;
  private final Direction direction;

  /**
   * @param places admit entries of any time
   */
  StoryPages(Connection c, Scan scan, Places places) {
    this.c = c;
    this.scan = scan;
    this.places = places;
    direction = Direction.of(scan);
  }

  /**
   * The stories of a time, and for each the most sources that can count. A feed has at most one
   * entry in a story.
   */
  static final String RANKED =
      """
      SELECT r.story, COUNT(*) AS sources, MAX(r.river) AS newest FROM story_entry r
      JOIN feed f ON f.id = r.feed_id
      WHERE r.river >= ? AND r.river < ? AND (f.group_id = ANY(?) OR f.name = ANY(?))
      GROUP BY r.story HAVING COUNT(*) >= ?
      ORDER BY sources DESC, newest DESC, r.story DESC
      FETCH FIRST %d ROWS ONLY
      """
          .formatted(MAX_RANKED);

  /**
   * An entry of a story.
   *
   * @param at its place: when it arrived, or in a ranking its place in the river
   */
  private record Report(long story, Position at) {}

  ScanResult page(ScanResult.Room room) throws SQLException {
    return scan.ranks() ? ranked(room) : newest(room);
  }

  private ScanResult newest(ScanResult.Room room) throws SQLException {
    var cap = new Scans.Cap(scan.perFeed().orElse(Integer.MAX_VALUE));
    var page = new PageBuilder(room, scan.limit());
    var shown = new HashMap<Long, Optional<Position>>();
    var from = scan.after().or(scan::before).map(Position::of);
    boolean more = true;
    for (int count = 0; more && !page.isFull() && count < MAX_READ; count += BATCH_SIZE) {
      var read = beyond(from);
      stories(read.stream().map(Report::story).filter(s -> !shown.containsKey(s)).toList())
          .forEach((story, reports) -> shown.put(story, place(reports)));
      add(read.stream().filter(r -> isShown(r, shown)).map(Report::at).toList(), cap, page);
      more = read.size() == BATCH_SIZE;
      from = read.isEmpty() ? from : Optional.of(read.getLast().at());
    }
    var stop = more && !page.isFull() ? from : Optional.<Position>empty();
    return page.result(
        scan.after().isPresent(), stop.map(at -> new Cursor(Millis.at(at.river()), at.key())));
  }

  /**
   * A story in a ranking.
   *
   * @param sources how many sources reported it in the time of the scan, at most
   * @param newest the place of the newest of these entries
   */
  private record Ranked(long story, int sources, long newest, Optional<EntryKey> first) {
    /** Most sources first, among equals the newest. */
    static final Comparator<Ranked> ORDER =
        Comparator.comparingInt(Ranked::sources)
            .thenComparingLong(Ranked::newest)
            .thenComparingLong(Ranked::story)
            .reversed();

    static Ranked of(ResultSet row) throws SQLException {
      return new Ranked(
          row.getLong("story"), row.getInt("sources"), row.getLong("newest"), Optional.empty());
    }
  }

  /**
   * Returns the stories with the most sources. The database counts the entries of all feeds of the
   * scan, which are at least those that the scan admits. So the search ends when no other story can
   * have as many sources.
   */
  private ScanResult ranked(ScanResult.Room room) throws SQLException {
    var candidates = candidates();
    var page = new PageBuilder(room, scan.limit());
    var best = new TreeSet<>(Ranked.ORDER);
    for (var some : Sql.pieces(candidates, BATCH_SIZE / 10)) {
      var full = best.stream().skip(page.most() - 1).findFirst();
      if (full.filter(last -> Ranked.ORDER.compare(last, some.getFirst()) <= 0).isPresent()) {
        break;
      }
      stories(some.stream().map(Ranked::story).toList())
          .forEach((story, reports) -> rank(story, reports).ifPresent(best::add));
    }
    var cap = new Scans.Cap(scan.perFeed().orElse(Integer.MAX_VALUE));
    var keys = best.stream().flatMap(one -> one.first().stream()).toList();
    for (int from = 0; from < keys.size() && !page.isFull(); from += scan.limit()) {
      for (var row :
          EntryRows.rows(c, keys.subList(from, Math.min(keys.size(), from + scan.limit())))) {
        if (!page.isFull() && cap.admits(row.key().feed())) {
          page.add(c, row);
        }
      }
    }
    return page.result(false, Optional.empty());
  }

  private List<Ranked> candidates() throws SQLException {
    var groups = new TreeSet<Integer>();
    var feeds = new TreeSet<String>();
    for (var branch : scan.branches()) {
      switch (branch) {
        case Scan.OfGroup(int group, var _) -> groups.add(group);
        case Scan.OfCategory(var _, var some, var _) -> groups.addAll(some);
        case Scan.OfFeed(FeedId feed, var _) -> feeds.add(feed.value());
      }
    }
    return Sql.list(
        c,
        RANKED,
        Ranked::of,
        since(),
        until(),
        Sql.ints(groups),
        feeds.toArray(String[]::new),
        scan.minSources());
  }

  /** Returns the place of a story in the ranking; empty if it has too few sources. */
  private Optional<Ranked> rank(long story, List<Position> reports) {
    var counted =
        reports.stream().filter(at -> at.river() >= since() && at.river() < until()).toList();
    return counted.size() < scan.minSources()
        ? Optional.empty()
        : Optional.of(
            new Ranked(
                story,
                counted.size(),
                counted.getLast().river(),
                Optional.of(reports.getFirst().key())));
  }

  private long since() {
    return scan.since().map(Millis::of).orElse(Long.MIN_VALUE);
  }

  private long until() {
    return scan.until().map(Millis::of).orElse(Long.MAX_VALUE);
  }

  private static boolean isShown(Report report, Map<Long, Optional<Position>> shown) {
    return shown.getOrDefault(report.story(), Optional.empty()).equals(Optional.of(report.at()));
  }

  /** Returns where a story appears; empty if it has too few sources. */
  private Optional<Position> place(List<Position> reports) {
    return reports.size() < scan.minSources()
        ? Optional.empty()
        : Optional.of(reports.get(scan.minSources() - 1));
  }

  private void add(List<Position> shown, Scans.Cap cap, PageBuilder page) throws SQLException {
    for (int from = 0; from < shown.size() && !page.isFull(); from += scan.limit()) {
      var some = shown.subList(from, Math.min(shown.size(), from + scan.limit()));
      var arrived = some.stream().collect(Collectors.toMap(Position::key, Position::river));
      for (var row : EntryRows.rows(c, some.stream().map(Position::key).toList())) {
        if (!page.isFull() && cap.admits(row.key().feed())) {
          page.add(c, row.at(Objects.requireNonNull(arrived.get(row.key()))));
        }
      }
    }
  }

  private List<Report> beyond(Optional<Position> from) throws SQLException {
    var values = new ArrayList<@Nullable Object>();
    values.add(since());
    values.add(until());
    from.ifPresent(at -> values.addAll(Direction.valuesBeyond(at)));
    values.add(BATCH_SIZE);
    return Sql.list(c, newest(direction, from.isPresent()), StoryPages::report, values.toArray())
        .stream()
        .distinct()
        .toList();
  }

  /**
   * Returns the statement that reads entries of stories in order.
   *
   * @param continues whether it begins beyond a position
   */
  static String newest(Direction direction, boolean continues) {
    return ARRIVED
        + (continues ? direction.beyond().replace("e.river", "e.arrived") : "")
        + " ORDER BY e.arrived%1$s, e.feed_id%1$s, e.id%1$s".formatted(direction.order())
        + " FETCH FIRST ? ROWS ONLY";
  }

  private static Report report(ResultSet row) throws SQLException {
    return new Report(row.getLong("story"), new Position(row.getLong("place"), Position.key(row)));
  }

  /** Returns the entries of stories that the scan admits, the oldest first. */
  private Map<Long, List<Position>> stories(List<Long> stories) throws SQLException {
    var known =
        Sql.list(
                c,
                scan.ranks() ? REPORTS_BY_RIVER : REPORTS,
                StoryPages::report,
                Sql.longs(stories.stream().distinct().toList()))
            .stream()
            .distinct()
            .collect(Collectors.groupingBy(Report::story));
    known.values().removeIf(reports -> reports.size() < scan.minSources());
    var keys = known.values().stream().flatMap(List::stream).map(r -> r.at().key()).toList();
    var admitted = keys.isEmpty() ? Set.<EntryKey>of() : places.admitted(keys);
    var found = new HashMap<Long, List<Position>>();
    known.forEach(
        (story, reports) ->
            found.put(
                story,
                reports.stream()
                    .map(Report::at)
                    .filter(at -> admitted.contains(at.key()))
                    .sorted(Comparator.reverseOrder())
                    .toList()));
    return found;
  }
}
