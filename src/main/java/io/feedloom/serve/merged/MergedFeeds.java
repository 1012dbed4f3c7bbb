package io.feedloom.serve.merged;

import io.feedloom.config.StreamSettings;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.OutputFormat;
import io.feedloom.feed.Polled;
import io.feedloom.feed.Rendered;
import io.feedloom.feed.Selection;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.StoryMember;
import io.feedloom.feed.Withdrawn;
import io.feedloom.render.Byline;
import io.feedloom.render.ContentLength;
import io.feedloom.render.MergedFeed;
import io.feedloom.render.Renderer;
import io.feedloom.select.Match;
import io.feedloom.select.Plan;
import io.feedloom.select.Selections;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.http.Page;
import io.feedloom.serve.http.RenderLimits;
import io.feedloom.store.Store;
import io.feedloom.store.api.ScanResult;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the pages of merged feeds: selects, reads from the store, and renders. */
public final class MergedFeeds {
  /** The number of withdrawn entries that a page names at most. */
  private static final int MAX_WITHDRAWN = 100;

  private final Store store;
  private final RenderLimits renderLimits;

  /**
   * @param renderLimits limits how many pages are rendered at once
   */
  public MergedFeeds(Store store, RenderLimits renderLimits) {
    this.store = store;
    this.renderLimits = renderLimits;
  }

  /**
   * Makes a document when there is memory for it.
   *
   * @throws RenderLimits.Busy if there is none within some seconds
   */
  public <T> T make(Supplier<T> work) {
    return renderLimits.render(work);
  }

  /**
   * Makes a document that this thread sends to a client.
   *
   * @throws RenderLimits.Busy if there is no memory for it within some seconds
   */
  public <T> T renderAnswer(Supplier<T> work) {
    return renderLimits.renderAnswer(work);
  }

  /**
   * One page of entries.
   *
   * @param previous the place before which the page of newer entries ends; empty if there are none
   * @param next the place after which the page of older entries begins; empty if there are none
   * @param storyMembers by entry, the other entries of its story
   * @param own the merged feed as the source of its digests; empty if these are single entries
   */
  public record River(
      List<StoredEntry> entries,
      Optional<Cursor> previous,
      Optional<Cursor> next,
      Map<EntryKey, List<StoryMember>> storyMembers,
      Optional<FeedProfile> own) {
    public River(
        List<StoredEntry> entries,
        Optional<Cursor> previous,
        Optional<Cursor> next,
        Map<EntryKey, List<StoryMember>> storyMembers) {
      this(entries, previous, next, storyMembers, Optional.empty());
    }

    /**
     * @param page up to one entry more than the selection's limit; fewer if it was cut, and then
     *     the next page begins after its last entry or where it stopped
     */
    private static River of(
        Selection selection, ScanResult page, Map<EntryKey, List<StoryMember>> storyMembers) {
      boolean up = selection.after().isPresent();
      boolean extra = page.entries().size() > selection.limit();
      var found =
          page.entries().stream().skip(up && extra ? 1 : 0).limit(selection.limit()).toList();
      var first = found.stream().findFirst().map(Cursor::of);
      var last = found.stream().reduce((_, later) -> later).map(Cursor::of);
      var end = page.stop().or(() -> up ? first : last).filter(_ -> extra || page.cut());
      return up
          ? new River(found, end, last, storyMembers)
          : new River(found, first.filter(_ -> selection.before().isPresent()), end, storyMembers);
    }

    private River withStoryMembers(Map<EntryKey, List<StoryMember>> others) {
      return new River(entries, previous, next, others);
    }
  }

  /**
   * Returns a page of a merged feed.
   *
   * @param now digests are of periods that ended before
   */
  public River read(MergedFeedAddress channel, Catalog catalog, Instant now) {
    return channel.selection().digest().isPresent()
        ? new DigestPages(store, this, channel, catalog).page(now)
        : read(channel.selection(), catalog);
  }

  /** Returns when the last period of digests ended; empty if the selection has no digests. */
  public static Optional<Instant> lastPeriodEnd(Selection selection, Catalog catalog, Instant now) {
    return DigestPages.end(selection, catalog, now);
  }

  /** Returns a page of single entries. */
  public River read(Selection selection, Catalog catalog) {
    Collection<FeedGroup> groups = catalog.groups().values();
    var scan = Plan.of(selection, groups, catalog::groupOf);
    boolean ranks = selection.order() == Selection.Order.TOP;
    var oneMore = ranks ? scan : scan.withLimit(selection.limit() + 1);
    var found =
        store
            .entries()
            .page(
                oneMore,
                new ScanResult.Room(
                    RenderLimits.MAX_PAGE_BYTES,
                    entry -> ContentLength.of(entry, selection.content())));
    renderLimits.admit(found.size());
    return River.of(selection, found, store.entries().storyMembers(scan, found.entries()));
  }

