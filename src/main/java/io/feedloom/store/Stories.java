package io.feedloom.store;

import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.Telling.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides, when entries arrive, which of them tell a story that another feed has told. A feed tells
 * a story once: of several entries of one feed with one link only the first is known by it, since
 * such a link leads to the feed's own page and not to a story.
 */
final class Stories {
  /** How far apart entries with near the same title and text may lie in the river. */
  private static final long WINDOW = Duration.ofDays(2).toMillis();

  /** Entries with a similar title whose texts are compared. */
  private static final int MOST_COMPARED = 8;

  private static final String SHARING =
      """
      SELECT s.trait, s.river, s.feed_id, s.id, s.story
      FROM UNNEST(?, ?, ?) k (trait, since, until)
      JOIN story_trait s ON s.trait = k.trait AND s.river >= k.since AND s.river <= k.until
      """;

  private static final String ADD_TRAIT =
      "INSERT INTO story_trait (trait, river, feed_id, id, story) VALUES (?, ?, ?, ?, ?)";

  private static final String FOUND =
      """
      INSERT INTO story_entry (feed_id, id, story, why)
      SELECT CAST(? AS INTEGER), CAST(? AS BIGINT), CAST(? AS BIGINT), 'first'
      WHERE NOT EXISTS (SELECT 1 FROM story_entry WHERE feed_id = ? AND id = ?)
      """;

  private static final String JOIN =
      "INSERT INTO story_entry (feed_id, id, story, why) VALUES (?, ?, ?, ?)";

  private static final List<String> FORGET =
      List.of(
          "DELETE FROM story_trait WHERE feed_id = ? AND id = ?",
          "DELETE FROM story_entry WHERE feed_id = ? AND id = ?");

  private static final String MEMBERS =
      """
      SELECT s.feed_id AS of_feed, s.id AS of_id, m.feed_id, m.id, m.why, e.river
      FROM UNNEST(?, ?) k (feed_id, id)
      JOIN story_entry s ON s.feed_id = k.feed_id AND s.id = k.id
      JOIN story_entry m ON m.story = s.story
      JOIN entry e ON e.feed_id = m.feed_id AND e.id = m.id
      """;

  private final Connection c;
  private final int feed;
  private final Map<Long, List<Known>> known = new HashMap<>();
  private final List<@Nullable Object[]> traits = new ArrayList<>();

  private Stories(Connection c, int feed) {
    this.c = c;
    this.feed = feed;
  }

  /** An entry that is new. */
  record Fresh(long id, long river, Entry entry, StoryTraits traits) {}

  private record Known(long trait, Runs.Position at, long story) {
    int feed() {
      return at.key().feed();
    }
  }

  /**
   * An entry of a story.
   *
   * @param why it belongs to it
   */
  record Member(Runs.Position at, Reason why) {}

  /** Those of the feed's new entries that join a story. */
  static Set<Long> join(Connection c, int feed, List<Fresh> fresh) throws SQLException {
    return fresh.isEmpty() ? Set.of() : new Stories(c, feed).join(fresh);
  }

  private Set<Long> join(List<Fresh> fresh) throws SQLException {
    find(fresh);
    var joined = new HashSet<Long>();
    for (var entry : fresh) {
      var link = entry.traits().link().filter(trait -> of(trait).stream().noneMatch(this::isOwn));
      var byLink = link.flatMap(trait -> first(of(trait).stream().toList()));
      var found = byLink.isPresent() ? byLink : byText(entry);
      var story = found.filter(k -> !toldByUs(k.story()));
      long number = story.map(Known::story).orElseGet(() -> founded(entry));
      if (story.isPresent()) {
        var first = story.get().at().key();
        Sql.run(c, FOUND, first.feed(), first.id(), number, first.feed(), first.id());
        var why = byLink.isPresent() ? Reason.LINK : Reason.TEXT;
        Sql.run(c, JOIN, feed, entry.id(), number, why.name().toLowerCase(Locale.ROOT));
        joined.add(entry.id());
      }
      link.ifPresent(trait -> add(entry, trait, number));
      entry.traits().titles().forEach(trait -> add(entry, trait, number));
    }
    Sql.batch(c, ADD_TRAIT, traits);
    return joined;
  }

