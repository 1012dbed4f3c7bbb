package io.feedloom.serve;

import io.feedloom.config.StreamSettings;
import io.feedloom.config.WebhookSettings;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.Person;
import io.feedloom.feed.Selection;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.Tag;
import io.feedloom.push.notify.NotifiedEntry;
import io.feedloom.push.notify.NotifyEntries;
import io.feedloom.select.BadSelection;
import io.feedloom.select.Match;
import io.feedloom.serve.access.Access;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.access.Views;
import io.feedloom.serve.access.Visitor;
import io.feedloom.serve.http.Json;
import io.feedloom.serve.http.PublicUrl;
import io.feedloom.serve.http.RenderLimits;
import io.feedloom.serve.merged.ApiEntry;
import io.feedloom.serve.merged.MergedFeedAddress;
import io.feedloom.serve.merged.MergedFeeds;
import io.feedloom.store.api.IndexBehind;
import io.feedloom.store.api.WaitingEntry;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the entries for webhooks, by the same selections as requests. */
final class SelectedEntries implements NotifyEntries {
  /** The size of a message, in characters of JSON, from which no further entry is added. */
  private static final int MAX_LENGTH = 1 << 20;

  private final MergedFeeds feeds;
  private final Supplier<Views> views;
  private final Supplier<PublicUrl> url;
  private final InstantSource clock;

  SelectedEntries(
      MergedFeeds feeds, Supplier<Views> views, Supplier<PublicUrl> url, InstantSource clock) {
    this.feeds = feeds;
    this.views = views;
    this.url = url;
    this.clock = clock;
  }

  @Override
  public Predicate<Arrival> selector(WebhookSettings webhook) {
    var groups = catalog(webhook).groups().values();
    var matches =
        addresses(webhook).stream().map(address -> Match.of(single(address), groups)).toList();
    return arrival -> matches.stream().anyMatch(match -> match.test(arrival));
  }

  private Catalog catalog(WebhookSettings webhook) {
    return webhook.keyed() ? views.get().full() : views.get().open();
  }

  private List<MergedFeedAddress> addresses(WebhookSettings webhook) {
    var visitor =
        new Visitor(webhook.keyed() ? new Access(true, Optional.empty()) : Access.OPEN, url.get());
    return webhook.selections().stream().map(each -> address(each, visitor)).toList();
  }

  private MergedFeedAddress address(StreamSettings selection, Visitor visitor) {
    try {
      var whole = MergedFeedAddress.of(selection, Map.of(), visitor, clock.instant());
      return selection.name().equals(WebhookSettings.OWN)
          ? MergedFeedAddress.of(whole.selection(), visitor)
          : whole;
    } catch (BadSelection e) {
      throw new IllegalStateException("feeds.yml was checked with its selections", e);
    }
  }

  private static Selection single(MergedFeedAddress address) {
    return address.selection().firstPage().limit(1);
  }

  @Override
  public Optional<Batch> read(WebhookSettings webhook, List<WaitingEntry> waiting) {
    try {
      return Optional.of(feeds.make(() -> batch(webhook, waiting)));
    } catch (RenderLimits.Busy | IndexBehind e) {
      return Optional.empty();
    }
  }

  private Batch batch(WebhookSettings webhook, List<WaitingEntry> waiting) {
    var catalog = catalog(webhook);
    var addresses = addresses(webhook);
    var found = new ArrayList<NotifiedEntry>();
    int considered = 0;
    int length = 0;
    for (var one : waiting) {
      var entry = find(one, addresses, catalog);
      int more = entry.map(each -> each.json().length()).orElse(0);
      if (!found.isEmpty() && length + more > MAX_LENGTH) {
        break;
      }
      considered++;
      length += more;
      entry.ifPresent(found::add);
    }
    var first = addresses.stream().findFirst();
    return new Batch(
        found,
        considered,
        first.map(address -> address.sharedAddress().toString()).orElse(""),
        first
            .filter(_ -> addresses.size() == 1)
            .map(address -> feeds.title(address, catalog))
            .orElseGet(() -> catalog.settings().title()),
        url.get().base() + first.map(a -> a.firstPage().sharedAddress().page()).orElse("/"));
  }

  /** Returns the entry by the first selection that contains it. */
  private Optional<NotifiedEntry> find(
      WaitingEntry waiting, List<MergedFeedAddress> addresses, Catalog catalog) {
    var key = waiting.key();
    var ahead = new Cursor(waiting.river(), new EntryKey(key.feed(), key.id() + 1));
    return addresses.stream()
        .map(address -> feeds.read(single(address).before(Optional.of(ahead)), catalog))
        .flatMap(
            river ->
                river.entries().stream()
                    .filter(entry -> entry.key().equals(key))
                    .map(entry -> notified(entry, river)))
        .findFirst();
  }

  private NotifiedEntry notified(StoredEntry stored, MergedFeeds.River river) {
    var sources = feeds.sources(river);
    return notified(
        stored,
        Json.bytes(json -> ApiEntry.write(json, stored, river.storyMembers(), sources)),
        Optional.ofNullable(sources.get(stored.feed())));
  }

  static NotifiedEntry notified(StoredEntry stored, byte[] json, Optional<FeedProfile> source) {
    var entry = stored.entry();
    var tags =
        Stream.concat(
                source.stream().flatMap(feed -> feed.tags().stream()),
                stored.judgement().tags().stream())
            .map(Tag::label)
            .distinct()
            .toList();
    return new NotifiedEntry(
        new String(json, StandardCharsets.UTF_8),
        entry.title(),
        entry.link(),
        entry.plainSummary().or(entry::plainContent).orElse(""),
        source.map(FeedProfile::display).orElse(""),
        entry.authors().stream()
            .map(Person::display)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.joining(", ")),
        tags,
        stored.river());
  }
}
