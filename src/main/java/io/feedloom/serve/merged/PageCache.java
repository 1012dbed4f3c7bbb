package io.feedloom.serve.merged;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.MediaType;
import io.feedloom.select.Match;
import io.feedloom.serve.access.Access;
import io.feedloom.serve.http.Page;
import io.feedloom.store.StoreException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rendered pages by selection and format. A page stays until something arrives that changes it, and
 * no longer: an arrival drops exactly the pages that it appears on. Memory is bounded however many
 * selections are asked for; those asked for often stay.
 *
 * <p>A page may be made while entries arrive that it did not see. So every arrival is noted before
 * the pages are looked through, and whoever has made a page looks through the notes since he began:
 * one of the two always sees the other.
 */
public final class PageCache {
  /**
   * What a page is known by.
   *
   * @param closed whether the time that it is bounded by is over
   */
  public record Key(MergedFeedAddress channel, MediaType type, boolean closed) {
    /** Bytes of memory for each character of an address: names, sets and patterns made of it. */
    private static final int PER_CHARACTER = 20;

    /** Returns about how many bytes the selection takes, which grows with its address. */
    int weight() {
      return PER_CHARACTER * channel.sharedAddress().query().length();
    }
  }

  /**
   * A page with what decides whether an arrival changes it.
   *
   * @param edition the entries on it
   * @param oldest the place of its last entry where more lies behind it: what arrives further back
   *     is not on it
   */
  public record Kept(Page page, Match match, Edition edition, Optional<Cursor> oldest) {
    private boolean isChangedBy(List<Arrival> arrivals) {
      for (Arrival arrival : arrivals) {
        if (match.test(arrival, oldest)) {
          return true;
        }
      }
      return false;
    }
  }

  /** What a document was known by to whoever has it. */
  private record EditionKey(Key key, String etag) {}

  private static final long MOST_BYTES =
      Math.clamp(Runtime.getRuntime().maxMemory() / 8, 16L << 20, 256L << 20);
  private static final long MOST_ADDRESS_BYTES = 8L << 20;
  private static final long MOST_EDITION_BYTES = 8L << 20;
  private static final int OVERHEAD = 400;
  private static final int MOST_NOTES = 256;

  /** A page that more groups than these can change is looked at whenever anything arrives. */
  private static final int MOST_GROUPS = 64;

  private static final Integer MANY_GROUPS = -1;

  private record Note(long number, List<Arrival> arrivals) {}

  private final Cache<Key, Kept> pages =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher((Key key, Kept kept) -> kept.page().weight() + key.weight())
          .executor(Runnable::run)
          .removalListener(
              (@Nullable Key key, @Nullable Kept kept, RemovalCause _) -> forget(key, kept))
          .build();
  private final Cache<EditionKey, Edition> editions =
      Caffeine.newBuilder()
          .maximumWeight(MOST_EDITION_BYTES)
          .weigher((EditionKey _, Edition edition) -> OVERHEAD + Long.BYTES * edition.size())
          .build();

