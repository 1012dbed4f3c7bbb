package io.feedloom.store.api;

import io.feedloom.feed.Declared;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Tag;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * A feed in the database, subscribed or not.
 *
 * @param number its number in this database
 * @param status present if it is subscribed
 * @param tags its tags now, or when it was last subscribed
 * @param adoptsCategories whether it is subscribed and its categories count as tags
 * @param declared what its document declares
 */
public record FeedWithEntries(
    int number,
    URI url,
    Optional<FeedStatus> status,
    Set<Tag> tags,
    boolean adoptsCategories,
    Declared declared) {
  /** Returns its id if it is subscribed. */
  public Optional<FeedId> id() {
    return status.map(FeedStatus::id);
  }
}
