package io.feedloom.store.scan;

import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.StoryMember;
import io.feedloom.store.api.ScanResult;
import io.feedloom.store.db.Sql;
import io.feedloom.store.row.EntryRows;
import io.feedloom.store.row.EntryRows.Row;
import io.feedloom.store.row.Position;
import io.feedloom.store.row.StoryMembers;
import io.feedloom.store.row.StoryMembers.Member;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads pages and merges the entries of a story. Of each story, pages show only the oldest entry
 * that the scan admits. This depends on the story alone and not on the page, so pages in either
 * direction neither skip nor repeat an entry.
 */
public final class Merging {
  /** How many other entries of stories are read at once. */
  private static final int TOGETHER = 200;

  private final Connection c;
  private final Scan scan;
  private final Places places;

  /**
   * Reads the entries of a scan.
   *
   * @param places finds its entries; see {@link Scan#forPlaces}
   */
  public Merging(Connection c, Scan scan, Places places) {
    this.c = c;
    this.scan = scan;
    this.places = places;
  }

  /** Returns a page of the scan, as far as its entries fit. */
  ScanResult page(ScanResult.Room room) throws SQLException {
    if (scan.countsSources()) {
      return new StoryPages(c, scan, places).page(room);
    }
    var cap = new Scans.Cap(scan.perFeed().orElse(Integer.MAX_VALUE));
    var page = new PageBuilder(room, scan.limit());
    var from = scan.after().or(scan::before).map(Position::of);
    boolean more = true;
    for (int piece = scan.limit(); more && !page.isFull(); piece *= 2) {
      var read = places.beyond(from, piece);
      var entries = EntryRows.of(c, read);
      var merged = scan.merges() ? merged(entries) : Set.<EntryKey>of();
      for (var entry : entries) {
        if (!page.isFull() && !merged.contains(entry.key()) && cap.admits(entry.key().feed())) {
          page.add(c, entry);
        }
      }
      more = read.size() == piece;
      from = read.isEmpty() ? from : Optional.of(read.getLast().at());
    }
    return page.result(scan.after().isPresent(), Optional.empty());
  }

  /** Returns the entries that are not shown, because an older entry of their story is shown. */
  private Set<EntryKey> merged(List<Row> entries) throws SQLException {
    var merged = new HashSet<EntryKey>();
    admitted(entries.stream().map(Row::key).toList())
        .forEach(
            (key, members) -> {
              var oldest = members.stream().map(Member::at).max(Comparator.naturalOrder());
              if (oldest.filter(at -> !at.key().equals(key)).isPresent()) {
                merged.add(key);
              }
            });
    return merged;
  }

  /** Returns for each entry the members of its story that the scan admits, itself included. */
  private Map<EntryKey, List<Member>> admitted(List<EntryKey> entries) throws SQLException {
    var all = StoryMembers.of(c, entries);
    if (all.isEmpty()) {
      return Map.of();
    }
    var keys = all.values().stream().flatMap(List::stream).map(m -> m.at().key()).distinct();
    var admitted = places.admitted(keys.toList());
    var members = new HashMap<EntryKey, List<Member>>();
    all.forEach(
        (key, some) ->
            members.put(
                key,
                some.stream()
                    .filter(m -> m.at().key().equals(key) || admitted.contains(m.at().key()))
                    .distinct()
                    .toList()));
    return members;
  }

  /** Reads entries and drops their texts at once, so that they need little memory. */
  private Map<EntryKey, StoredEntry> withoutTexts(List<EntryKey> keys) throws SQLException {
    var stored = new HashMap<EntryKey, StoredEntry>();
    for (var some : Sql.pieces(keys, TOGETHER)) {
      for (var row : EntryRows.rows(c, some)) {
        row.entry(c)
            .map(entry -> entry.withTexts(Optional.empty(), Optional.empty()))
            .ifPresent(entry -> stored.put(entry.key(), entry));
      }
    }
    return stored;
  }

  /** Returns for each entry the others of its story: the oldest first, one of each feed. */
  Map<EntryKey, List<StoryMember>> others(List<StoredEntry> entries) throws SQLException {
    var members =
        scan.merges()
            ? admitted(entries.stream().map(StoredEntry::key).toList())
            : Map.<EntryKey, List<Member>>of();
    var keys = members.values().stream().flatMap(List::stream).map(m -> m.at().key()).distinct();
    var stored = withoutTexts(keys.toList());
    var others = new HashMap<EntryKey, List<StoryMember>>();
    members.forEach(
        (key, some) -> {
          var feeds = new HashSet<FeedId>();
          Optional.ofNullable(stored.get(key)).ifPresent(own -> feeds.add(own.feed()));
          var storyMembers =
              some.stream()
                  .sorted(Comparator.comparing(Member::at).reversed())
                  .flatMap(
                      m ->
                          Optional.ofNullable(stored.get(m.at().key())).stream()
                              .map(entry -> new StoryMember(entry, m.why())))
                  .filter(member -> feeds.add(member.entry().feed()))
                  .toList();
          if (!storyMembers.isEmpty()) {
            others.put(key, storyMembers);
          }
        });
    return others;
  }
}
