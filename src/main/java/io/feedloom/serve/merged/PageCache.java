package io.feedloom.serve.merged;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.OutputFormat;
import io.feedloom.select.Match;
import io.feedloom.serve.access.Access;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.http.Page;
import io.feedloom.store.api.StoreException;
import java.time.Instant;
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
 * The rendered pages by address and format. An arrival drops exactly the pages on which it appears;
 * no page is dropped for its age. Memory is bounded, and pages that are requested often stay.
 *
 * <p>Entries may arrive while a page is being made. So each arrival is noted before the pages are
 * searched, and the thread that made a page then checks the notes since it began. One of the two
 * always sees the other.
 */
public final class PageCache {
  /**
   * What identifies a page. The address contains the selection, whether the client gave a key, and
   * the URL by which it reaches this server.
   *
   * @param hasEnded whether the end of the selection's time has passed
   * @param digested when the last period of its digests ended; empty if it has none
   */
  public record Key(
      MergedFeedAddress address,
      OutputFormat format,
      boolean hasEnded,
      Optional<Instant> digested) {
    /** Returns the key of a page at a time. */
    public static Key of(
        MergedFeedAddress address, OutputFormat format, Catalog catalog, Instant now) {
      return new Key(
          address,
          format,
          address.isClosed(now),
          DigestPages.end(address.selection(), catalog, now));
    }

    /** Returns the time up to which the page contains digests. */
    Instant time() {
      return digested.orElse(Instant.MAX);
    }

    /** The bytes of memory for each character of an address: names, sets and patterns. */
    private static final int PER_CHARACTER = 20;

    /** Returns roughly how many bytes the selection takes, which grows with its address. */
    int weight() {
      return PER_CHARACTER * address.sharedAddress().query().length();
    }
  }

  /**
   * A page with what decides whether an arrival changes it.
   *
   * @param edition the entries on it
   * @param oldest the place of its last entry if there are older ones; arrivals before it do not
   *     appear on the page
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

  /** What identifies an edition of a document. */
  private record EditionKey(Key key, String etag) {}

  private static final long MAX_BYTES =
      Math.clamp(Runtime.getRuntime().maxMemory() / 8, 16L << 20, 256L << 20);
  private static final long MAX_ADDRESS_BYTES = 8L << 20;
  private static final long MAX_EDITION_BYTES = 8L << 20;
  private static final int OVERHEAD = 400;
  private static final int MAX_NOTES = 256;

  /** A page that more groups than this can change is checked at every arrival. */
  private static final int MAX_GROUPS = 64;

  private static final Integer MANY_GROUPS = -1;

  private record Note(long number, List<Arrival> arrivals) {}

  private final Cache<Key, Kept> pages =
      Caffeine.newBuilder()
          .maximumWeight(MAX_BYTES)
          .weigher((Key key, Kept kept) -> kept.page().weight() + key.weight())
          .executor(Runnable::run)
          .removalListener(
              (@Nullable Key key, @Nullable Kept kept, RemovalCause _) -> forget(key, kept))
          .build();
  private final Cache<EditionKey, Edition> editions =
      Caffeine.newBuilder()
          .maximumWeight(MAX_EDITION_BYTES)
          .weigher((EditionKey _, Edition edition) -> OVERHEAD + Long.BYTES * edition.size())
          .build();

  /** Pages without the newest arrivals. They are sent while the store is unavailable. */
  private final Cache<Key, Page> outdated =
      Caffeine.newBuilder()
          .maximumWeight(MAX_BYTES / 4)
          .weigher((Key _, Page page) -> page.weight())
          .build();

  /** The pages by the groups whose arrivals may change them. */
  private final Map<Integer, Map<Key, Kept>> byGroup = new ConcurrentHashMap<>();

  private final Deque<Note> notes = new ArrayDeque<>();
  private long lastNote;
  private volatile Addresses addresses = new Addresses();

  /**
   * The pages by paths and queries that were requested before, so that each is parsed only once.
   * Replaced together with the settings, because a name may then mean another stream.
   */
  public static final class Addresses {
    private final Cache<String, Key> keys =
        Caffeine.newBuilder()
            .maximumWeight(MAX_ADDRESS_BYTES)
            .weigher((String address, Key key) -> OVERHEAD + 2 * address.length() + key.weight())
            .build();

    public void learn(String address, Key key) {
      keys.put(address, key);
    }
  }

  /**
   * Returns the current addresses. Call this before reading the settings by which an address is
   * parsed.
   */
  public Addresses addresses() {
    return addresses;
  }

  /** Returns the page at an address if both are cached. */
  @Nullable Page at(String address) {
    var key = addresses.keys.getIfPresent(address);
    var kept = key == null ? null : pages.getIfPresent(key);
    return kept == null ? null : kept.page();
  }

  /**
   * Returns the cached page, or makes it. If the store fails, returns an older version of the page
   * if there is one.
   */
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

  /** Forgets this page, but not another that replaced it. */
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
    return groups.size() > MAX_GROUPS ? Set.of(MANY_GROUPS) : groups;
  }

  /** Returns the number of cached pages that this client may know of. */
  public long size(Access access) {
    return pages.asMap().keySet().stream()
        .filter(key -> access.keyed() || !key.address().access().keyed())
        .count();
  }

  /** Returns the entries of the document with this tag, if they are stored. */
  public Optional<Edition> edition(Key key, String etag) {
    return Optional.ofNullable(editions.getIfPresent(new EditionKey(key, etag)));
  }

  /** Drops a page that was made from replaced settings. */
  public void drop(Key key) {
    pages.invalidate(key);
    outdated.invalidate(key);
  }

  /** Drops the pages that these arrivals change. */
  public void arrived(List<Arrival> arrivals) {
    note(arrivals);
    arrivals.stream().map(Arrival::group).distinct().forEach(g -> dropChanged(g, arrivals));
    dropChanged(MANY_GROUPS, arrivals);
    if (arrivals.stream().anyMatch(Arrival::withdrawn)) {
      outdated.invalidateAll();
    }
  }

  /**
   * Drops the pages that these changes affect. They are not sent while the store is unavailable
   * either, because some of these entries may no longer be shown.
   */
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

  /** Drops all pages, because the settings changed. */
  public void clear() {
    addresses = new Addresses();
    synchronized (notes) {
      notes.clear();
      lastNote += MAX_NOTES + 1;
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
      if (notes.size() > MAX_NOTES) {
        notes.removeFirst();
      }
    }
  }

  /**
   * Returns whether the page may lack an arrival. True if more arrivals were noted than are stored.
   */
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
