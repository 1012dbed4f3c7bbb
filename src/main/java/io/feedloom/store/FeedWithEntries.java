package io.feedloom.store;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Tag;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * A feed of which entries are stored.
 *
 * @param key its number in this store
 * @param status where it is subscribed
 * @param tags of which it had when it was
 * @param language as it says itself
 */
public record FeedWithEntries(
    int key,
    URI url,
    Optional<FeedStatus> status,
    Set<Tag> tags,
    boolean adoptsCategories,
    Optional<String> language) {
  /** Its name, where it is subscribed. */
  public Optional<FeedId> id() {
    return status.map(FeedStatus::id);
  }
}
