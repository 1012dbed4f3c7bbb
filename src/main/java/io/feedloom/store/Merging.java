package io.feedloom.store;

import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.StoryMember;
import io.feedloom.store.Entries.Row;
import io.feedloom.store.Runs.Hit;
import io.feedloom.store.Runs.Position;
import io.feedloom.store.Stories.Member;
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
 * Makes a page of places as they are read: an entry is shown where it is the oldest that the scan
 * admits of its story. That depends on the story alone and not on the page, so that pages in either
 * direction neither skip nor repeat one.
 */
final class Merging {
  /** Where entries are read from. */
  interface Places {
    /** The next so many beyond the place, in the order of the scan. */
    List<Hit> beyond(Optional<Position> from, int most) throws SQLException;

    /** Those of the entries that the scan admits. */
    Set<EntryKey> admitted(List<EntryKey> keys) throws SQLException;
  }

  /** Other entries that are read at once. */
  private static final int TOGETHER = 200;

  private final Connection c;
  private final Scan scan;
  private final Places places;

  Merging(Connection c, Scan scan, Places places) {
    this.c = c;
    this.scan = scan;
    this.places = places;
  }

  /** Returns a page of the scan, as far as its texts have room. */
  ScanResult page(ScanResult.Room room) throws SQLException {
    var cap = new Scans.Cap(scan.perFeed().orElse(scan.limit()));
    var page = new ScanResult.Page(room, scan.limit());
    var from = scan.after().or(scan::before).map(Entries::position);
    boolean more = true;
    for (int piece = scan.limit(); more && !page.isFull(); piece *= 2) {
      var read = places.beyond(from, piece);
      var entries = Entries.of(c, read);
      var merged = scan.merges() ? merged(entries) : Set.<EntryKey>of();
      for (var entry : entries) {
        if (!page.isFull() && !merged.contains(entry.key()) && cap.admits(entry.key().feed())) {
          page.add(c, entry);
        }
      }
      more = read.size() == piece;
      from = read.isEmpty() ? from : Optional.of(read.getLast().at());
    }
    return page.found(scan.after().isPresent());
  }

  /** Those of which an older entry tells the story. */
  private Set<EntryKey> merged(List<Row> entries) throws SQLException {
    var merged = new HashSet<EntryKey>();
    admitted(entries.stream().map(Row::key).toList())
        .forEach(
            (key, members) -> {
              var oldest = members.stream().map(Member::at).max(Comparator.naturalOrder());
              if (!oldest.orElseThrow().key().equals(key)) {
                merged.add(key);
              }
            });
    return merged;
  }

  /** By entry, the members of its story that the scan admits, itself among them. */
  private Map<EntryKey, List<Member>> admitted(List<EntryKey> entries) throws SQLException {
    var all = Stories.members(c, entries);
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

  /** Of others only the fields that name them are shown, and their texts are let go at once. */
  private Map<EntryKey, StoredEntry> withoutTexts(List<EntryKey> keys) throws SQLException {
    var stored = new HashMap<EntryKey, StoredEntry>();
    for (int from = 0; from < keys.size(); from += TOGETHER) {
      var some = keys.subList(from, Math.min(keys.size(), from + TOGETHER));
      for (var row : Entries.rows(c, some)) {
        row.entry(c)
            .map(entry -> entry.withTexts(Optional.empty(), Optional.empty()))
            .ifPresent(entry -> stored.put(entry.key(), entry));
      }
    }
    return stored;
  }

  /** By entry, the others of its story, the oldest first and one of each feed. */
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
          var tellings =
              some.stream()
                  .sorted(Comparator.comparing(Member::at).reversed())
                  .flatMap(
                      m ->
                          Optional.ofNullable(stored.get(m.at().key())).stream()
                              .map(entry -> new StoryMember(entry, m.why())))
                  .filter(telling -> feeds.add(telling.entry().feed()))
                  .toList();
          if (!tellings.isEmpty()) {
            others.put(key, tellings);
          }
        });
    return others;
  }
}
