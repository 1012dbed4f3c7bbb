package io.feedloom.serve.hub;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.OutputFormat;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.StoryMember;
import io.feedloom.feed.Withdrawn;
import io.feedloom.select.Match;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.merged.MergedFeeds;
import io.feedloom.serve.merged.MergedFeeds.River;
import io.feedloom.store.Store;
import io.feedloom.store.api.LogPlace;
import io.feedloom.store.api.LoggedArrivals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the entries of a topic that are new or changed since a place in the log of arrivals. */
final class TopicNews {
  /** The most entries of one document. */
  private static final int MAX_ENTRIES = 100;

  /** A document with more characters is divided if it has several entries. */
  private static final long MAX_CHARACTERS = 700_000;

  /** How many updates are read from the log at once. */
  private static final int BATCH_SIZE = 100;

  /** How many updates without news are read for one document. */
  private static final int MAX_UPDATES = 2_000;

  /**
   * An older entry that changes is delivered only while it is on the newest page, so that a rule
   * that changes the whole store does not deliver the whole store.
   */
  private static final Duration RECENT = Duration.ofDays(1).plusHours(2);

  /** The order of the river, newest first. */
  private static final Comparator<Cursor> RIVER =
      Comparator.comparing(Cursor::river)
          .thenComparingInt(c -> c.key().feed())
          .thenComparingLong(c -> c.key().id())
          .reversed();

  private final Store store;
  private final MergedFeeds feeds;
  private final TopicAddress topic;
  private final Catalog catalog;
  private final Match match;
  private final Instant now;
  private @Nullable Set<EntryKey> newest;

  TopicNews(
      Store store,
      MergedFeeds feeds,
      TopicAddress topic,
      Catalog catalog,
      Match match,
      Instant now) {
    this.store = store;
    this.feeds = feeds;
    this.topic = topic;
    this.catalog = catalog;
    this.match = match;
    this.now = now;
  }

  /** Returns whether an arrival may concern the topic. Only Atom can name withdrawn entries. */
  static boolean concerns(Arrival arrival, Match match, OutputFormat format) {
    return (!arrival.withdrawn() || format == OutputFormat.ATOM)
        && match.test(arrival, Optional.empty());
  }

  /**
   * The entries after a place.
   *
   * @param end the place after them
   */
  record News(River river, List<Withdrawn> withdrawn, long end) {
    boolean isEmpty() {
      return river.entries().isEmpty() && withdrawn.isEmpty();
    }

    int size() {
      return river.entries().size() + withdrawn.size();
    }
  }

  /**
   * Returns the entries of one document.
   *
   * @param news the place after the last news that are known
   */
  News after(long place, long news) {
    for (int most = MAX_ENTRIES; ; most = Math.max(1, most / 4)) {
      var range = range(place, news, most);
      var found = find(range, most > 1 ? MAX_CHARACTERS : Long.MAX_VALUE);
      if (found.isPresent()) {
        return found.get();
      }
    }
  }

  /**
   * The arrivals of a part of the log that may concern the topic.
   *
   * @param arrivals the last one of each entry
   * @param fresh the entries that are new in this part
   */
  private record Range(Map<EntryKey, Arrival> arrivals, Set<EntryKey> fresh, long end) {
    void add(Arrival arrival) {
      arrivals.put(arrival.key(), arrival);
      if (arrival.isNew()) {
        fresh.add(arrival.key());
      }
    }
  }

  private Range range(long place, long news, int most) {
    var range = new Range(new LinkedHashMap<>(), new HashSet<>(), place);
    long first = LogPlace.update(place);
    long last = first;
    long end = place;
    for (int read = 0; read < MAX_UPDATES || (end < news && range.arrivals().isEmpty()); ) {
      var piece = store.arrivals().numberedAfter(last, BATCH_SIZE);
      for (var update : piece.updates()) {
        int known = update.number() == first + 1 ? LogPlace.arrivals(place) : 0;
        var stop = add(range, update, known, most);
        if (stop.isPresent()) {
          long cut = LogPlace.within(update.number(), stop.getAsInt());
          return new Range(range.arrivals(), range.fresh(), cut);
        }
        end = LogPlace.after(update.number());
      }
      read += piece.updates().size();
      last = piece.sequence();
      if (piece.updates().size() < BATCH_SIZE) {
        // Without updates, the log contains none any more, or none yet.
        return new Range(range.arrivals(), range.fresh(), Math.max(end, news));
      }
    }
    return new Range(range.arrivals(), range.fresh(), end);
  }

  /** Adds the arrivals of an update. Returns the first that has no room, by its number. */
  private OptionalInt add(Range range, LoggedArrivals.Of update, int known, int most) {
    var arrivals = update.arrivals();
    for (int i = known; i < arrivals.size(); i++) {
      var arrival = arrivals.get(i);
      if (concerns(arrival, match, topic.format())) {
        if (range.arrivals().size() == most && !range.arrivals().containsKey(arrival.key())) {
          return OptionalInt.of(i);
        }
        range.add(arrival);
      }
    }
    return OptionalInt.empty();
  }

