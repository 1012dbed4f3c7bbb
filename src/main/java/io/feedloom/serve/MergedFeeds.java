package io.feedloom.serve;

import io.feedloom.config.StreamSettings;
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

  Page page(Channel channel, MediaType type, Catalog catalog, String base) {
    var river = read(channel.selection(), catalog);
    var rendered = Renderer.render(merged(channel, type, river, catalog, base), type);
    return Page.of(channel.selection(), rendered, river.next());
  }

  private MergedFeed merged(
      Channel channel, MediaType type, River river, Catalog catalog, String base) {
    var formats = new EnumMap<MediaType, URI>(MediaType.class);
    for (MediaType each : MediaType.values()) {
      formats.put(each, channel.address(base, each));
    }
    boolean first = channel.selection().before().isEmpty();
    return new MergedFeed(
        title(channel, catalog),
        Optional.empty(),
        channel.address(base, type),
        URI.create(base + channel.firstPage().address().page()),
        formats,
        first && river.next().isEmpty()
            ? Optional.empty()
            : Optional.of(channel.firstPage().address(base, type)),
        Optional.empty(),
        river.next().map(cursor -> channel.before(Optional.of(cursor)).address(base, type)),
        base,
        catalog.settings().polling().every(),
        river.entries(),
        sources(river.entries()));
  }

  /** The title of the merged feed, or of the stream, and behind it what narrows it. */
  String title(Channel channel, Catalog catalog) {
    var title =
        channel.stream().flatMap(s -> catalog.stream(s.name())).map(StreamSettings::display);
    var what = Selections.describe(channel.asked(), catalog::label, this::sourceTitle);
    var whole = title.orElseGet(() -> catalog.settings().title());
    return what.isEmpty() ? whole : whole + " – " + what;
  }

  private String sourceTitle(FeedId id) {
    return store.feed(id).map(FeedStatus::display).orElse(id.value());
  }
}