  /** Pages that lack what arrived since; sent while the store cannot be asked for newer ones. */
  private final Cache<Key, Page> outdated =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES / 4)
          .weigher((Key _, Page page) -> page.weight())
          .build();

  /** The pages that an arrival of a group may change. */
  private final Map<Integer, Map<Key, Kept>> byGroup = new ConcurrentHashMap<>();

  private final Deque<Note> notes = new ArrayDeque<>();
  private long lastNote;
  private volatile Addresses addresses = new Addresses();

  /**
   * Which pages the paths and queries name that were asked for before, letter by letter, so that
   * nobody reads them twice. Replaced when the settings are, by which a stream may become another.
   */
  public static final class Addresses {
    private final Cache<String, Key> keys =
        Caffeine.newBuilder()
            .maximumWeight(MOST_ADDRESS_BYTES)
            .weigher((String address, Key key) -> OVERHEAD + 2 * address.length() + key.weight())
            .build();

    public void learn(String address, Key key) {
      keys.put(address, key);
    }
  }

  /** Those in force; take them before the settings that an address is read by. */
  public Addresses addresses() {
    return addresses;
  }

  /** The page at an address, if both are known. */
  @Nullable Page at(String address) {
    var key = addresses.keys.getIfPresent(address);
    var kept = key == null ? null : pages.getIfPresent(key);
    return kept == null ? null : kept.page();
  }

  /** The page as cached, else as made now, else as it was before the store failed. */
  public Page get(Key key, Supplier<Kept> make) {
    var cached = pages.getIfPresent(key);
    if (cached != null) {
      return cached.page();
    }
    try {
      var page = make(key, make);
      outdated.invalidate(key);
      return page;
    } catch (StoreException e) {
      var older = outdated.getIfPresent(key);
      if (older == null) {
        throw e;
      }
      return older;
    }
  }

  private Page make(Key key, Supplier<Kept> make) {
    long begun = lastNote();
    var kept = pages.get(key, _ -> made(key, make.get()));
    if (arrivedSince(begun, kept)) {
      pages.asMap().remove(key, kept);
    }
    return kept.page();
  }

  private Kept made(Key key, Kept kept) {
    for (Integer group : groups(kept)) {
      // In one step: the last other page of the group may be forgotten at this moment.
      byGroup.compute(
          group,
          (_, known) -> {
            var members = known == null ? new ConcurrentHashMap<Key, Kept>() : known;
            members.put(key, kept);
            return members;
          });
    }
    editions.put(new EditionKey(key, kept.page().plain().etag()), kept.edition());
    return kept;
  }

  /** Only this page: another may have taken its place meanwhile. */
  private void forget(@Nullable Key key, @Nullable Kept kept) {
    if (key != null && kept != null) {
      for (Integer group : groups(kept)) {
        byGroup.computeIfPresent(
            group,
            (_, members) -> {
              members.remove(key, kept);
              return members.isEmpty() ? null : members;
            });
      }
    }
  }

  private static Collection<Integer> groups(Kept kept) {
    var groups = kept.match().groups();
    return groups.size() > MOST_GROUPS ? Set.of(MANY_GROUPS) : groups;
  }

  /** Returns how many pages lie in memory, as far as they show to who asks. */
  public long size(Access access) {
    return pages.asMap().keySet().stream()
        .filter(key -> access.keyed() || !key.channel().access().keyed())
        .count();
  }

  /** What the document of this tag held, where that is remembered. */
  public Optional<Edition> edition(Key key, String etag) {
    return Optional.ofNullable(editions.getIfPresent(new EditionKey(key, etag)));
  }

  /** Drops the page, for it was made by settings that are no longer in force. */
  public void drop(Key key) {
    pages.invalidate(key);
    outdated.invalidate(key);
  }

  /** Drops the pages that these change. */
  public void arrived(List<Arrival> arrivals) {
    note(arrivals);
    arrivals.stream().map(Arrival::group).distinct().forEach(g -> dropChanged(g, arrivals));
    dropChanged(MANY_GROUPS, arrivals);
    if (arrivals.stream().anyMatch(Arrival::withdrawn)) {
      outdated.invalidateAll();
    }
  }

  /** Drops the pages that these change, for good: some of the entries are to be shown no more. */
  public void changed(List<Arrival> arrivals) {
    arrived(arrivals);
    outdated.invalidateAll();
  }

  private void dropChanged(Integer group, List<Arrival> arrivals) {
    byGroup
        .getOrDefault(group, Map.of())
        .forEach(
            (key, kept) -> {
              if (kept.isChangedBy(arrivals)) {
                pages.asMap().remove(key, kept);
                outdated.put(key, kept.page());
              }
            });
  }

  /** Drops everything: the admin changed what there is. */
  public void clear() {
    addresses = new Addresses();
    synchronized (notes) {
      notes.clear();
      lastNote += MOST_NOTES + 1;
    }
    pages.invalidateAll();
    outdated.invalidateAll();
  }

  private long lastNote() {
    synchronized (notes) {
      return lastNote;
    }
  }

  private void note(List<Arrival> arrivals) {
    synchronized (notes) {
      notes.addLast(new Note(++lastNote, arrivals));
      if (notes.size() > MOST_NOTES) {
        notes.removeFirst();
      }
    }
  }

  /** Whether the page may lack something; so it is too when more was noted than is remembered. */
  private boolean arrivedSince(long begun, Kept kept) {
    List<Note> since;
    synchronized (notes) {
      if (lastNote - begun > notes.size()) {
        return true;
      }
      since = notes.stream().filter(note -> note.number() > begun).toList();
    }
    return since.stream().anyMatch(note -> kept.isChangedBy(note.arrivals()));
  }
}
