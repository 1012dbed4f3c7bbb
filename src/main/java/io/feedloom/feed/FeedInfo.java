package io.feedloom.feed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a publisher says about the feed itself.
 *
 * @param format such as {@code rss_2.0}, {@code atom_1.0}, {@code json_1.1}
 * @param id {@code atom:id}
 * @param title plain text
 * @param subtitle plain text
 * @param link the page of the feed
 * @param self the feed's own address according to the publisher
 * @param hubs WebSub hubs
 * @param image the logo or the channel's image
 * @param icon a small square picture
 * @param categories the categories of the feed itself
 * @param extensions elements of other vocabularies, such as those of podcasts
 */
public record FeedInfo(
    String format,
    Optional<String> id,
    Optional<String> title,
    Optional<String> subtitle,
    Optional<String> link,
    Optional<String> self,
    List<String> hubs,
    List<Person> authors,
    Optional<String> language,
    Optional<String> rights,
    Optional<String> image,
    Optional<String> icon,
    Optional<String> generator,
    Optional<Instant> updated,
    Pace pace,
    List<Category> categories,
    List<Element> extensions) {
  public FeedInfo {
    hubs = List.copyOf(hubs);
    authors = List.copyOf(authors);
    categories = List.copyOf(categories);
    extensions = List.copyOf(extensions);
  }

  /** Returns a copy with other hubs and another address of its own. */
  public FeedInfo withHubs(List<String> otherHubs, Optional<String> otherSelf) {
    return new FeedInfo(
        format,
        id,
        title,
        subtitle,
        link,
        otherSelf,
        otherHubs,
        authors,
        language,
        rights,
        image,
        icon,
        generator,
        updated,
        pace,
        categories,
        extensions);
  }

  /** Returns a copy with another format. */
  public FeedInfo withFormat(String other) {
    return new FeedInfo(
        other,
        id,
        title,
        subtitle,
        link,
        self,
        hubs,
        authors,
        language,
        rights,
        image,
        icon,
        generator,
        updated,
        pace,
        categories,
        extensions);
  }

  /**
   * Returns a copy with {@link Masked} addresses, because publishers repeat the address of the
   * feed.
   */
  public FeedInfo masked() {
    return new FeedInfo(
        format,
        Masked.text(id),
        title,
        subtitle,
        Masked.text(link),
        Masked.text(self),
        hubs.stream().map(Masked::text).toList(),
        authors,
        language,
        rights,
        Masked.text(image),
        Masked.text(icon),
        generator,
        updated,
        pace,
        categories,
        extensions);
  }
}