  /**
   * Returns the entries for a page for browsers. The page of a single source also names the other
   * sources of a story, which its merged feed does not select.
   */
  public River forPage(MergedFeedAddress channel, Catalog catalog, Instant now) {
    var selection = channel.selection();
    var river = read(channel, catalog, now);
    if (river.own().isPresent()
        || onlySource(channel).isEmpty()
        || selection.merge() == Selection.Merge.NONE) {
      return river;
    }
    var everything = Plan.of(Selection.ALL, catalog.groups().values(), catalog::groupOf);
    return river.withStoryMembers(store.entries().storyMembers(everything, river.entries()));
  }

  /**
   * The only source of a merged feed.
   *
   * @param feed without the secrets of its address
   * @param polls its last polls, the newest first
   */
  public record OnlySource(FeedStatus feed, List<Polled> polls) {}

  /** Returns the source of the merged feed, if it has exactly one. */
  public Optional<OnlySource> source(MergedFeedAddress channel, Catalog catalog) {
    return onlySource(channel)
        .filter(catalog::shows)
        .flatMap(store.feeds()::byId)
        .map(FeedStatus::masked)
        .map(
            feed ->
                new OnlySource(
                    feed,
                    store.feeds().history(List.of(feed.id())).getOrDefault(feed.id(), List.of())));
  }

  private static Optional<FeedId> onlySource(MergedFeedAddress channel) {
    var chosen = channel.selection().sources();
    return Optional.of(chosen)
        .filter(clauses -> clauses.size() == 1)
        .map(List::getFirst)
        .filter(clause -> !clause.excludes() && clause.keys().size() == 1)
        .map(clause -> new FeedId(clause.keys().first()));
  }

  /** Returns the feeds of the entries, and of the other entries of their stories. */
  public Map<FeedId, FeedProfile> sources(River river) {
    return sources(river, List.of());
  }

  private Map<FeedId, FeedProfile> sources(River river, List<Withdrawn> withdrawn) {
    return river
        .own()
        .map(own -> Map.of(own.id(), own))
        .orElseGet(
            () -> profiles(Stream.concat(feeds(river), withdrawn.stream().map(Withdrawn::feed))));
  }

  /** Returns feeds as readers see them, without secrets in their addresses. */
  Map<FeedId, FeedProfile> profiles(Stream<FeedId> feeds) {
    return store.feeds().profiles(feeds.collect(Collectors.toSet())).values().stream()
        .collect(Collectors.toMap(FeedProfile::id, FeedProfile::masked));
  }

  private Optional<FeedProfile> profile(FeedId feed) {
    return Optional.ofNullable(profiles(Stream.of(feed)).get(feed));
  }

  private static Stream<FeedId> feeds(River river) {
    var others =
        river.storyMembers().values().stream().flatMap(List::stream).map(StoryMember::entry);
    return Stream.concat(river.entries().stream(), others).map(StoredEntry::feed);
  }

  /** Returns what remains of a withdrawn entry. */
  public Optional<Withdrawn> withdrawn(Arrival arrival) {
    return store.entries().withdrawn(arrival.key());
  }

  /**
   * Returns the withdrawn entries that a page names; only a first page names any. Their texts are
   * deleted, so a search names all withdrawn entries that the rest of its selection admits.
   */
  private List<Withdrawn> withdrawn(Selection selection, Match match) {
    return selection.isFirstPage() && selection.digest().isEmpty()
        ? store.entries().withdrawn(match.groups(), match::test, MAX_WITHDRAWN)
        : List.of();
  }

  /** Returns a rendered page with what decides when the cache drops it. */
  public PageCache.Kept page(PageCache.Key key, Catalog catalog, String cacheControl) {
    var channel = key.address();
    var selection = channel.selection();
    var river = read(channel, catalog, key.time());
    var match = Match.of(selection, catalog.groups().values());
    var feed = merged(key, river, withdrawn(selection, match), catalog);
    var caching =
        new Page.Caching(cacheControl, Optional.of(links(feed)), !channel.access().keyed());
    return new PageCache.Kept(
        Page.of(Renderer.render(feed, key.format()), caching),
        match,
        Edition.of(river.entries()),
        selection.after().isPresent() ? Optional.empty() : river.next());
  }

