package io.feedloom.cli;

import io.feedloom.config.Settings;
import io.feedloom.config.StreamSettings;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Revision;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Selection;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import io.feedloom.parse.SafeHtml;
import io.feedloom.push.notify.WebhookChanges;
import io.feedloom.rules.Rulebook;
import io.feedloom.select.BadSelection;
import io.feedloom.select.Match;
import io.feedloom.select.Selections;
import io.feedloom.store.Store;
import io.feedloom.store.api.FeedWithEntries;
import io.feedloom.store.api.PlacedEntry;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The effect that other settings would have on the stored entries. Reads every stored entry once
 * and writes nothing.
 */
final class PlanDiff {
  private final Settings next;
  private final Map<String, Selection> streamsBefore;
  private final Map<String, Selection> streamsAfter;
  private final Map<URI, Subscription> wanted = new HashMap<>();
  private final Rulebook rules;
  private final Difference whole = new Difference();
  private final EntryChanges changes = new EntryChanges();
  private final Map<String, Difference> tags = new TreeMap<>();
  private final Map<String, Difference> streams = new TreeMap<>();
  private final List<String> feeds = new ArrayList<>();
  private final List<String> webhooks = new ArrayList<>();

  private PlanDiff(Settings next, Optional<Settings> before, Instant now) {
    this.next = next;
    this.streamsAfter = selections(next, now);
    this.streamsBefore = selections(before.orElse(next), now);
    this.rules = new Rulebook(next.rules(), SafeHtml::of);
    next.subscriptions().forEach(feed -> wanted.put(feed.url(), feed));
  }

  /**
   * Reads the store.
   *
   * @param next the settings that would be in force
   * @param before the settings in force, for their streams; if they are unknown, the streams of
   *     {@code next}
   */
  static PlanDiff of(Settings next, Optional<Settings> before, Optional<Store> store, Instant now) {
    var forecast = new PlanDiff(next, before, now);
    var kept = store.map(s -> s.feeds().stored()).orElse(List.of());
    forecast.readdress(kept);
    store.ifPresent(forecast::read);
    forecast.compareFeeds(kept);
    var webhooks = store.map(s -> s.webhooks().settings()).orElse(Map.of());
    forecast.webhooks.addAll(WebhookChanges.of(next, webhooks));
    return forecast;
  }

  private static Map<String, Selection> selections(Settings settings, Instant now) {
    var selections = new TreeMap<String, Selection>();
    for (StreamSettings stream : settings.streams().values()) {
      try {
        selections.put(
            stream.name(),
            Selections.parse(Optional.empty(), Optional.empty(), stream.parameters(), now));
      } catch (BadSelection e) {
        throw new IllegalStateException(
            "the stream was valid when it was read: " + stream.name(), e);
      }
    }
    return selections;
  }

  /** The entries that one tag, one stream or the whole feed gains and loses. */
  static final class Difference {
    private static final int EXAMPLES = 3;
    private final List<String> gained = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private long gains;
    private long losses;

    private void note(boolean before, boolean after, String title) {
      if (!before && after && gains++ < EXAMPLES) {
        gained.add(title);
      }
      if (before && !after && losses++ < EXAMPLES) {
        lost.add(title);
      }
    }

    boolean isNone() {
      return gains == 0 && losses == 0;
    }

    long gains() {
      return gains;
    }

    long losses() {
      return losses;
    }

    /** Returns the titles of some gained entries. */
    List<String> gained() {
      return List.copyOf(gained);
    }

    /** Returns the titles of some lost entries. */
    List<String> lost() {
      return List.copyOf(lost);
    }
  }

  /** The feed and the tags under which an entry appears. */
  private record Place(FeedId feed, Set<String> tags) {}

  /**
   * Finds the feeds with a new address that keep their entries, see {@link
   * io.feedloom.store.feeds.Feeds#subscribe}.
   */
  private void readdress(List<FeedWithEntries> kept) {
    var stored = kept.stream().map(FeedWithEntries::url).collect(Collectors.toSet());
    var byId =
        next.subscriptions().stream()
            .filter(feed -> !stored.contains(feed.url()))
            .collect(Collectors.toMap(Subscription::id, feed -> feed));
    for (var feed : kept) {
      if (!wanted.containsKey(feed.url())) {
        feed.id()
            .flatMap(id -> Optional.ofNullable(byId.get(id)))
            .ifPresent(subscription -> wanted.put(feed.url(), subscription));
      }
    }
  }

  private void read(Store store) {
    for (var feed : store.feeds().stored()) {
      var subscription = Optional.ofNullable(wanted.get(feed.url()));
      if (feed.status().isPresent() || subscription.isPresent()) {
        store.feedEntries().all(feed.number(), kept -> compare(feed, subscription, kept));
      }
    }
  }

