package io.feedloom.render;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes subscriptions as OPML 2.0. Contains no time, so equal lists give equal bytes. */
public final class OpmlWriter {
  private static final Namespace OPML = Namespace.NONE;
  private static final int PER_FEED = 400;

  private OpmlWriter() {}

  /**
   * Returns the list, sorted by title.
   *
   * @param title the title of the list
   * @param options the subscriptions of these feeds, which have their options
   * @param baseUrl the address of this server, without a slash at its end; empty if unknown
   * @param folders whether feeds are in a folder for each of their tags
   */
  public static byte[] write(
      String title,
      List<FeedProfile> feeds,
      Collection<Subscription> options,
      String baseUrl,
      boolean folders) {
    var byId = options.stream().collect(Collectors.toMap(Subscription::id, OutlineOptions::of));
    var xml = new Xml(1_024 + PER_FEED * feeds.size());
    xml.root(OPML, "opml", namespaces(feeds, byId));
    xml.attribute("version", "2.0");
    xml.start(OPML, "head");
    xml.element(OPML, "title", title);
    if (!baseUrl.isEmpty()) {
      xml.element(OPML, "ownerId", baseUrl + "/");
    }
    xml.element(OPML, "docs", "http://opml.org/spec2.opml");
    xml.end();
    xml.start(OPML, "body");
    var sorted =
        feeds.stream()
            .sorted(Comparator.comparing(FeedProfile::display).thenComparing(FeedProfile::id))
            .toList();
    if (folders) {
      folders(xml, sorted, byId);
    }
    sorted.stream()
        .filter(feed -> !folders || feed.tags().isEmpty())
        .forEach(feed -> outline(xml, feed, Optional.ofNullable(byId.get(feed.id()))));
    xml.end();
    xml.end();
    return xml.finish();
  }

  /** Writes a folder for each tag. A feed with several tags is in several folders. */
  private static void folders(
      Xml xml, List<FeedProfile> feeds, Map<FeedId, OutlineOptions> options) {
    feeds.stream()
        .flatMap(feed -> feed.tags().stream())
        .collect(Collectors.toMap(Tag::key, Tag::label, (first, _) -> first, TreeMap::new))
        .forEach(
            (key, label) -> {
              xml.start(OPML, "outline");
              xml.attribute("text", label);
              xml.attribute("title", label);
              feeds.stream()
                  .filter(feed -> feed.tags().stream().anyMatch(tag -> tag.key().equals(key)))
                  .forEach(feed -> outline(xml, feed, Optional.ofNullable(options.get(feed.id()))));
              xml.end();
            });
  }

  private static List<Namespace> namespaces(
      List<FeedProfile> feeds, Map<FeedId, OutlineOptions> options) {
    return feeds.stream()
        .flatMap(feed -> Optional.ofNullable(options.get(feed.id())).stream())
        .flatMap(each -> each.attributes().stream())
        .map(OutlineOptions.Attribute::namespace)
        .distinct()
        .sorted(Comparator.comparing(Namespace::prefix))
        .toList();
  }

  private static void outline(Xml xml, FeedProfile feed, Optional<OutlineOptions> options) {
    var info = feed.info();
    xml.start(OPML, "outline");
    xml.attribute("type", options.map(OutlineOptions::type).orElse("rss"));
    xml.attribute("text", feed.display());
    xml.attribute("title", feed.display());
    xml.attribute("xmlUrl", EntrySource.address(feed));
    xml.attribute("htmlUrl", info.flatMap(FeedInfo::link).flatMap(Web::link));
    xml.attribute("description", info.flatMap(FeedInfo::subtitle).filter(s -> !s.isBlank()));
    xml.attribute("language", info.flatMap(FeedInfo::language).flatMap(Text::language));
    xml.attribute("category", tags(feed));
    options.ifPresent(
        all ->
            all.attributes().forEach(it -> xml.attribute(it.namespace(), it.name(), it.value())));
    xml.end();
  }

  /**
   * Returns the value of {@code category} (OPML 2.0): the labels of tags, joined by commas. A label
   * with a comma or a slash would be another category, so the tag's key replaces it.
   */
  private static Optional<String> tags(FeedProfile feed) {
    return Optional.of(
            feed.tags().stream()
                .sorted()
                .map(OpmlWriter::category)
                .collect(Collectors.joining(",")))
        .filter(tags -> !tags.isEmpty());
  }

  private static String category(Tag tag) {
    return tag.label().matches("[^,/]+") ? tag.label() : tag.key();
  }
}
