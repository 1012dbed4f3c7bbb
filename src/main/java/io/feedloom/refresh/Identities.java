package io.feedloom.refresh;

import io.feedloom.feed.Alias;
import io.feedloom.feed.Item;
import io.feedloom.feed.Tombstone;
import io.feedloom.feed.Update;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which stored entry of its feed an item is. The order of a document never counts. Pure: it
 * asks a {@link EntryRegister}, and returns the aliases to store with the update.
 *
 * <ol>
 *   <li>A guid identifies the entry. Publishers who know their entries keep the guid when they edit
 *       title, link or date, so all of these are edits.
 *   <li>A guid is <em>shared</em> from the moment that one document has two items with it that
 *       differ, and remains shared for this feed: {@code N/A} on every item (brief#428,
 *       feedbin/support#586), one link for all items of a day where there are no guids
 *       (NetNewsWire#4540), one Atom id for all documents of a case (RSSOwlnix#73). Neither the
 *       guid nor the place in the document identifies any of them. These do, the first that can:
 *       <ul>
 *         <li>The exact content: an item that was seen with it before is that entry.
 *         <li>The link, if no other item and no other entry of this guid has it. A link of its own
 *             that was not seen before makes a new entry, whatever its title; one that was seen
 *             before makes an edit.
 *         <li>Link and title, likewise, where several have the link.
 *         <li>Link, title and date, likewise, where several have both.
 *         <li>Otherwise the item is new. An empty title or a missing date identifies nothing.
 *       </ul>
 *   <li>A guid that is a web address is the same with {@code http} and {@code https}, because
 *       publishers change the scheme of all their entries at once and sometimes back
 *       (FreshRSS#5151, feedbin#206, lion-reader#1535): an unknown guid is the entry that is stored
 *       under the other scheme, unless the document has both. The entry keeps its first guid.
 * </ol>
 *
 * <p>An entry is never two items of one document. Lost entries are remembered, so one that returns
 * is the entry that it was.
 */
final class Identities {
  private final List<Item> items;
  private final EntryRegister register;
  private final Map<Long, Long> known;

  private Identities(List<Item> items, EntryRegister register, Map<Long, Long> known) {
    this.items = items;
    this.register = register;
    this.known = known;
  }

  /**
   * Items and tombstones under the ids of their entries.
   *
   * @param known the fingerprints of those of the entries that are stored, by id
   * @param aliases to store with the entries
   */
  record Resolved(
      List<Identified> items,
      List<Tombstone> tombstones,
      Map<Long, Long> known,
      Update.Aliases aliases) {
    Resolved {
      items = List.copyOf(items);
      tombstones = List.copyOf(tombstones);
    }
  }

  /**
   * Finds the entries of a document's items and tombstones. Asks the register once where all items
   * are known and unchanged, and once more where some are not and no guid is shared.
   */
  static Resolved resolve(List<Item> items, List<Tombstone> tombstones, EntryRegister register) {
    if (items.isEmpty() && tombstones.isEmpty()) {
      return new Resolved(List.of(), List.of(), Map.of(), Update.Aliases.NONE);
    }
    var named =
        tombstones.stream().flatMap(word -> Guid.all(Guid.withoutScheme(word.ref())).stream());
    var ids = Stream.concat(items.stream().map(Item::guid), named).map(Guid::id);
    var known = new HashMap<>(register.fingerprints(ids.distinct().toList()));
    return new Identities(items, register, known).resolve(tombstones);
  }

  private Resolved resolve(List<Tombstone> tombstones) {
    var open = items.stream().filter(item -> !isUnchanged(item)).toList();
    var found = new HashMap<Item, Identified>();
    var aliases = open.isEmpty() ? Update.Aliases.NONE : find(open, found);
    var identified =
        items.stream().map(item -> found.getOrDefault(item, Identified.byGuid(item))).toList();
    var withdrawn = tombstones.stream().flatMap(word -> named(word, identified)).toList();
    return new Resolved(identified, withdrawn, known, aliases);
  }

  private boolean isUnchanged(Item item) {
    Long fingerprint = known.get(Guid.id(item.guid()));
    return fingerprint != null && fingerprint == item.fingerprint();
  }

  /** Finds the entries of items that are new, changed, or of a shared guid. */
  private Update.Aliases find(List<Item> open, Map<Item, Identified> found) {
    var stored = register.known(twins(open), asked(open));
    known.putAll(stored.fingerprints());
    boolean anyKnown = open.stream().anyMatch(this::isKnown);
    var shared = SharedGuids.of(items, open, stored.aliases(), anyKnown, register);
    var taken = new HashSet<Long>();
    items.stream().filter(this::isUnchanged).forEach(item -> taken.add(Guid.id(item.guid())));
    var matching = new AliasMatching(register, known, taken, shared.merged(stored.aliases()));
    found.putAll(matching.match(open.stream().filter(shared::contains).toList()));
    var guids = items.stream().map(Item::guid).collect(Collectors.toSet());
    open.stream()
        .filter(item -> !shared.contains(item))
        .forEach(item -> found.put(item, byGuidOrTwin(item, guids)));
    return shared.aliases(matching.aliases());
  }

  private List<Long> twins(List<Item> open) {
    return open.stream().flatMap(item -> Guid.twin(item.guid()).stream()).map(Guid::id).toList();
  }

  private static List<Long> asked(List<Item> open) {
    var values = new ArrayList<Long>();
    values.add(Alias.OLD_ENTRIES);
    for (var item : open) {
      values.add(EntryAliases.shared(item.guid()));
      values.add(EntryAliases.content(item.guid(), item.fingerprint()));
    }
    return values;
  }

  private boolean isKnown(Item item) {
    return Guid.all(Guid.withoutScheme(item.guid())).stream()
        .anyMatch(guid -> known.containsKey(Guid.id(guid)));
  }

  private Identified byGuidOrTwin(Item item, Set<String> guids) {
    var own = Identified.byGuid(item);
    return known.containsKey(own.id())
        ? own
        : Guid.twin(item.guid())
            .filter(twin -> !guids.contains(twin))
            .map(twin -> new Identified(Guid.id(twin), item))
            .filter(twin -> known.containsKey(twin.id()))
            .orElse(own);
  }

  /**
   * Returns the items that a tombstone withdraws: the items of the document that have its guid,
   * however many share it; else the entry that is stored under it.
   */
  private Stream<Tombstone> named(Tombstone word, List<Identified> identified) {
    var guid = Guid.withoutScheme(word.ref());
    var carried =
        identified.stream()
            .filter(item -> Guid.withoutScheme(item.item().guid()).equals(guid))
            .map(item -> word.of(item.id()))
            .toList();
    return carried.isEmpty() ? Stream.of(stored(word)) : carried.stream();
  }

  private Tombstone stored(Tombstone word) {
    return known.containsKey(word.id())
        ? word
        : Guid.twin(word.ref()).map(Guid::id).filter(known::containsKey).map(word::of).orElse(word);
  }
}
