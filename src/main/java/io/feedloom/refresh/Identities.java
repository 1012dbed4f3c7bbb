package io.feedloom.refresh;

import io.feedloom.feed.Alias;
import io.feedloom.feed.Cleaning;
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
 * Decides which stored entry of its feed an item is. The order of items in a document does not
 * matter. Reads an {@link EntryRegister} and writes nothing: it returns the aliases to store with
 * the update.
 *
 * <ol>
 *   <li>A guid identifies the entry. Most publishers keep the guid when they edit title, link or
 *       date, so an item with a known guid and another title is an edit.
 *   <li>A guid is <em>shared</em> if one document has contained two different items with it. It
 *       remains shared for this feed. Examples are {@code N/A} as the guid of every item
 *       (brief#428, feedbin/support#586), one link for all items of a day in a feed without guids
 *       (NetNewsWire#4540), and one Atom id for all documents of a court case (RSSOwlnix#73). Then
 *       neither the guid nor the place in the document identifies an entry. The first of these that
 *       applies does:
 *       <ul>
 *         <li>The exact content. If an entry had the same content before, the item is that entry.
 *         <li>The link, if no other item with this guid has it. If the link belongs to one stored
 *             entry, the item is an edit of that entry. If it belongs to none, the item is a new
 *             entry, whatever its title.
 *         <li>Link and title together, in the same way, if several items or entries have the link.
 *         <li>Link, title and date together, in the same way, if several have link and title.
 *         <li>Otherwise the item is new. An empty title or a missing date identifies nothing.
 *       </ul>
 *   <li>A guid that is a web address is the same with {@code http} and {@code https}, because
 *       publishers change the scheme of all their guids at once, and sometimes change it back
 *       (FreshRSS#5151, feedbin#206, lion-reader#1535). An item with an unknown guid is the entry
 *       that is stored with the other scheme, unless the document contains both. The entry keeps
 *       its first guid.
 *   <li>In the same way, tracking parameters in such a guid do not count ({@link TrackedGuids}).
 * </ol>
 *
 * <p>Two items of one document are never the same entry. Ids and aliases of deleted entries stay
 * stored, so an item that returns is the same entry as before.
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
   * Items and tombstones with the ids of their entries.
   *
   * @param known the fingerprints of the stored entries among these, by id
   * @param aliases the aliases to store with the entries
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

    /** Returns the same items; those of stored entries count as unchanged. */
    Resolved unchanged() {
      return new Resolved(
          items.stream().map(item -> item.unchangedIn(known)).toList(), tombstones, known, aliases);
    }

    /**
     * Returns the same items with cleaned links. That is done only after they are identified,
     * because older versions stored links as they were.
     */
    Resolved cleaned(Cleaning cleaning) {
      return cleaning.does(Cleaning.Part.TRACKING)
          ? new Resolved(
              items.stream().map(Identified::withoutTracking).toList(), tombstones, known, aliases)
          : this;
    }
  }

  /**
   * Finds the entries of a document's items and tombstones. Queries the register once if all items
   * are known and unchanged, and once more if some are not and no guid is shared.
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
    var tracked = new TrackedGuids(items);
    var aliases =
        open.isEmpty() && !tracked.areAny() ? Update.Aliases.NONE : find(open, tracked, found);
    var identified =
        items.stream().map(item -> found.getOrDefault(item, Identified.byGuid(item))).toList();
    var withdrawn = tombstones.stream().flatMap(word -> named(word, identified)).toList();
    return new Resolved(identified, withdrawn, known, aliases);
  }

  private boolean isUnchanged(Item item) {
    Long fingerprint = known.get(Guid.id(item.guid()));
    return fingerprint != null && fingerprint == item.fingerprint();
  }

  /** Finds the entries of items that are new or changed, or have a shared guid. */
  private Update.Aliases find(List<Item> open, TrackedGuids tracked, Map<Item, Identified> found) {
    var ids = Stream.concat(twins(open).stream(), tracked.ids(open).stream()).toList();
    var values = Stream.concat(asked(open).stream(), tracked.values(open).stream()).toList();
    var stored = register.known(ids, values);
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
    var others = items.stream().filter(item -> !shared.contains(item)).toList();
    found.putAll(tracked.match(others, found, known, stored.aliases(), register));
    return shared.aliases(matching.aliases(), tracked.aliases(others, found, stored.aliases()));
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
   * Returns a tombstone for each entry that it withdraws: all items of the document that have its
   * guid, or the entry that is stored with this guid if there are none.
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
