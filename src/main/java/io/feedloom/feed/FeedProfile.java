package io.feedloom.feed;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * What readers see of one subscribed feed, whatever the results of its polls.
 *
 * @param url as the admin wrote it
 * @param title the admin's title
 * @param tags the admin's tags
 * @param info what its publisher says; empty until the feed was read
 */
public record FeedProfile(
    FeedId id, URI url, Optional<String> title, Set<Tag> tags, Optional<FeedInfo> info) {

  /** Returns a copy with {@link Masked} addresses, for everyone but the admin. */
  public FeedProfile masked() {
    return new FeedProfile(id, Masked.address(url), title, tags, info.map(FeedInfo::masked));
  }

  /** Returns the title to show: the admin's, else the publisher's, else the id. */
  public String display() {
    return title
        .or(() -> info.flatMap(FeedInfo::title).filter(t -> !t.isBlank()))
        .orElse(id.value());
  }
}
