package io.feedloom.store.write;

import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.StoryMember.Reason;
import io.feedloom.store.analysis.StoryTraits;
import io.feedloom.store.db.Sql;
import io.feedloom.store.row.EntryRows;
import io.feedloom.store.row.Position;
import io.feedloom.store.row.StoryMembers.Member;
import java.sql.Connection;
import java.sql.ResultSet;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides, when entries arrive, which of them report a story that another feed has reported. A feed
 * has one entry in a story. If several entries of a feed have the same link, only the first is
 * found by it, because such a link leads to a page of the feed and not to a story.
 *
 * <p>Entries behind a key never connect public entries. A public entry joins the story of a public
 * entry that it resembles, or a story in which all entries are behind a key. So readers without a
 * key see the same stories as if those feeds did not exist.
 */
final class Stories {
  /** The most time, in milliseconds, between entries with similar titles and texts. */
  private static final long WINDOW = Duration.ofDays(2).toMillis();

  /** How many entries with a similar title are compared by text. */
  private static final int MOST_COMPARED = 8;

  /** How many entries with similar titles are read. More are a recurring title and no story. */
  private static final int MOST_SHARING = 1_000;

  private static final String SAME_LINK =
      """
      SELECT e.link AS trait, e.river, e.feed_id, e.id
      FROM UNNEST(?) k (trait) JOIN entry e ON e.link = k.trait
      """;

  private static final String SIMILAR_TITLE =
      """
      SELECT e.title_%1$d AS trait, e.river, e.feed_id, e.id
      FROM UNNEST(?, ?, ?) k (trait, since, until)
      JOIN entry e ON e.title_%1$d = k.trait AND e.river >= k.since AND e.river <= k.until
      FETCH FIRST ? ROWS ONLY
      """;

  private static final List<String> SIMILAR_TITLES =
      List.of(SIMILAR_TITLE.formatted(1), SIMILAR_TITLE.formatted(2));

  private static final String RETITLE =
      "UPDATE entry SET title_1 = ?, title_2 = ? WHERE feed_id = ? AND id = ?";

  private static final String RELINK =
      """
      UPDATE entry SET link = CASE
      WHEN EXISTS (SELECT 1 FROM entry o WHERE o.link = ? AND o.feed_id = ?) THEN NULL
      ELSE CAST(? AS BIGINT) END
      WHERE feed_id = ? AND id = ?
      """;

  private static final String KEYED =
      """
      SELECT f.id FROM feed f JOIN feed_group g ON g.id = f.group_id
      WHERE f.id = ANY(?) AND g.combination LIKE '*%'
      """;

  /** Finds a public entry of another entry's story. */
  private static final String PUBLIC_MEMBER =
      """
      SELECT 1 FROM story_entry s JOIN story_entry m ON m.story = s.story
      JOIN feed f ON f.id = m.feed_id JOIN feed_group g ON g.id = f.group_id
      WHERE s.feed_id = ? AND s.id = ? AND g.combination NOT LIKE '*%'
      FETCH FIRST 1 ROWS ONLY
      """;

  private static final String STORY = "SELECT story FROM story_entry WHERE feed_id = ? AND id = ?";

  private static final String REPORTED_BY =
      "SELECT 1 FROM story_entry WHERE story = ? AND feed_id = ? FETCH FIRST 1 ROWS ONLY";

  private static final String FOUND_STORY =
      """
      INSERT INTO story_entry (feed_id, id, story, why)
      SELECT CAST(? AS INTEGER), CAST(? AS BIGINT), CAST(? AS BIGINT), 'first'
      WHERE NOT EXISTS (SELECT 1 FROM story_entry WHERE feed_id = ? AND id = ?)
      """;

  private static final String JOIN =
      "INSERT INTO story_entry (feed_id, id, story, why) VALUES (?, ?, ?, ?)";

  private static final String LEAVE = "DELETE FROM story_entry WHERE feed_id = ? AND id = ?";

  private final Connection c;
  private final int feed;
  private final Set<Integer> keyed = new HashSet<>();
  private final Map<Long, List<Position>> sharing = new HashMap<>();
  private final Set<Long> joined = new HashSet<>();

  Stories(Connection c, int feed) {
    this.c = c;
    this.feed = feed;
  }

  /** An entry that is about to appear. */
  record Candidate(long id, long river, Entry entry, StoryTraits traits) {}

  /** An entry whose title or link changed. */
  record Changed(long id, StoryTraits traits, boolean hasNewLink) {}

  /** Lets entries join stories before they appear, and returns the traits to store of each. */
  Map<Long, StoryTraits> join(List<Candidate> entries) throws SQLException {
    var known = new HashMap<Long, StoryTraits>();
    find(entries);
    findKeyed();
    for (var entry : entries) {
      var traits = entry.traits();
      var link = traits.link().filter(trait -> of(trait).stream().noneMatch(this::isOwn));
      var found = find(entry, link, at -> keyed.contains(feed) || !isKeyed(at));
      if (found.isEmpty() && !keyed.isEmpty()) {
        found = find(entry, link, this::isKeyed);
        found = found.isPresent() && isAllKeyed(found.get().at()) ? found : Optional.empty();
      }
      if (found.isPresent() && join(entry, found.get().at().key(), found.get().why())) {
        joined.add(entry.id());
      }
      link.ifPresent(trait -> note(trait, entry));
      known.put(entry.id(), new StoryTraits(link, traits.titles()));
    }
    return known;
  }

  private void note(long trait, Candidate entry) {
    sharing
        .computeIfAbsent(trait, _ -> new ArrayList<>())
        .add(new Position(entry.river(), new EntryKey(feed, entry.id())));
  }

