package io.feedloom.refresh;

import io.feedloom.feed.Alias;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Item;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the stored entries of items whose guid is a web address that was stored with other tracking
 * parameters, or without any. Most such guids are links of items that have no guid.
 *
 * <p>An entry whose guid has tracking parameters gets an alias for its page. So an item with the
 * same page is found, whatever its parameters are. If the page of an item is also that of another
 * item of the document, the parameters distinguish them, and only the whole guid counts.
 */
final class TrackedGuids {
  private final List<Item> tracked;

  /** How many items of the document have each page. */
  private final Map<String, Long> pages;

  TrackedGuids(List<Item> document) {
    tracked = document.stream().filter(TrackedGuids::isTracked).toList();
    pages =
        document.stream()
            .map(item -> Guid.ofPage(item.guid()))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  /** Returns whether the guid of any item has tracking parameters. */
  boolean areAny() {
    return !tracked.isEmpty();
  }

  private static boolean isTracked(Item item) {
    return !Guid.ofPage(item.guid()).equals(Guid.withoutScheme(item.guid()));
  }

  private boolean isOnlyOne(Item item) {
    return pages.getOrDefault(Guid.ofPage(item.guid()), 0L) == 1;
  }

  private static boolean isAddress(Item item) {
    return Guid.twin(item.guid()).isPresent();
  }

  /** Returns the ids that the entries of these items could have without tracking parameters. */
  List<Long> ids(List<Item> open) {
    return open.stream().filter(TrackedGuids::isTracked).flatMap(TrackedGuids::pageIds).toList();
  }

  private static Stream<Long> pageIds(Item item) {
    return Guid.all(Guid.ofPage(item.guid())).stream().map(Guid::id);
  }

  /** Returns the aliases to look up. */
  List<Long> values(List<Item> open) {
    return Stream.concat(open.stream().filter(TrackedGuids::isAddress), tracked.stream())
        .map(TrackedGuids::value)
        .toList();
  }

  private static long value(Item item) {
    return Digest.of("page\n" + Guid.ofPage(item.guid()));
  }

  /**
   * Returns the items whose entries are stored with other parameters.
   *
   * @param items the items whose guid is not shared
   * @param found the items that are identified by their guid
   * @param known the fingerprints of stored entries by id; those that are found are added
   * @param aliases the stored ids by alias
   */
  Map<Item, Identified> match(
      List<Item> items,
      Map<Item, Identified> found,
      Map<Long, Long> known,
      Map<Long, Long> aliases,
      EntryRegister register) {
    var taken = new HashSet<Long>();
    items.forEach(item -> taken.add(found.getOrDefault(item, Identified.byGuid(item)).id()));
    var named = new HashMap<Item, Long>();
    for (var item : items) {
      long id = found.getOrDefault(item, Identified.byGuid(item)).id();
      if (!known.containsKey(id) && isAddress(item) && isOnlyOne(item)) {
        entry(item, known, aliases).filter(taken::add).ifPresent(entry -> named.put(item, entry));
      }
    }
    var unread = named.values().stream().filter(id -> !known.containsKey(id)).toList();
    if (!unread.isEmpty()) {
      known.putAll(register.fingerprints(unread));
    }
    var matched = new HashMap<Item, Identified>();
    named.forEach(
        (item, id) -> {
          if (known.containsKey(id)) {
            matched.put(item, new Identified(id, item));
          }
        });
    return matched;
  }

  private static Optional<Long> entry(Item item, Map<Long, Long> known, Map<Long, Long> aliases) {
    var plain = isTracked(item) ? pageIds(item).filter(known::containsKey).findFirst() : none();
    return plain.or(
        () -> Optional.ofNullable(aliases.get(value(item))).filter(id -> id != Alias.SEVERAL));
  }

  private static Optional<Long> none() {
    return Optional.empty();
  }

  /**
   * Returns the aliases to store: one for each entry whose guid has tracking parameters, unless it
   * is stored.
   */
  List<Alias> aliases(List<Item> items, Map<Item, Identified> found, Map<Long, Long> stored) {
    return items.stream()
        .filter(item -> isTracked(item) && isOnlyOne(item) && !stored.containsKey(value(item)))
        .map(item -> new Alias(value(item), found.getOrDefault(item, Identified.byGuid(item)).id()))
        .toList();
  }
}
