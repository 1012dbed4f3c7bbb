package io.feedloom.config;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * A feed as written, before it is known whether it is the only one of its address and id.
 *
 * @param at where its address stands
 * @param idAt where its id stands, where the admin gave it one
 * @param outline whether it is an outline of an OPML file, which says no more than address, title
 *     and tags
 */
record Draft(FaultPlace at, Optional<FaultPlace> idAt, Subscription feed, boolean outline) {
  /** A feed of which no more than this is known. */
  static Draft of(FaultPlace at, URI url, Optional<String> title, Set<Tag> tags) {
    return new Draft(at, Optional.empty(), Subscription.of(url, title, tags), false);
  }

  /** Returns a feed of an OPML file. */
  static Draft ofOutline(FaultPlace at, URI url, Optional<String> title, Set<Tag> tags) {
    return new Draft(at, Optional.empty(), Subscription.of(url, title, tags), true);
  }

  /** The same feed under another id. */
  Draft withId(FeedId id) {
    return new Draft(at, idAt, feed.withId(id), outline);
  }
}