  /**
   * Returns the difference of a page to an edition: only the entries that the edition does not
   * contain.
   */
  public Page delta(Page page, Edition edition, PageCache.Key key, Catalog catalog) {
    var selection = key.address().selection();
    var river = read(key.address(), catalog, key.time());
    var gone = withdrawn(selection, Match.of(selection, catalog.groups().values()));
    var news = river.entries().stream().filter(entry -> !edition.holds(entry)).toList();
    var part = merged(key, river, gone, catalog).part(news);
    return page.delta(Renderer.render(part, key.format()));
  }

  /**
   * A document with some entries of a merged feed.
   *
   * @param link the {@code Link} field, with the hub and the merged feed
   */
  public record Part(Rendered rendered, String link) {}

  /**
   * Returns a document with entries of a merged feed, as its own document would contain them.
   *
   * @param withdrawn named by the document if its format can
   */
  public Part part(
      MergedFeedAddress channel,
      OutputFormat format,
      River river,
      List<Withdrawn> withdrawn,
      Catalog catalog) {
    var key = new PageCache.Key(channel, format, false, Optional.empty());
    var feed = merged(key, river, withdrawn, catalog).part(river.entries());
    return new Part(Renderer.render(feed, format), links(feed));
  }

  /**
   * Returns the {@code Link} field (RFC 8288), for clients that do not read the body, and for JSON
   * Feed, which lacks some links.
   */
  private static String links(MergedFeed feed) {
    var links = new LinkedHashMap<String, Optional<URI>>();
    links.put("hub", feed.hub());
    links.put("self", Optional.of(feed.self()));
    links.put("first", feed.first());
    links.put("previous", feed.previous());
    links.put("next", feed.next());
    links.put("current", feed.current());
    return links.entrySet().stream()
        .flatMap(l -> l.getValue().map(to -> "<%s>; rel=\"%s\"".formatted(to, l.getKey())).stream())
        .collect(Collectors.joining(", "));
  }

  private MergedFeed merged(
      PageCache.Key key, River river, List<Withdrawn> withdrawn, Catalog catalog) {
    var channel = key.address();
    var type = key.format();
    var selection = channel.selection();
    var formats = channel.addresses();
    var own = onlySource(channel).filter(catalog::shows).flatMap(this::profile);
    boolean alone = selection.isFirstPage() && river.next().isEmpty();
    return new MergedFeed(
        channel.id(),
        title(channel, catalog),
        own.flatMap(FeedProfile::info).flatMap(FeedInfo::subtitle),
        Objects.requireNonNull(formats.get(type)),
        catalog.settings().server().isHub() ? channel.hub() : Optional.empty(),
        channel.page(),
        formats,
        alone ? Optional.empty() : Optional.of(channel.firstPage().address(type)),
        river.previous().map(cursor -> channel.after(cursor).address(type)),
        river.next().map(cursor -> channel.before(Optional.of(cursor)).address(type)),
        key.hasEnded() ? Optional.of(channel.current(type)) : Optional.empty(),
        alone && selection.since().isEmpty() && selection.until().isEmpty(),
        own,
        new Byline(own.map(FeedProfile::id), selection.titles() == Selection.Titles.SOURCE),
        channel.visitor().url().identity(),
        catalog.settings().polling().every(),
        river.entries(),
        sources(river, withdrawn),
        river.storyMembers(),
        withdrawn);
  }

  /**
   * Returns the title: that of the source, of the stream or of this server, followed by the
   * client's selection.
   */
  public String title(MergedFeedAddress channel, Catalog catalog) {
    var source = channel.stream().isEmpty() ? onlySource(channel) : Optional.<FeedId>empty();
    var asked = source.isEmpty() ? channel.asked() : channel.asked().withSources(List.of());
    var what = describe(asked, catalog);
    var whole =
        source
            .map(id -> sourceTitle(id, catalog))
            .or(() -> streamTitle(channel, catalog))
            .orElseGet(() -> catalog.settings().title());
    return what.isEmpty() ? whole : whole + " – " + what;
  }

  public static Optional<String> streamTitle(MergedFeedAddress channel, Catalog catalog) {
    return channel.stream().flatMap(s -> catalog.stream(s.name())).map(StreamSettings::display);
  }

  /** Returns the client's selection in words; empty for everything. */
  public String description(MergedFeedAddress channel, Catalog catalog) {
    return describe(channel.asked(), catalog);
  }

  private String describe(Selection selection, Catalog catalog) {
    return Selections.describe(selection, catalog::label, id -> sourceTitle(id, catalog));
  }

  private String sourceTitle(FeedId id, Catalog catalog) {
    return Optional.of(id)
        .filter(catalog::shows)
        .flatMap(store.feeds()::byId)
        .map(FeedStatus::display)
        .orElse(id.value());
  }
}