  private void compare(
      FeedWithEntries feed, Optional<Subscription> subscription, PlacedEntry kept) {
    var before =
        feed.id()
            .filter(_ -> !kept.judgement().dropped())
            .map(
                id ->
                    new Place(
                        id, tags(feed.tags(), kept.judgement(), feed.adoptsCategories(), kept)));
    var judged = subscription.map(s -> rules.judge(s, kept.entry(), feed.declared()));
    var after = subscription.flatMap(s -> judged.flatMap(result -> after(s, result, kept)));
    var title = kept.entry().title().isBlank() ? "(untitled)" : kept.entry().title();
    whole.note(before.isPresent(), after.isPresent(), title);
    if (before.isPresent() && after.isPresent()) {
      changes.note(
          title,
          kept.judgement().revision().of(kept.entry()),
          judged.map(RuleResult::revision).orElse(Revision.NONE).of(kept.entry()));
    }
    var all = new HashSet<String>();
    before.ifPresent(place -> all.addAll(place.tags()));
    after.ifPresent(place -> all.addAll(place.tags()));
    for (var tag : all) {
      tags.computeIfAbsent(tag, _ -> new Difference())
          .note(bears(before, tag), bears(after, tag), title);
    }
    var names = new HashSet<>(streamsBefore.keySet());
    names.addAll(streamsAfter.keySet());
    names.removeIf(this::searches);
    for (var name : names) {
      streams
          .computeIfAbsent(name, _ -> new Difference())
          .note(
              appears(streamsBefore.get(name), before, kept),
              appears(streamsAfter.get(name), after, kept),
              title);
    }
  }

  private static Optional<Place> after(
      Subscription subscription, RuleResult judgement, PlacedEntry kept) {
    return judgement.dropped()
        ? Optional.empty()
        : Optional.of(
            new Place(
                subscription.id(),
                tags(subscription.tags(), judgement, subscription.adoptsCategories(), kept)));
  }

  private static Set<String> tags(
      Set<Tag> feed, RuleResult judgement, boolean adoptsCategories, PlacedEntry kept) {
    var keys = new HashSet<String>();
    feed.forEach(tag -> keys.add(tag.key()));
    judgement.tags().forEach(tag -> keys.add(tag.key()));
    if (adoptsCategories) {
      keys.addAll(kept.categories());
    }
    return keys;
  }

  private static boolean bears(Optional<Place> place, String tag) {
    return place.filter(p -> p.tags().contains(tag)).isPresent();
  }

  private static boolean appears(
      @org.jspecify.annotations.Nullable Selection selection,
      Optional<Place> place,
      PlacedEntry kept) {
    return selection != null
        && place
            .filter(p -> Match.test(selection, p.feed(), kept.river(), p.tags(), kept.categories()))
            .isPresent();
  }

  /**
   * Compares the feeds. Shows their names, never their addresses, because these may contain a
   * secret.
   */
  private void compareFeeds(List<FeedWithEntries> kept) {
    var byUrl = new HashMap<URI, FeedStatus>();
    kept.forEach(feed -> feed.status().ifPresent(status -> byUrl.put(feed.url(), status)));
    var byId = byUrl.values().stream().collect(Collectors.toMap(FeedStatus::id, s -> s));
    var ids = next.subscriptions().stream().map(Subscription::id).collect(Collectors.toSet());
    for (var feed : next.subscriptions()) {
      var status = byUrl.get(feed.url());
      if (status != null) {
        compare(feed, status);
        continue;
      }
      var namesake = byId.get(feed.id());
      if (namesake != null && feed.equals(wanted.get(namesake.url()))) {
        feeds.add("> " + feed.id() + " moves to another address and keeps its entries");
        compare(feed, namesake);
      } else if (namesake != null) {
        feeds.add("> " + feed.id() + " moves to the address of another feed that is stored");
      } else {
        feeds.add("+ " + feed.id() + " is added");
      }
    }
    for (var status : byUrl.values().stream().sorted((a, b) -> a.id().compareTo(b.id())).toList()) {
      if (!wanted.containsKey(status.url()) && !ids.contains(status.id())) {
        feeds.add("- %s is removed, with %d entries".formatted(status.id(), status.entries()));
      }
    }
  }

  private void compare(Subscription feed, FeedStatus status) {
    if (!feed.id().equals(status.id())) {
      feeds.add("~ " + status.id() + " is named " + feed.id());
    }
    if (!feed.tags().equals(status.tags())) {
      feeds.add(
          "~ "
              + feed.id()
              + " is tagged "
              + labels(feed.tags())
              + ", not "
              + labels(status.tags()));
    }
  }

  private static String labels(Set<Tag> tags) {
    return tags.isEmpty()
        ? "nothing"
        : tags.stream().sorted().map(Tag::label).collect(Collectors.joining(", "));
  }

  /** Returns one line for each feed that would change. */
  List<String> feeds() {
    return List.copyOf(feeds);
  }

  /** Returns one line for each webhook that would change. */
  List<String> webhooks() {
    return List.copyOf(webhooks);
  }

  /** Returns the difference of all entries together. */
  Difference whole() {
    return whole;
  }

  /** Returns the entries that stay and that rules would change. */
  EntryChanges changes() {
    return changes;
  }

  /** Returns the differences of tags that gain or lose entries, by key. */
  Map<String, Difference> tags() {
    return changed(tags);
  }

  /** Returns whether single entries do not say whether a stream contains them. */
  private boolean searches(String stream) {
    return java.util.stream.Stream.of(streamsBefore.get(stream), streamsAfter.get(stream))
        .anyMatch(
            selection ->
                selection != null && (!selection.search().isEmpty() || selection.onlyStories()));
  }

  /** Returns the streams that search text or count sources, whose entries are not compared. */
  List<String> uncounted() {
    return streamsAfter.keySet().stream().filter(this::searches).toList();
  }

  /** Returns the differences of streams that gain or lose entries, by name. */
  Map<String, Difference> streams() {
    return changed(streams);
  }

  private static Map<String, Difference> changed(Map<String, Difference> all) {
    var changed = new TreeMap<>(all);
    changed.values().removeIf(Difference::isNone);
    return changed;
  }
}
