package io.feedloom.serve.merged;

import io.feedloom.feed.Cursor;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.EntryName;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.Period;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Selection;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.TimeBound;
import io.feedloom.render.ContentLength;
import io.feedloom.render.DigestHtml;
import io.feedloom.select.Plan;
import io.feedloom.serve.access.Catalog;
import io.feedloom.store.Store;
import io.feedloom.store.api.ScanResult;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes pages of digests: one entry for each finished period that has entries, with a list of them.
 *
 * <p>An entry belongs to the period in which its place in the river is. An entry that arrives after
 * its period changes the digest, which then says when it was updated.
 */
final class DigestPages {
  /** The id of the merged feed as the source of its digests. */
  private static final FeedId SOURCE = new FeedId("digest");

  private static final int MAX_DIGESTS = 10;

  /** How many periods are read for a page. */
  private static final int MAX_PERIODS = 2 * MAX_DIGESTS;

  /** How many entries are counted that a digest does not list. */
  private static final int MAX_COUNTED = 500;

  private static final long MAX_BYTES = 400_000;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);

  private final Store store;
  private final MergedFeeds feeds;
  private final MergedFeedAddress channel;
  private final Catalog catalog;
  private final Period period;
  private final ZoneId zone;
  private final Scan scan;

  DigestPages(Store store, MergedFeeds feeds, MergedFeedAddress channel, Catalog catalog) {
    this.store = store;
    this.feeds = feeds;
    this.channel = channel;
    this.catalog = catalog;
    period = channel.selection().digest().orElseThrow();
    zone = catalog.settings().timeZone();
    scan = Plan.of(selection(), catalog.groups().values(), catalog::groupOf);
  }

  /** Returns when the last finished period ended; empty if the selection is of single entries. */
  static Optional<Instant> end(Selection selection, Catalog catalog, Instant now) {
    var zone = catalog.settings().timeZone();
    return selection.digest().map(period -> period.first(now, zone).atStartOfDay(zone).toInstant());
  }

  /** Returns the digests of the periods that ended at or before a time. */
  MergedFeeds.River page(Instant now) {
    var digests = new ArrayList<StoredEntry>();
    var end = Optional.of(period.first(earliest(now), zone));
    for (int i = 0; end.isPresent() && i < MAX_PERIODS && digests.size() < MAX_DIGESTS; i++) {
      var first = period.previous(end.get());
      if (channel.selection().from().filter(start(first)::isBefore).isPresent()) {
        end = Optional.empty();
      } else {
        var digest = digest(first);
        digest.ifPresent(digests::add);
        end = digest.isPresent() ? Optional.of(first) : endBefore(first);
      }
    }
    return new MergedFeeds.River(
        digests,
        Optional.empty(),
        end.flatMap(this::endBefore).map(last -> new Cursor(start(last), new EntryKey(0, 0))),
        Map.of(),
        Optional.of(source()));
  }

  /** Returns the earliest of now, the end of the selection and the cursor. */
  private Instant earliest(Instant now) {
    var selection = channel.selection();
    return Stream.of(selection.to(), selection.before().map(Cursor::river))
        .flatMap(Optional::stream)
        .reduce(now, (one, other) -> one.isBefore(other) ? one : other);
  }

  private Instant start(LocalDate first) {
    return first.atStartOfDay(zone).toInstant();
  }

  /**
   * Returns the end of the newest period that may have entries and ends by this day; empty if there
   * are no older entries.
   */
  private Optional<LocalDate> endBefore(LocalDate first) {
    var newest =
        Plan.of(
            selection().toBuilder()
                .minSources(1)
                .order(Selection.Order.NEWEST)
                .until(Optional.of(TimeBound.fixed(start(first))))
                .limit(1)
                .build(),
            catalog.groups().values(),
            catalog::groupOf);
    return store.entries().page(newest, new ScanResult.Room(1, entry -> entry)).entries().stream()
        .findFirst()
        .map(entry -> period.next(period.first(entry.river(), zone)))
        .map(end -> scan.countsSources() || end.isAfter(first) ? first : end);
  }

  private Selection selection() {
    return channel.selection().firstPage().toBuilder()
        .since(Optional.empty())
        .until(Optional.empty())
        .digest(Optional.empty())
        .build();
  }

  private Optional<StoredEntry> digest(LocalDate first) {
    var from = start(first);
    var end = start(period.next(first));
    var own = scan.withTime(from, end);
    var found =
        store
            .entries()
            .page(
                own,
                new ScanResult.Room(
                    MAX_BYTES,
                    entry -> ContentLength.of(entry, Selection.Content.SUMMARY),
                    MAX_COUNTED));
    return found.entries().isEmpty()
        ? Optional.empty()
        : Optional.of(digest(first, found, from, end, own));
  }

  private StoredEntry digest(
      LocalDate first, ScanResult found, Instant from, Instant end, Scan own) {
    var entries = found.entries();
    var all = all(from, end);
    int count = entries.size() + found.more();
    var number = (found.more() >= MAX_COUNTED ? "more than " : "") + count;
    var html =
        new DigestHtml(
            entries,
            feeds.profiles(entries.stream().map(StoredEntry::feed)),
            store.entries().storyMembers(own, entries),
            found.more() == 0 ? Optional.empty() : Optional.of(more(found.more())),
            all,
            zone);
    var guid = period.name() + ' ' + first;
    var entry =
        Entry.builder(guid)
            .title(name(first) + ": " + number + (count == 1 ? " entry" : " entries"))
            .link(all)
            .content(html.html())
            .summary(html.summary())
            .published(end)
            .build();
    var changed =
        entries.stream()
            .map(StoredEntry::lastChanged)
            .reduce(end, (one, other) -> one.isAfter(other) ? one : other);
    var id = Digest.of(guid);
    var whole =
        new StoredEntry(
            new EntryKey(0, first.toEpochDay()),
            SOURCE,
            end,
            end,
            changed,
            entry,
            new EntryName(guid, scope(), id, true));
    return ContentLength.of(whole, channel.selection().content());
  }

  private static String more(int more) {
    return "and "
        + (more >= MAX_COUNTED ? "more than " : "")
        + more
        + (more == 1 ? " other entry" : " other entries");
  }

  private String name(LocalDate first) {
    return period == Period.DAY
        ? DAY.format(first)
        : "Week %d of %d"
            .formatted(
                first.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), first.get(IsoFields.WEEK_BASED_YEAR));
  }

  /** Returns the address of the page with the entries of a period, by their places. */
  private String all(Instant from, Instant end) {
    return channel
        .with(
            selection ->
                selection.firstPage().toBuilder()
                    .digest(Optional.empty())
                    .since(Optional.of(TimeBound.fixed(from)))
                    .until(Optional.of(TimeBound.fixed(end)))
                    .content(Selection.Content.FULL)
                    .build())
        .page()
        .toString();
  }

  /** Returns the id of the merged feed, whatever the form of its entries. */
  private String scope() {
    return channel
        .withUsualLimit()
        .with(
            selection ->
                selection.firstPage().toBuilder()
                    .since(Optional.empty())
                    .until(Optional.empty())
                    .content(Selection.Content.FULL)
                    .build())
        .id()
        .toString();
  }

  /** Returns the merged feed as the source of its digests. */
  private FeedProfile source() {
    var page = channel.firstPage().page();
    return new FeedProfile(
        SOURCE, page, Optional.of(feeds.title(channel, catalog)), Set.of(), Optional.empty());
  }
}
