package io.feedloom.refresh;

import io.feedloom.feed.Alias;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the stored entries of items whose guids are shared, by the rule of {@link Identities}. Does
 * not read the fields of items whose exact content is known.
 */
final class AliasMatching {
  private final EntryRegister register;
  private final Map<Long, Long> known;
  private final Set<Long> taken;
  private final Map<Long, Long> entries;
  private final Map<Item, Identified> found = new HashMap<>();
  private final Map<Long, List<Alias>> aliases = new LinkedHashMap<>();

  /**
   * @param known the fingerprints of entries by id; entries that are found are added
   * @param taken the ids of entries that already belong to an item of the document; entries that
   *     are found are added
   * @param entries the ids of entries by alias
   */
  AliasMatching(
      EntryRegister register, Map<Long, Long> known, Set<Long> taken, Map<Long, Long> entries) {
    this.register = register;
    this.known = known;
    this.taken = taken;
    this.entries = entries;
  }

  /**
   * An item whose content is not known, and the values that distinguish it.
   *
   * @param former the values by which older versions distinguished it
   */
  private record Unmatched(Item item, Entry entry, List<Long> values, List<Long> former) {
    static Unmatched of(Item item) {
      var entry = item.entry();
      return new Unmatched(
          item, entry, EntryAliases.distinguishing(entry), EntryAliases.formerly(entry));
    }

    /** Returns a value; if only the former one is known, returns that. */
    Optional<Long> value(int place, Map<Long, Long> known) {
      if (place >= values.size()) {
        return Optional.empty();
      }
      long value = values.get(place);
      long old = former.get(place);
      return Optional.of(!known.containsKey(value) && known.containsKey(old) ? old : value);
    }
  }

  /** Returns each item with the id of its entry. */
  Map<Item, Identified> match(List<Item> items) {
    if (items.isEmpty()) {
      return found;
    }
    var unmatched = new ArrayList<Unmatched>();
    for (var item : items) {
      Long entry = entries.get(EntryAliases.content(item.guid(), item.fingerprint()));
      if (entry != null && entry != Alias.SEVERAL && taken.add(entry)) {
        found.put(item, new Identified(entry, item));
      } else {
        unmatched.add(Unmatched.of(item));
      }
    }
    var unknown = matchEdited(unmatched);
    var wanted =
        Stream.concat(
            found.values().stream().map(Identified::id),
            unknown.stream().map(item -> newId(item.item(), 0)));
    known.putAll(register.fingerprints(wanted.toList()));
    unknown.forEach(item -> put(item, freeId(item.item())));
    return found;
  }

  /** Matches items whose content changed. Returns the items that are new. */
  private List<Unmatched> matchEdited(List<Unmatched> all) {
    var values =
        all.stream()
            .flatMap(item -> Stream.concat(item.values().stream(), item.former().stream()))
            .distinct()
            .toList();
    if (!values.isEmpty()) {
      register
          .known(List.of(), values)
          .aliases()
          .forEach((value, entry) -> SharedGuids.add(entries, new Alias(value, entry)));
    }
    var unknown = new ArrayList<Unmatched>();
    var undecided = all;
    for (int place = 0; place < EntryAliases.MAX_VALUES; place++) {
      undecided = matchBy(place, undecided, unknown);
    }
    unknown.addAll(undecided);
    return unknown;
  }

  /**
   * Matches items by one of their values. Returns the items whose value also belongs to another.
   */
  private List<Unmatched> matchBy(int place, List<Unmatched> items, List<Unmatched> unknown) {
    var counts =
        items.stream()
            .flatMap(item -> item.value(place, entries).stream())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    var undecided = new ArrayList<Unmatched>();
    for (var item : items) {
      var value =
          item.value(place, entries).filter(v -> counts.getOrDefault(v, 0L) == 1 && isFree(v));
      if (value.isEmpty()) {
        undecided.add(item);
        continue;
      }
      Long entry = entries.get(value.get());
      if (entry == null) {
        unknown.add(item);
      } else {
        taken.add(entry);
        put(item, entry);
      }
    }
    return undecided;
  }

  /** Returns whether no other item and at most one entry has the value. */
  private boolean isFree(long value) {
    Long entry = entries.get(value);
    return entry == null || (entry != Alias.SEVERAL && !taken.contains(entry));
  }

  private void put(Unmatched unmatched, long id) {
    var item = unmatched.item();
    found.put(item, new Identified(id, item.withEntry(unmatched.entry())));
    aliases.put(id, EntryAliases.aliases(item.guid(), item.fingerprint(), unmatched.entry(), id));
  }

  /**
   * Returns an unused id. Usually it is derived from the item's content, because most contents are
   * new.
   */
  private long freeId(Item item) {
    for (int attempt = 0; ; attempt++) {
      long id = newId(item, attempt);
      if (attempt > 0) {
        known.putAll(register.fingerprints(List.of(id)));
      }
      if (!known.containsKey(id) && taken.add(id)) {
        return id;
      }
    }
  }

  private static long newId(Item item, int attempt) {
    var content = item.guid() + "#" + Long.toHexString(item.fingerprint());
    return Digest.of(attempt == 0 ? content : content + "#" + attempt);
  }

  /** Returns the aliases of the entries that are new or changed, by id. */
  Map<Long, List<Alias>> aliases() {
    return aliases;
  }
}
