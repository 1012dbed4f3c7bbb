package io.feedloom.store.write;

import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.StoryMember.Reason;
import io.feedloom.store.analysis.StoryTraits;
import io.feedloom.store.db.Sql;
import io.feedloom.store.row.EntryRows;
import io.feedloom.store.row.Position;
import io.feedloom.store.write.TraitIndex.TitleTrait;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides, when entries arrive, which of them report a story that another feed has reported. A feed
 * has at most one entry in a story. If several entries of a feed have the same link, only the first
 * can be found by it. Such a link usually leads to the home page of the site and not to a story.
 *
 * <p>Entries of feeds with a key never connect public entries. A public entry joins the story of a
 * public entry that it resembles, or a story whose entries all need a key. So readers without a key
 * see the same stories as if those feeds did not exist.
 */
final class Stories {
  /**
   * The longest time between two entries of a story with similar titles and texts, in milliseconds.
   */
  private static final long WINDOW = Duration.ofDays(2).toMillis();

  /** How many entries with a similar title are compared by text. */
  private static final int MAX_COMPARED = 8;

  private static final String KEYED =
      """
      SELECT f.id FROM feed f JOIN feed_group g ON g.id = f.group_id
      WHERE f.id = ANY(?) AND g.combination LIKE '*%'
      """;

  /** Selects a public entry of a story. */
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
      INSERT INTO story_entry (feed_id, id, story, why, arrived, river)
      SELECT e.feed_id, e.id, CAST(? AS BIGINT), 'first', e.first_seen, e.river
      FROM entry e WHERE e.feed_id = ? AND e.id = ?
      AND NOT EXISTS (SELECT 1 FROM story_entry s WHERE s.feed_id = e.feed_id AND s.id = e.id)
      """;

  private static final String JOIN =
      """
      INSERT INTO story_entry (feed_id, id, story, why, arrived, river) VALUES (?, ?, ?, ?, ?, ?)
      """;

  private static final String LEAVE = "DELETE FROM story_entry WHERE feed_id = ? AND id = ?";

  private final Connection c;
  private final int feed;
  private final TraitIndex index;
  private final Set<Integer> keyed = new HashSet<>();
  private final Map<Long, List<Position>> sharing = new HashMap<>();
  private final Set<Long> joined = new HashSet<>();

  Stories(Connection c, int feed, TraitIndex index) {
    this.c = c;
    this.feed = feed;
    this.index = index;
  }

  /** An entry that is about to be stored. */
  record Candidate(long id, long river, long firstSeen, Entry entry, StoryTraits traits) {}

  /** An entry whose title or link changed. */
  record Changed(long id, long river, StoryTraits traits, boolean hasNewLink) {}

  /** Lets entries join stories before they are stored, and returns the traits to store for each. */
  Map<Long, StoryTraits> join(List<Candidate> entries) throws SQLException {
    var known = new HashMap<Long, StoryTraits>();
    if (entries.isEmpty()) {
      return known;
    }
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

  /** A known entry of a story, and why another belongs to it. */
  private record Found(Position at, Reason why) {}

  private Optional<Found> find(Candidate entry, Optional<Long> link, Predicate<Position> among)
      throws SQLException {
    var byLink =
        link.flatMap(trait -> of(trait).stream().filter(among).max(Comparator.naturalOrder()));
    return byLink.isPresent()
        ? byLink.map(at -> new Found(at, Reason.LINK))
        : byText(entry, among).map(at -> new Found(at, Reason.TEXT));
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
    Sql.run(c, FOUND_STORY, story, other.feed(), other.id());
    Sql.run(
        c,
        JOIN,
        feed,
        entry.id(),
        story,
        why.name().toLowerCase(Locale.ROOT),
        entry.firstSeen(),
        entry.river());
    return true;
  }

  private void find(List<Candidate> entries) throws SQLException {
    var links = entries.stream().flatMap(entry -> entry.traits().link().stream()).toList();
    var titles = new ArrayList<TitleTrait>();
    for (var entry : entries) {
      var own = entry.traits().titles();
      for (int title = 0; title < own.size(); title++) {
        titles.add(
            new TitleTrait(title, own.get(title), entry.river() - WINDOW, entry.river() + WINDOW));
      }
    }
    index.sharing(c, links, titles).stream()
        .distinct()
        .forEach(one -> sharing.computeIfAbsent(one.trait(), _ -> new ArrayList<>()).add(one.at()));
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
            .limit(MAX_COMPARED)
            .toList();
    for (var row : EntryRows.rows(c, similar.stream().map(Position::key).toList())) {
      var other = row.published(c).filter(o -> StoryTraits.sameText(entry.entry(), o));
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
    if (!entries.isEmpty()) {
      index.change(c, feed, entries);
    }
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
