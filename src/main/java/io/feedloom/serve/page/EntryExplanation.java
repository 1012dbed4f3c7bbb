package io.feedloom.serve.page;

import io.feedloom.config.StreamSettings;
import io.feedloom.feed.Clause;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Selection;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.StoryMember;
import io.feedloom.feed.TopicSubscription;
import io.feedloom.select.BadSelection;
import io.feedloom.select.Plan;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.access.Visitor;
import io.feedloom.serve.merged.MergedFeedAddress;
import io.feedloom.serve.merged.MergedFeeds;
import io.feedloom.serve.view.RiverView.TagLink;
import io.feedloom.serve.view.SourceView;
import io.feedloom.store.Store;
import io.feedloom.store.api.ScanResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out why the entries of a feed are shown or not shown. */
public final class EntryExplanation {
  /** The number of entries that are searched. Admins ask about new entries. */
  private static final int MAX_ENTRIES = Selection.MAX_LIMIT;

  /** Reads entries without their texts, which the page does not show. */
  private static final ScanResult.Room WITHOUT_TEXTS =
      new ScanResult.Room(
          Long.MAX_VALUE, entry -> entry.withTexts(Optional.empty(), Optional.empty()));

  private final Store store;
  private final MergedFeeds feeds;

  public EntryExplanation(Store store, MergedFeeds feeds) {
    this.store = store;
    this.feeds = feeds;
  }

  public ExplanationPage page(
      FeedStatus feed, String words, Catalog catalog, Visitor visitor, Instant now)
      throws BadSelection {
    var kept = find(Selection.ALL, feed, catalog);
    var everything = Plan.of(Selection.ALL, catalog.groups().values(), catalog::groupOf);
    var storyMembers = store.entries().storyMembers(everything, kept);
    var history = store.feeds().history(List.of(feed.id())).getOrDefault(feed.id(), List.of());
    return new ExplanationPage(
        visitor.url(),
        feed,
        subscribed(
            filtered(SourceView.of(feed, history, now), feed, catalog)
                .withPagesWaiting(store.articles().waiting().getOrDefault(feed.id(), 0L)),
            feed),
        catalog,
        words,
        kept,
        store.entries().dropped(feed.id(), MAX_ENTRIES),
        store
            .entries()
            .withdrawn(Set.of(feed.group()), gone -> gone.feed().equals(feed.id()), MAX_ENTRIES),
        storyMembers,
        joined(kept, storyMembers, everything),
        feeds.sources(
            new MergedFeeds.River(kept, Optional.empty(), Optional.empty(), storyMembers)),
        streams(feed, catalog, visitor, now));
  }

  /** Returns why entries joined the story of an older entry. */
  private Map<EntryKey, StoryMember.Reason> joined(
      List<StoredEntry> kept, Map<EntryKey, List<StoryMember>> storyMembers, Scan everything) {
    var oldest =
        kept.stream()
            .flatMap(entry -> ExplanationPage.oldest(entry, storyMembers).stream())
            .map(StoryMember::entry)
            .distinct()
            .toList();
    return store.entries().storyMembers(everything, oldest).values().stream()
        .flatMap(List::stream)
        .collect(
            Collectors.toMap(
                member -> member.entry().key(), StoryMember::why, (first, _) -> first));
  }

  private SourceView subscribed(SourceView source, FeedStatus feed) {
    return TopicSubscription.shown(store.topics().ofFeed(feed.number()))
        .map(source::withTopic)
        .orElse(source);
  }

  private static SourceView filtered(SourceView source, FeedStatus feed, Catalog catalog) {
    return catalog.settings().subscriptions().stream()
        .filter(subscription -> subscription.id().equals(feed.id()))
        .findFirst()
        .map(source::withFilters)
        .orElse(source);
  }

  /**
   * Returns the newest entries of the feed in a selection, including those that are shown under
   * another entry of their story.
   */
  private List<StoredEntry> find(Selection selection, FeedStatus feed, Catalog catalog) {
    var sources = new ArrayList<>(selection.sources());
    sources.add(Clause.anyOf(List.of(feed.id().value())));
    var own =
        selection.toBuilder()
            .sources(sources)
            .limit(MAX_ENTRIES)
            .perFeed(OptionalInt.empty())
            .merge(Selection.Merge.NONE)
            .minSources(1)
            .order(Selection.Order.NEWEST)
            .build();
    var scan = Plan.of(own, catalog.groups().values(), catalog::groupOf);
    return store.entries().page(scan, WITHOUT_TEXTS).entries();
  }

  /** Returns the entries whose stories have as many sources as the selection requires. */
  private List<StoredEntry> appearing(
      Selection selection, List<StoredEntry> found, Catalog catalog) {
    if (!selection.onlyStories()) {
      return found;
    }
    var scan = Plan.of(selection, catalog.groups().values(), catalog::groupOf);
    var others = store.entries().storyMembers(scan, found);
    return found.stream()
        .filter(
            entry -> others.getOrDefault(entry.key(), List.of()).size() + 1 >= scan.minSources())
        .toList();
  }

  private Map<EntryKey, List<TagLink>> streams(
      FeedStatus feed, Catalog catalog, Visitor visitor, Instant now) throws BadSelection {
    var streams = new HashMap<EntryKey, List<TagLink>>();
    for (StreamSettings stream : catalog.settings().streams().values()) {
      var link = new TagLink(stream.display(), visitor.url().link("/streams/" + stream.name()));
      var selection = MergedFeedAddress.of(stream, Map.of(), visitor, now).selection();
      for (var entry : appearing(selection, find(selection, feed, catalog), catalog)) {
        streams.computeIfAbsent(entry.key(), _ -> new ArrayList<>()).add(link);
      }
    }
    return streams;
  }
}