  private void find(List<Fresh> fresh) throws SQLException {
    var keys = new ArrayList<Long>();
    var since = new ArrayList<Long>();
    var until = new ArrayList<Long>();
    for (var entry : fresh) {
      entry
          .traits()
          .link()
          .ifPresent(
              trait -> {
                keys.add(trait);
                since.add(Long.MIN_VALUE);
                until.add(Long.MAX_VALUE);
              });
      for (long trait : entry.traits().titles()) {
        keys.add(trait);
        since.add(entry.river() - WINDOW);
        until.add(entry.river() + WINDOW);
      }
    }
    Sql.list(
            c,
            SHARING,
            row ->
                new Known(
                    row.getLong("trait"),
                    new Runs.Position(
                        row.getLong("river"),
                        new EntryKey(row.getInt("feed_id"), row.getLong("id"))),
                    row.getLong("story")),
            array(keys),
            array(since),
            array(until))
        .stream()
        .distinct()
        .forEach(row -> known.computeIfAbsent(row.trait(), _ -> new ArrayList<>()).add(row));
  }

  private static long[] array(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private List<Known> of(long trait) {
    return known.getOrDefault(trait, List.of());
  }

  private boolean isOwn(Known row) {
    return row.feed() == feed;
  }

  private boolean toldByUs(long story) {
    return known.values().stream()
        .flatMap(List::stream)
        .anyMatch(k -> isOwn(k) && k.story() == story);
  }

  /** The one that was published first. */
  private static Optional<Known> first(List<Known> rows) {
    return rows.stream().max(Comparator.comparing(Known::at));
  }

  private Optional<Known> byText(Fresh entry) throws SQLException {
    var similar =
        entry.traits().titles().stream()
            .flatMap(trait -> of(trait).stream())
            .filter(k -> !isOwn(k) && Math.abs(k.at().river() - entry.river()) <= WINDOW)
            .sorted(Comparator.comparing(Known::at).reversed())
            .toList();
    var places = similar.stream().map(Known::at).distinct().limit(MOST_COMPARED).toList();
    var texts = Entries.byKey(c, places.stream().map(Runs.Position::key).toList());
    return texts.stream()
        .filter(other -> StoryTraits.sameText(entry.entry(), other.entry()))
        .findFirst()
        .flatMap(
            other -> similar.stream().filter(k -> k.at().key().equals(other.key())).findFirst());
  }

  /** The number of the story that begins with this entry. */
  private long founded(Fresh entry) {
    return entry.id() * 31 + feed;
  }

  private void add(Fresh entry, long trait, long story) {
    var at = new Runs.Position(entry.river(), new EntryKey(feed, entry.id()));
    var rows = known.computeIfAbsent(trait, _ -> new ArrayList<>());
    if (rows.stream().noneMatch(k -> k.at().equals(at))) {
      rows.add(new Known(trait, at, story));
      traits.add(Sql.values(trait, entry.river(), feed, entry.id(), story));
    }
  }

  /** Entries are deleted. What others of their stories are told by stays. */
  static void forget(Connection c, int feed, List<Long> ids) throws SQLException {
    var rows = new ArrayList<@Nullable Object[]>();
    ids.forEach(id -> rows.add(Sql.values(feed, id)));
    for (var sql : FORGET) {
      Sql.batch(c, sql, rows);
    }
  }

  /** For each of the entries that belong to a story, all entries of it, itself among them. */
  static Map<EntryKey, List<Member>> members(Connection c, List<EntryKey> keys)
      throws SQLException {
    var members = new HashMap<EntryKey, List<Member>>();
    if (!keys.isEmpty()) {
      Sql.list(
          c,
          MEMBERS,
          row -> {
            var key = new EntryKey(row.getInt("feed_id"), row.getLong("id"));
            var member =
                new Member(
                    new Runs.Position(row.getLong("river"), key),
                    Reason.valueOf(row.getString("why").toUpperCase(Locale.ROOT)));
            members
                .computeIfAbsent(
                    new EntryKey(row.getInt("of_feed"), row.getLong("of_id")),
                    _ -> new ArrayList<>())
                .add(member);
            return key;
          },
          keys.stream().mapToInt(EntryKey::feed).toArray(),
          keys.stream().mapToLong(EntryKey::id).toArray());
    }
    return members;
  }
}
