package io.feedloom.refresh;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Tombstone;
import io.feedloom.feed.Update.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recognizes old versions of entries. Deliveries may be repeated or come in another order, so a
 * delivery may contain a version of an entry that is older than the stored one. Has no side
 * effects.
 *
 * @param stored the stored entries, by id
 * @param isOldDocument whether the document is older than one that was read before
 */
record NewerVersions(Map<Long, Entry> stored, boolean isOldDocument) {
  /** Returns the changes without those that an old version makes. New entries stay. */
  List<Change> of(List<Change> changes) {
    return changes.stream().filter(change -> change.isNew() || !isOld(change)).toList();
  }

  /** Returns the tombstones of entries whose stored version is not later. */
  List<Tombstone> ofTombstones(List<Tombstone> tombstones) {
    return tombstones.stream()
        .filter(
            tombstone ->
                Optional.ofNullable(stored.get(tombstone.id()))
                    .flatMap(NewerVersions::date)
                    .filter(date -> date.isAfter(tombstone.when()))
                    .isEmpty())
        .toList();
  }

  private boolean isOld(Change change) {
    var before = Optional.ofNullable(stored.get(change.id())).flatMap(NewerVersions::date);
    var now = date(change.entry());
    if (before.isEmpty() || now.isEmpty() || before.equals(now)) {
      return isOldDocument;
    }
    return now.get().isBefore(before.get());
  }

  private static Optional<Instant> date(Entry entry) {
    return entry.updated().or(entry::published);
  }
}
