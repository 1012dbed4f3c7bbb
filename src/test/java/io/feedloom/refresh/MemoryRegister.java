package io.feedloom.refresh;

import io.feedloom.feed.Alias;
import io.feedloom.feed.Entry;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import io.feedloom.store.api.KnownIds;
import io.feedloom.store.api.PlacedEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Keeps entries and aliases of one feed in memory, as the store does, and counts the questions. */
final class MemoryRegister implements EntryRegister {
  private final Map<Long, PlacedEntry> entries = new HashMap<>();
  private final Map<Long, Long> aliases = new HashMap<>();
  private int questions;

  void put(long id, long fingerprint, Entry entry) {
    entries.put(
        id,
        new PlacedEntry(id, fingerprint, entry, Instant.EPOCH, RuleResult.NONE, Set.of(), false));
  }

  /** Says that an older version stored the entries. */
  void makeOld() {
    aliases.put(Alias.OLD_ENTRIES, Alias.SEVERAL);
  }

  void apply(List<Change> changes, Update.Aliases update) {
    for (var change : changes) {
      var before = entries.get(change.id());
      var entry = change.entry();
      put(
          change.id(),
          change.fingerprint(),
          before == null ? entry : entry.withGuid(before.entry().guid()));
    }
    if (update.ofOldEntries()) {
      aliases.remove(Alias.OLD_ENTRIES);
    }
    var named = new HashSet<>(update.all().stream().map(Alias::entry).toList());
    named.remove(Alias.SEVERAL);
    aliases.values().removeIf(named::contains);
    update.all().forEach(alias -> SharedGuids.add(aliases, alias));
  }

  /** Replaces the aliases of all entries by those of a version that kept tracking parameters. */
  void useFormerAliases() {
    aliases.values().removeIf(id -> id != Alias.SEVERAL);
    entries.forEach(
        (id, kept) ->
            EntryAliases.formerly(kept.entry())
                .forEach(value -> SharedGuids.add(aliases, new Alias(value, id))));
  }

  int entries() {
    return entries.size();
  }

  Entry entry(long id) {
    return Objects.requireNonNull(entries.get(id)).entry();
  }

  int aliases() {
    return aliases.size();
  }

  /** How often it was asked since the last call. */
  int questions() {
    int asked = questions;
    questions = 0;
    return asked;
  }

  @Override
  public Map<Long, Long> fingerprints(Collection<Long> ids) {
    questions++;
    return known(ids);
  }

  private Map<Long, Long> known(Collection<Long> ids) {
    var known = new HashMap<Long, Long>();
    for (long id : ids) {
      var kept = entries.get(id);
      if (kept != null) {
        known.put(id, kept.fingerprint());
      }
    }
    return known;
  }

  @Override
  public KnownIds known(Collection<Long> ids, Collection<Long> values) {
    questions++;
    var found = new HashMap<Long, Long>();
    for (long value : values) {
      var entry = aliases.get(value);
      if (entry != null) {
        found.put(value, entry);
      }
    }
    return new KnownIds(known(ids), found);
  }

  @Override
  public List<PlacedEntry> kept(Collection<Long> ids) {
    questions++;
    return ids.stream().filter(entries::containsKey).map(entries::get).toList();
  }

  @Override
  public void all(Consumer<PlacedEntry> each) {
    questions++;
    entries.values().forEach(each);
  }
}
