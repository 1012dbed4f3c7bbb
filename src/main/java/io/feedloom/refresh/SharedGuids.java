package io.feedloom.refresh;

import io.feedloom.feed.Alias;
import io.feedloom.feed.Item;
import io.feedloom.feed.Update;
import io.feedloom.store.api.PlacedEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The guids of a document that are shared. Also adds missing aliases, computed from stored fields,
 * to two kinds of stored entries: the first entry with a guid that two items of a document have for
 * the first time, and all entries that an older version of Feedloom distinguished by their order.
 */
final class SharedGuids {
  private final EntryRegister register;

  /** The shared guids, without their schemes. */
  private final Set<String> guids = new HashSet<>();

  private final List<Alias> marks = new ArrayList<>();
  private final Map<Long, List<Alias>> adopted = new LinkedHashMap<>();
  private boolean ofOldEntries;

  private SharedGuids(EntryRegister register) {
    this.register = register;
  }

  /**
   * Finds the shared guids of a document.
   *
   * @param open the items that are new or changed
   * @param stored the stored aliases of these items
   * @param anyKnown whether any of these items has the guid of a stored entry
   */
  static SharedGuids of(
      List<Item> document,
      List<Item> open,
      Map<Long, Long> stored,
      boolean anyKnown,
      EntryRegister register) {
    var shared = new SharedGuids(register);
    var unmarked = repeated(document);
    for (var item : open) {
      if (stored.containsKey(EntryAliases.shared(item.guid()))) {
        var guid = Guid.withoutScheme(item.guid());
        shared.guids.add(guid);
        unmarked.remove(guid);
      }
    }
    boolean anyOld = stored.containsKey(Alias.OLD_ENTRIES);
    if (anyOld && (anyKnown || !unmarked.isEmpty())) {
      shared.adoptOld(unmarked);
    } else if (!unmarked.isEmpty()) {
      shared.adopt(unmarked);
    }
    return shared;
  }

  private static Set<String> repeated(List<Item> document) {
    var seen = new HashSet<String>();
    var repeated = new HashSet<String>();
    for (var item : document) {
      if (!seen.add(item.guid())) {
        repeated.add(Guid.withoutScheme(item.guid()));
      }
    }
    return repeated;
  }

  /**
   * Reads all stored entries of the feed. That happens once, and again when more guids become
   * shared.
   */
  private void adoptOld(Set<String> unmarked) {
    unmarked.forEach(this::mark);
    register.all(
        kept -> {
          if (kept.id() != Guid.id(kept.entry().guid())) {
            mark(Guid.withoutScheme(kept.entry().guid()));
          }
        });
    if (!marks.isEmpty()) {
      register.all(this::adoptMarked);
    }
    ofOldEntries = true;
  }

  private void adoptMarked(PlacedEntry kept) {
    if (guids.contains(Guid.withoutScheme(kept.entry().guid()))) {
      adopt(kept);
    }
  }

  private void adopt(Set<String> unmarked) {
    unmarked.forEach(this::mark);
    var ids = unmarked.stream().flatMap(guid -> Guid.all(guid).stream()).map(Guid::id).toList();
    register.kept(ids).forEach(this::adopt);
  }

  private void adopt(PlacedEntry kept) {
    var entry = kept.entry();
    adopted.put(
        kept.id(), EntryAliases.aliases(entry.guid(), kept.fingerprint(), entry, kept.id()));
  }

  private void mark(String guid) {
    if (guids.add(guid)) {
      marks.add(new Alias(EntryAliases.shared(guid), Alias.SEVERAL));
    }
  }

  /** Returns whether the item's guid is shared. */
  boolean contains(Item item) {
    return guids.contains(Guid.withoutScheme(item.guid()));
  }

  /** Returns the stored aliases together with the aliases that were added here. */
  Map<Long, Long> merged(Map<Long, Long> stored) {
    var merged = new HashMap<>(stored);
    adopted.values().forEach(aliases -> aliases.forEach(alias -> add(merged, alias)));
    return merged;
  }

  /** Adds an alias. If it belongs to another entry already, it identifies neither from then on. */
  static void add(Map<Long, Long> aliases, Alias alias) {
    aliases.merge(
        alias.value(), alias.entry(), (one, other) -> one.equals(other) ? one : Alias.SEVERAL);
  }

  /**
   * Returns the aliases to store.
   *
   * @param changed the aliases of new and changed entries, by id
   * @param others aliases of entries whose guid is not shared
   */
  Update.Aliases aliases(Map<Long, List<Alias>> changed, List<Alias> others) {
    var byEntry = new LinkedHashMap<>(adopted);
    byEntry.putAll(changed);
    var all = new ArrayList<>(marks);
    all.addAll(others);
    byEntry.values().forEach(all::addAll);
    return all.isEmpty() && !ofOldEntries
        ? Update.Aliases.NONE
        : new Update.Aliases(all, ofOldEntries);
  }
}