  /** Returns the entries of a part of the log; empty if they have more characters than allowed. */
  private Optional<News> find(Range range, long room) {
    var present = new ArrayList<Arrival>();
    var gone = new ArrayList<Withdrawn>();
    for (var arrival : range.arrivals().values()) {
      if (arrival.withdrawn()) {
        store.entries().withdrawn(arrival.key()).ifPresent(gone::add);
      } else {
        present.add(arrival);
      }
    }
    var entries = new ArrayList<StoredEntry>();
    var members = new HashMap<EntryKey, List<StoryMember>>();
    boolean fits =
        topic.feed().selection().onlyStories()
            ? stories(range, entries, members)
            : singles(range, present, room, entries, members);
    if (!fits) {
      return Optional.empty();
    }
    var later = changedLater(range);
    entries.removeIf(entry -> later.contains(entry.key()));
    gone.removeIf(entry -> later.contains(entry.key()));
    members.keySet().removeAll(later);
    entries.sort(Comparator.comparing(Cursor::of, RIVER));
    var river = new River(entries, Optional.empty(), Optional.empty(), members);
    return Optional.of(new News(river, gone, range.end()));
  }

  /**
   * Finds single entries. Reads the river from the newest one on, and continues at the next one
   * that was not reached.
   *
   * @return false if they have more characters than allowed
   */
  private boolean singles(
      Range range,
      List<Arrival> arrivals,
      long room,
      List<StoredEntry> entries,
      Map<EntryKey, List<StoryMember>> members) {
    var selection = topic.feed().selection().firstPage().toBuilder().perFeed(OptionalInt.empty());
    var waiting = arrivals.stream().map(TopicNews::place).sorted(RIVER).toList();
    long characters = 0;
    while (!waiting.isEmpty()) {
      var first = waiting.getFirst();
      var key = first.key();
      var ahead = new Cursor(first.river(), new EntryKey(key.feed(), key.id() + 1));
      var page =
          feeds.read(
              selection
                  .limit(Math.min(waiting.size(), MAX_ENTRIES))
                  .before(Optional.of(ahead))
                  .build(),
              catalog);
      var keys = new HashSet<>(waiting.stream().map(Cursor::key).toList());
      for (var entry : page.entries()) {
        if (keys.contains(entry.key()) && isDelivered(entry, range)) {
          entries.add(entry);
          characters += characters(entry);
          var others = page.storyMembers().get(entry.key());
          if (others != null) {
            members.put(entry.key(), others);
          }
        }
      }
      if (characters > room) {
        return false;
      }
      var next = page.next();
      waiting =
          next.isEmpty()
              ? List.of()
              : waiting.stream().skip(1).filter(c -> RIVER.compare(c, next.get()) > 0).toList();
    }
    return true;
  }

  private static Cursor place(Arrival arrival) {
    return new Cursor(arrival.river(), arrival.key());
  }

  private static long characters(StoredEntry entry) {
    long content = entry.entry().content().map(String::length).orElse(0);
    return content + entry.entry().summary().map(String::length).orElse(0);
  }

  /** Returns whether an entry is new, or so new or recent that its changes are delivered. */
  private boolean isDelivered(StoredEntry entry, Range range) {
    return range.fresh().contains(entry.key())
        || entry.firstSeen().isAfter(now.minus(RECENT))
        || newest().contains(entry.key());
  }

  /** Returns the entries on the newest page. */
  private Set<EntryKey> newest() {
    var known = newest;
    if (known == null) {
      known = new HashSet<>();
      for (var entry : feeds.read(topic.feed().selection(), catalog).entries()) {
        known.add(entry.key());
      }
      newest = known;
    }
    return known;
  }

  /**
   * Finds the stories that have reached the required number of sources, and those whose shown entry
   * changed.
   */
  private boolean stories(
      Range range, List<StoredEntry> entries, Map<EntryKey, List<StoryMember>> members) {
    var selection = topic.feed().selection();
    var page = feeds.read(selection, catalog);
    for (var entry : page.entries()) {
      var others = page.storyMembers().getOrDefault(entry.key(), List.of());
      long before =
          others.stream().filter(m -> !range.fresh().contains(m.entry().key())).count()
              + (range.fresh().contains(entry.key()) ? 0 : 1);
      boolean grew =
          range.fresh().contains(entry.key())
              || others.stream().anyMatch(m -> range.fresh().contains(m.entry().key()));
      boolean reached = grew && before < selection.minSources();
      if (reached || range.arrivals().containsKey(entry.key())) {
        entries.add(entry);
        members.put(entry.key(), others);
      }
    }
    return true;
  }

  /**
   * Returns the entries that changed after the part of the log. Their texts may be newer than the
   * part, so they are delivered with the later part, and only there.
   */
  private Set<EntryKey> changedLater(Range range) {
    var later = new HashSet<EntryKey>();
    long last = LogPlace.update(range.end());
    int known = LogPlace.arrivals(range.end());
    for (int read = 0; read < MAX_UPDATES; read += BATCH_SIZE) {
      var piece = store.arrivals().updatesAfter(last, BATCH_SIZE);
      for (var update : piece.updates()) {
        boolean isFirst = update.number() == LogPlace.update(range.end()) + 1;
        update.arrivals().stream()
            .skip(isFirst ? known : 0)
            .map(Arrival::key)
            .filter(range.arrivals()::containsKey)
            .forEach(later::add);
      }
      last = piece.sequence();
      if (piece.updates().size() < BATCH_SIZE) {
        return later;
      }
    }
    return later;
  }
}
