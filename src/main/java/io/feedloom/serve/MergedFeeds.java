package io.feedloom.serve;

import io.feedloom.feed.Cursor;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.MediaType;
import io.feedloom.feed.Selection;
import io.feedloom.feed.StoredEntry;
import io.feedloom.render.MergedFeed;
import io.feedloom.render.Renderer;
import io.feedloom.select.Plan;
import io.feedloom.select.Selections;
import io.feedloom.store.Store;
import java.net.URI;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes one page of one merged feed: select, store, render. */
final class MergedFeeds {
  private final Store store;

  MergedFeeds(Store store) {
    this.store = store;
  }

  /**
   * One page of entries.
   *
   * @param more whether there are entries behind it
   */
  record River(List<StoredEntry> entries, boolean more) {
    Optional<Cursor> next() {
      return more ? Optional.of(Cursor.of(entries.getLast())) : Optional.empty();
    }
  }

  River read(Selection selection, Catalog catalog) {
    Collection<FeedGroup> groups = catalog.groups().values();
    var scan = Plan.of(selection, groups, catalog::groupOf);
    var oneMore = scan.withLimit(selection.limit() + 1);
    var entries = store.newest(oneMore);
    boolean more = entries.size() > selection.limit();
    return new River(more ? entries.subList(0, selection.limit()) : entries, more);
  }

  Map<FeedId, FeedStatus> sources(List<StoredEntry> entries) {
    return store.feeds(entries.stream().map(StoredEntry::feed).collect(Collectors.toSet()));
  }

  Page page(Selection selection, MediaType type, Catalog catalog, String base) {
    var river = read(selection, catalog);
    var rendered = Renderer.render(merged(selection, type, river, catalog, base), type);
    return Page.of(selection, rendered, river.next());
  }

  private MergedFeed merged(
      Selection selection, MediaType type, River river, Catalog catalog, String base) {
    var formats = new EnumMap<MediaType, URI>(MediaType.class);
    for (MediaType each : MediaType.values()) {
      formats.put(each, address(base, selection, each));
    }
    boolean first = selection.before().isEmpty();
    return new MergedFeed(
        title(selection, catalog),
        Optional.empty(),
        address(base, selection, type),
        URI.create(base + Selections.address(selection.firstPage()).page()),
        formats,
        first && river.next().isEmpty()
            ? Optional.empty()
            : Optional.of(address(base, selection.firstPage(), type)),
        Optional.empty(),
        river.next().map(cursor -> address(base, selection.before(Optional.of(cursor)), type)),
        base,
        catalog.settings().polling().every(),
        river.entries(),
        sources(river.entries()));
  }

  static URI address(String base, Selection selection, MediaType type) {
    return URI.create(base + Selections.address(selection).feed(type));
  }

  /** The title of the merged feed, and behind it what narrows it. */
  String title(Selection selection, Catalog catalog) {
    var what = Selections.describe(selection, catalog::label, this::sourceTitle);
    return what.isEmpty() ? catalog.settings().title() : catalog.settings().title() + " – " + what;
  }

  private String sourceTitle(FeedId id) {
    return store.feed(id).map(FeedStatus::display).orElse(id.value());
  }
}
