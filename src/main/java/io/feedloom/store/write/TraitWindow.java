package io.feedloom.store.write;

import io.feedloom.feed.EntryKey;
import io.feedloom.store.analysis.StoryTraits;
import io.feedloom.store.db.Sql;
import io.feedloom.store.db.Undoable;
import io.feedloom.store.row.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The traits of the last entries that arrived, in memory, for the one writer of H2. With a database
 * index, H2 would write a random page for each trait. That would take longer than all other work
 * for an entry.
 *
 * <p>The rows of the entries contain the traits, too. After a restart the window is read from them.
 * Each match is checked against its row, because the entry may have been deleted or changed since.
 */
final class TraitWindow implements TraitIndex, Undoable {
  /** How many entries' traits are remembered. */
  private static final int ENTRIES = 100_000;

  /** An entry has a link and two traits of its title. */
  private static final int MAX_TRAITS = 3 * ENTRIES;

  /** How many entries with the same trait are read, the newest arrivals first. */
  private static final int MAX_SHARING = 1_000;

  private static final String RECENT =
      """
      SELECT link, title_1, title_2, river, feed_id, id FROM entry
      WHERE _ROWID_ > ? ORDER BY _ROWID_
      """;

  private static final String STORED =
      """
      SELECT k.trait, e.river, e.feed_id, e.id
      FROM UNNEST(?, ?, ?) k (trait, feed_id, id)
      JOIN entry e ON e.feed_id = k.feed_id AND e.id = k.id
      WHERE k.trait = e.link OR k.trait = e.title_1 OR k.trait = e.title_2
      """;

  private static final String RELINK = "UPDATE entry SET link = ? WHERE feed_id = ? AND id = ?";

  private TraitRing ring = new TraitRing(MAX_TRAITS);
  private boolean restored;

  /** The number of the first addition after those that were read from the entries. */
  private long first;

  @Override
  public List<Sharing> sharing(Connection c, Collection<Long> links, Collection<TitleTrait> titles)
      throws SQLException {
    restore(c);
    var found = new ArrayList<Sharing>();
    for (long link : links) {
      ring.find(link, MAX_SHARING, at -> found.add(new Sharing(link, at)));
    }
    for (var title : titles) {
      ring.find(
          title.trait(),
          MAX_SHARING,
          at -> {
            if (at.river() >= title.since() && at.river() <= title.until()) {
              found.add(new Sharing(title.trait(), at));
            }
          });
    }
    return stored(c, found.stream().distinct().toList());
  }

  /** Returns the entries that are still stored with these traits. */
  private static List<Sharing> stored(Connection c, List<Sharing> found) throws SQLException {
    return found.isEmpty()
        ? found
        : Sql.list(
            c,
            STORED,
            TraitTable::sharing,
            found.stream().mapToLong(Sharing::trait).toArray(),
            found.stream().mapToInt(one -> one.at().key().feed()).toArray(),
            found.stream().mapToLong(one -> one.at().key().id()).toArray());
  }

  @Override
  public void add(int feed, long id, long river, StoryTraits traits) {
    var at = new Position(river, new EntryKey(feed, id));
    traits.link().ifPresent(link -> ring.add(link, at));
    traits.titles().forEach(title -> ring.add(title, at));
  }

  @Override
  public void change(Connection c, int feed, List<Stories.Changed> entries) throws SQLException {
    restore(c);
    var links = new ArrayList<@Nullable Object[]>();
    var used = new HashSet<Long>();
    for (var entry : entries) {
      var traits = entry.traits();
      var link = Optional.<Long>empty();
      if (entry.hasNewLink()) {
        link = traits.link();
        if (link.isPresent() && (isUsed(c, feed, link.get()) || !used.add(link.get()))) {
          link = Optional.empty();
        }
        links.add(Sql.values(link.orElse(null), feed, entry.id()));
      }
      add(feed, entry.id(), entry.river(), new StoryTraits(link, traits.titles()));
    }
    TraitTable.retitle(c, feed, entries);
    Sql.batch(c, RELINK, links);
  }

  /** Returns whether a stored entry of the feed can be found by the link. */
  private boolean isUsed(Connection c, int feed, long link) throws SQLException {
    return sharing(c, List.of(link), List.of()).stream()
        .anyMatch(one -> one.at().key().feed() == feed);
  }

  private void restore(Connection c) throws SQLException {
    if (restored) {
      return;
    }
    long last = GuidOwnerBuffer.Identities.SHOWN.lastRow(c);
    Sql.list(
        c,
        RECENT,
        row -> {
          var at = Position.of(row);
          for (var column : List.of("link", "title_1", "title_2")) {
            Sql.number(row, column).ifPresent(trait -> ring.add(trait, at));
          }
          return at;
        },
        last - ENTRIES);
    first = ring.end();
    restored = true;
  }

  @Override
  public long mark() {
    return ring.end();
  }

  @Override
  public void undo(long mark) {
    ring.cut(Math.max(mark, first));
  }

  @Override
  public void committed() {}

  @Override
  public void forget() {
    ring = new TraitRing(MAX_TRAITS);
    first = 0;
    restored = false;
  }
}
