package io.feedloom.refresh;

import io.feedloom.feed.Entry;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Tombstone;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import io.feedloom.refresh.Identities.Resolved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides which items of a document are new or changed, and which entries are withdrawn. Has no
 * side effects.
 */
final class Decider {
  private Decider() {}

  /**
   * The decision on a document.
   *
   * @param items the items that are not withdrawn
   * @param tombstones the valid tombstones
   */
  record Decision(
      List<Identified> items,
      List<Tombstone> tombstones,
      List<Change> changes,
      Update.Aliases aliases) {
    /** Returns the ids of the entries in the document. */
    long[] carried() {
      return items.stream().mapToLong(Identified::id).toArray();
    }
  }

  /** Decides on the items and tombstones of a document. */
  static Decision decide(Resolved document, Function<Entry, RuleResult> judge, Instant now) {
    var standing = standing(document.items(), document.tombstones());
    var items = standing.isEmpty() ? document.items() : left(document.items(), standing);
    return new Decision(
        items, standing, changes(items, document.known(), judge, now), document.aliases());
  }

  /**
   * Returns the changes to write, in the order of the document.
   *
   * @param known the fingerprints of the stored entries, by id
   * @param judge applies the rules to an entry; dropped entries are stored too, but hidden
   */
  static List<Change> changes(
      List<Identified> items,
      Map<Long, Long> known,
      Function<Entry, RuleResult> judge,
      Instant now) {
    var changes = new ArrayList<Change>();
    for (var item : items) {
      long id = item.id();
      Long fingerprint = known.get(id);
      if (fingerprint != null && fingerprint == item.fingerprint()) {
        continue;
      }
      Entry entry = item.entry();
      var place = river(entry, now.minusMillis(changes.size()));
      changes.add(
          new Change(
              id, item.fingerprint(), place, fingerprint == null, entry, judge.apply(entry)));
    }
    return changes;
  }

  /**
   * Returns the valid tombstones. If the document also contains the entry, the later of the two is
   * valid (RFC 6721 section 3).
   */
  static List<Tombstone> standing(List<Identified> items, List<Tombstone> tombstones) {
    var named = tombstones.stream().map(Tombstone::id).collect(Collectors.toSet());
    var updated = new HashMap<Long, Instant>();
    for (var item : items) {
      if (named.contains(item.id())) {
        var entry = item.entry();
        entry.updated().or(entry::published).ifPresent(date -> updated.put(item.id(), date));
      }
    }
    return tombstones.stream()
        .filter(t -> !updated.getOrDefault(t.id(), Instant.MIN).isAfter(t.when()))
        .toList();
  }

  /** Returns the items that no tombstone withdraws. */
  static List<Identified> left(List<Identified> items, List<Tombstone> standing) {
    var named = standing.stream().map(Tombstone::id).collect(Collectors.toSet());
    return items.stream().filter(item -> !named.contains(item.id())).toList();
  }

  /**
   * Returns the place of a new entry in the timeline. This is its own date or, if that is missing
   * or in the future, the time when the entry was first seen. Undated entries of one document keep
   * its order.
   */
  private static Instant river(Entry entry, Instant seen) {
    return entry.published().or(entry::updated).filter(date -> !date.isAfter(seen)).orElse(seen);
  }
}