  /** Returns the ids of the entries that joined a story. */
  Set<Long> joined() {
    return joined;
  }

  private Optional<Member> find(Candidate entry, Optional<Long> link, Predicate<Position> among)
      throws SQLException {
    var byLink =
        link.flatMap(trait -> of(trait).stream().filter(among).max(Comparator.naturalOrder()));
    return byLink.isPresent()
        ? byLink.map(at -> new Member(at, Reason.LINK))
        : byText(entry, among).map(at -> new Member(at, Reason.TEXT));
  }

  private boolean isKeyed(Position at) {
    return keyed.contains(at.key().feed());
  }

  private boolean isAllKeyed(Position at) throws SQLException {
    var key = at.key();
    return Sql.first(c, PUBLIC_MEMBER, row -> row.getInt(1), key.feed(), key.id()).isEmpty();
  }

  /**
   * Joins the story of another entry, unless this feed has an entry in it. Returns whether it did.
   */
  private boolean join(Candidate entry, EntryKey other, Reason why) throws SQLException {
    long story =
        Sql.first(c, STORY, row -> row.getLong(1), other.feed(), other.id())
            .orElseGet(() -> founded(other));
    if (Sql.first(c, REPORTED_BY, row -> row.getInt(1), story, feed).isPresent()) {
      return false;
    }
    Sql.run(c, FOUND_STORY, other.feed(), other.id(), story, other.feed(), other.id());
    Sql.run(c, JOIN, feed, entry.id(), story, why.name().toLowerCase(Locale.ROOT));
    return true;
  }

  private void find(List<Candidate> entries) throws SQLException {
    var links = entries.stream().flatMap(entry -> entry.traits().link().stream()).toList();
    if (!links.isEmpty()) {
      note(Sql.list(c, SAME_LINK, Stories::sharing, Sql.longs(links)));
    }
    for (int title = 0; title < SIMILAR_TITLES.size(); title++) {
      var traits = new ArrayList<Long>();
      var since = new ArrayList<Long>();
      var until = new ArrayList<Long>();
      for (var entry : entries) {
        var trait = entry.traits().title(title);
        if (trait != null) {
          traits.add(trait);
          since.add(entry.river() - WINDOW);
          until.add(entry.river() + WINDOW);
        }
      }
      if (!traits.isEmpty()) {
        var sql = SIMILAR_TITLES.get(title);
        note(
            Sql.list(
                c,
                sql,
                Stories::sharing,
                Sql.longs(traits),
                Sql.longs(since),
                Sql.longs(until),
                MOST_SHARING));
      }
    }
  }

  /** Finds out which of the feeds with shared traits need a key, this feed included. */
  private void findKeyed() throws SQLException {
    var feeds =
        sharing.values().stream()
            .flatMap(List::stream)
            .map(at -> at.key().feed())
            .collect(Collectors.toSet());
    if (!feeds.isEmpty()) {
      feeds.add(feed);
      var numbers = Sql.ints(feeds);
      keyed.addAll(Sql.list(c, KEYED, row -> row.getInt("id"), numbers));
    }
  }

  /** An entry with a trait. */
  private record Sharing(long trait, Position at) {}

  private static Sharing sharing(ResultSet row) throws SQLException {
    return new Sharing(
        row.getLong("trait"),
        new Position(row.getLong("river"), new EntryKey(row.getInt("feed_id"), row.getLong("id"))));
  }

  private void note(List<Sharing> found) {
    found.stream()
        .distinct()
        .forEach(one -> sharing.computeIfAbsent(one.trait(), _ -> new ArrayList<>()).add(one.at()));
  }

  private List<Position> of(long trait) {
    return sharing.getOrDefault(trait, List.of());
  }

  private boolean isOwn(Position at) {
    return at.key().feed() == feed;
  }

  private Optional<Position> byText(Candidate entry, Predicate<Position> among)
      throws SQLException {
    var similar =
        entry.traits().titles().stream()
            .flatMap(trait -> of(trait).stream())
            .filter(
                at ->
                    !isOwn(at) && among.test(at) && Math.abs(at.river() - entry.river()) <= WINDOW)
            .distinct()
            .sorted(Comparator.reverseOrder())
            .limit(MOST_COMPARED)
            .toList();
    for (var row : EntryRows.rows(c, similar.stream().map(Position::key).toList())) {
      var other = row.entry(c).filter(o -> StoryTraits.sameText(entry.entry(), o.entry()));
      if (other.isPresent()) {
        return similar.stream().filter(at -> at.key().equals(row.key())).findFirst();
      }
    }
    return Optional.empty();
  }

  /** Returns the number of the story that begins with this entry. */
  private static long founded(EntryKey key) {
    return key.id() * 31 + key.feed();
  }

  /** Stores the new traits of entries. They stay in their stories. */
  void change(List<Changed> entries) throws SQLException {
    var titles = new ArrayList<@Nullable Object[]>();
    var links = new ArrayList<@Nullable Object[]>();
    for (var entry : entries) {
      var traits = entry.traits();
      titles.add(Sql.values(traits.title(0), traits.title(1), feed, entry.id()));
      if (entry.hasNewLink()) {
        var link = traits.link().orElse(null);
        links.add(Sql.values(link, feed, link, feed, entry.id()));
      }
    }
    Sql.batch(c, RETITLE, titles);
    Sql.batch(c, RELINK, links);
  }

  /**
   * Removes entries from their stories. The other entries stay in them.
   *
   * @param keys feed and id of each
   */
  void leave(List<@Nullable Object[]> keys) throws SQLException {
    Sql.batch(c, LEAVE, keys);
  }
}
