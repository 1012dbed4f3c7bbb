package io.feedloom.serve.hub;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Secret;
import io.feedloom.feed.StoredEntry;
import io.feedloom.push.hub.HubCounters;
import io.feedloom.push.hub.TopicDocuments;
import io.feedloom.select.BadSelection;
import io.feedloom.select.Match;
import io.feedloom.serve.access.Access;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.access.Views;
import io.feedloom.serve.access.Visitor;
import io.feedloom.serve.http.PublicUrl;
import io.feedloom.serve.http.RenderLimits;
import io.feedloom.serve.merged.MergedFeeds;
import io.feedloom.serve.merged.MergedFeeds.River;
import io.feedloom.store.Store;
import io.feedloom.store.api.HubTopic;
import io.feedloom.store.api.LogPlace;
import io.feedloom.store.api.StoreException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the documents that the hub delivers. A document is rendered once for all subscribers that
 * are at the same place of a topic.
 */
public final class Topics implements TopicDocuments {
  private static final long MAX_BYTES =
      Math.clamp(Runtime.getRuntime().maxMemory() / 32, 4L << 20, 32L << 20);
  private static final int OVERHEAD = 300;

  private final Store store;
  private final MergedFeeds feeds;
  private final Supplier<Views> views;
  private final Supplier<PublicUrl> own;
  private final InstantSource clock;
  private final HubCounters counters;

  /** What comes after the places of topics, as far as it was made. */
  private final Cache<Key, Next> documents =
      Caffeine.newBuilder().maximumWeight(MAX_BYTES).weigher(Topics::weight).build();

  private record Key(long topic, String base, long place) {}

  private static int weight(Key key, Next next) {
    int size = OVERHEAD + key.base().length();
    return next instanceof Next.Document document ? size + document.body().length : size;
  }

  /**
   * @param own the public address of this server according to the settings
   */
  public Topics(
      Store store,
      MergedFeeds feeds,
      Supplier<Views> views,
      Supplier<PublicUrl> own,
      InstantSource clock,
      HubCounters counters) {
    this.store = store;
    this.feeds = feeds;
    this.views = views;
    this.own = own;
    this.clock = clock;
    this.counters = counters;
  }

  /** Returns the digest of a key, by which it is recognized. */
  static String digest(Secret key) {
    return Digest.hex(key.value().getBytes(StandardCharsets.UTF_8));
  }

  /** Drops all documents, because the settings changed or an entry was withdrawn. */
  public void clear() {
    documents.invalidateAll();
  }

  @Override
  public Object version() {
    return views.get().full();
  }

  @Override
  public boolean isOpen(HubTopic topic) {
    return views.get().full().settings().server().isHub()
        && (topic.key().isEmpty() || key(topic).isPresent());
  }

  /** Returns the valid key of a topic. */
  private Optional<Secret> key(HubTopic topic) {
    var keys = views.get().full().settings().keys();
    return topic
        .key()
        .flatMap(
            known ->
                Optional.ofNullable(keys.get(known.name()))
                    .filter(key -> digest(key).equals(known.digest())));
  }

  @Override
  public Watch watch(HubTopic topic) {
    var found = find(topic, own.get());
    if (found.isEmpty()) {
      return new Watch.Nothing();
    }
    var address = found.get().address();
    var catalog = found.get().catalog();
    if (address.feed().selection().digest().isPresent()) {
      return new Watch.Periods(now -> lastEnd(address, catalog, now));
    }
    var match = Match.of(address.feed().selection(), catalog.groups().values());
    return new Watch.Arrivals(arrival -> TopicNews.concerns(arrival, match, address.format()));
  }

  /** Returns the place of the time when the last period of a topic of digests ended. */
  static long lastEnd(TopicAddress address, Catalog catalog, Instant now) {
    return LogPlace.of(
        MergedFeeds.lastPeriodEnd(address.feed().selection(), catalog, now).orElse(Instant.EPOCH));
  }

  private record Found(TopicAddress address, Catalog catalog) {}

  /** Returns the merged feed of a topic; empty if it does not exist now, or its key is invalid. */
  private Optional<Found> find(HubTopic topic, PublicUrl url) {
    var key = key(topic);
    if (topic.key().isPresent() && key.isEmpty()) {
      return Optional.empty();
    }
    var access = new Access(key.isPresent(), key);
    var catalog = views.get().of(access);
    int mark = topic.address().indexOf('?');
    var path = mark < 0 ? topic.address() : topic.address().substring(0, mark);
    var query = mark < 0 ? "" : topic.address().substring(mark + 1);
    try {
      return TopicAddress.of(path, query, new Visitor(access, url), catalog, clock.instant())
          .filter(address -> address.feed().refusal().isEmpty())
          .map(address -> new Found(address, catalog));
    } catch (BadSelection e) {
      return Optional.empty();
    }
  }

  @Override
  public Next next(HubTopic topic, String base, long place, long news) {
    if (!isOpen(topic)) {
      return new Next.Nothing(news);
    }
    var key = new Key(topic.id(), base, place);
    var next = documents.get(key, _ -> make(topic, base, place, news));
    if (next instanceof Next.Nothing && next.end() < news) {
      documents.asMap().remove(key, next);
      return documents.get(key, _ -> make(topic, base, place, news));
    }
    return next;
  }

  private Next make(HubTopic topic, String base, long place, long news) {
    try {
      return feeds.make(() -> made(topic, base, place, news));
    } catch (RenderLimits.Busy e) {
      throw new StoreException("too many pages are being rendered", e);
    }
  }

  private Next made(HubTopic topic, String base, long place, long news) {
    var found = find(topic, url(base));
    if (found.isEmpty()) {
      return new Next.Nothing(news);
    }
    var address = found.get().address();
    var catalog = found.get().catalog();
    var part =
        address.feed().selection().digest().isPresent()
            ? digests(address, catalog, place, news)
            : new TopicNews(store, feeds, address, catalog, match(found.get()), clock.instant())
                .after(place, news);
    if (part.isEmpty()) {
      return new Next.Nothing(part.end());
    }
    var rendered =
        feeds.part(address.feed(), address.format(), part.river(), part.withdrawn(), catalog);
    counters.render();
    return new Next.Document(
        rendered.rendered().body(),
        rendered.rendered().contentType(),
        rendered.link(),
        part.size(),
        part.end());
  }

  private static Match match(Found found) {
    return Match.of(found.address().feed().selection(), found.catalog().groups().values());
  }

  /** Returns the digests of the periods that ended after a time and up to another. */
  private TopicNews.News digests(TopicAddress address, Catalog catalog, long place, long news) {
    var page = feeds.read(address.feed(), catalog, LogPlace.time(news));
    var entries =
        page.entries().stream()
            .filter((StoredEntry digest) -> digest.river().isAfter(LogPlace.time(place)))
            .toList();
    var river =
        new River(entries, Optional.empty(), Optional.empty(), page.storyMembers(), page.own());
    return new TopicNews.News(river, List.of(), news);
  }

  /** Returns the address of this server for a subscriber. */
  private PublicUrl url(String base) {
    var current = own.get();
    if (views.get().full().settings().publicUrl().isPresent()) {
      return current;
    }
    var asked = PublicUrl.of(URI.create(base));
    return new PublicUrl(asked.origin(), asked.path(), current.identity());
  }
}
