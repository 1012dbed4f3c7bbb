package io.feedloom.serve.access;

import io.feedloom.config.Reloaded;
import io.feedloom.config.ServerSettings;
import io.feedloom.config.Settings;
import io.feedloom.config.StreamSettings;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import io.feedloom.serve.http.PublicUrl;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The settings in force as one kind of reader sees them, with data derived from them. A reload
 * replaces the whole catalog; see {@link Views}.
 *
 * @param groups by number
 * @param tags by key, each with its label as first written
 * @param file the outcome of reading the current file; if that file is not in force, these settings
 *     are from the previous one
 */
public record Catalog(
    Settings settings,
    Map<Integer, FeedGroup> groups,
    Map<FeedId, Integer> groupOf,
    SortedMap<String, Tag> tags,
    Reloaded file) {

  static Catalog of(Settings settings, Collection<FeedGroup> groups) {
    var byCombination =
        groups.stream()
            .collect(
                Collectors.toMap(
                    group -> new Combination(group.tags(), group.adoptsCategories(), group.keyed()),
                    FeedGroup::number,
                    Math::max));
    var groupOf = new HashMap<FeedId, Integer>();
    var tags = new TreeMap<String, Tag>();
    for (Subscription feed : settings.subscriptions()) {
      var number = byCombination.get(Combination.of(feed));
      if (number != null) {
        groupOf.put(feed.id(), number);
      }
      feed.tags().forEach(tag -> tags.putIfAbsent(tag.key(), tag));
    }
    var given =
        settings.rules().stream()
            .flatMap(rule -> rule.tags().stream())
            .collect(Collectors.toMap(Tag::key, Function.identity(), (tag, _) -> tag));
    given.forEach(tags::putIfAbsent);
    return new Catalog(
        settings,
        groups.stream()
            .map(group -> group.withGivable(given.keySet()))
            .collect(Collectors.toMap(FeedGroup::number, Function.identity())),
        groupOf,
        tags,
        Reloaded.fine());
  }

  private record Combination(java.util.Set<String> tags, boolean adoptsCategories, boolean keyed) {
    static Combination of(Subscription feed) {
      return new Combination(
          feed.tags().stream().map(Tag::key).collect(Collectors.toSet()),
          feed.adoptsCategories(),
          feed.keyed());
    }
  }

  /** Returns the same settings with another outcome of reading the file. */
  Catalog with(Reloaded read) {
    return new Catalog(settings, groups, groupOf, tags, read);
  }

  /** Returns whether the feed is in this catalog. */
  public boolean shows(FeedId feed) {
    return groupOf.containsKey(feed);
  }

  public OptionalInt groupOf(FeedId feed) {
    return Optional.ofNullable(groupOf.get(feed)).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /** Returns the stream of this name. */
  public Optional<StreamSettings> stream(String name) {
    return Optional.ofNullable(settings.streams().get(name));
  }

  /** Returns the label of a tag or category: as the admin wrote it, otherwise the key. */
  public String label(String key) {
    return Optional.ofNullable(tags.get(key)).map(Tag::label).orElse(key);
  }

  /** Returns the address that feeds.yml sets, otherwise the one that the server listens on. */
  public PublicUrl url(int port) {
    return PublicUrl.of(
        settings
            .publicUrl()
            .orElseGet(() -> URI.create("http://" + host(settings.server().host()) + ":" + port)));
  }

  private static String host(String bound) {
    return switch (bound) {
      case "127.0.0.1", "0.0.0.0", "::", "::1" -> "localhost";
      default -> ServerSettings.inLink(bound);
    };
  }
}
