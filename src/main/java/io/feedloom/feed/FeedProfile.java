package io.feedloom.feed;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * What readers are told of one subscribed feed, whatever became of its polls.
 *
 * @param url as the admin wrote it
 * @param title that the admin gave it
 * @param tags that the admin gave it
 * @param info what its publisher says; empty until it was read
 */
public record FeedProfile(
    FeedId id, URI url, Optional<String> title, Set<Tag> tags, Optional<FeedInfo> info) {

  /** Returns a copy for everyone but the admin, in which addresses are {@link Masked}. */
  public FeedProfile masked() {
    return new FeedProfile(id, Masked.address(url), title, tags, info.map(FeedInfo::masked));
  }

  /** What to show: the admin's title, else the publisher's, else the id. */
  public String display() {
    return title
        .or(() -> info.flatMap(FeedInfo::title).filter(t -> !t.isBlank()))
        .orElse(id.value());
  }
}
