package io.feedloom.config;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.FullText;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * A feed of the file, before the check that its address and id are unique.
 *
 * @param at the position of its address
 * @param idAt the position of its id, if the admin wrote one
 * @param outline whether it is an outline of an OPML file, which has only an address, a title and
 *     tags
 * @param ownFullText whether the admin chose the feed's {@code full-text}
 * @param ownPush whether the admin chose the feed's {@code push} or {@code hub}
 */
record Draft(
    FaultPlace at,
    Optional<FaultPlace> idAt,
    Subscription feed,
    boolean outline,
    boolean ownFullText,
    boolean ownPush) {
  /** Returns a feed with an address, a title and tags only. */
  static Draft of(FaultPlace at, URI url, Optional<String> title, Set<Tag> tags) {
    return new Draft(at, Optional.empty(), Subscription.of(url, title, tags), false, false, false);
  }

  /** Returns a feed of an OPML file. */
  static Draft ofOutline(
      FaultPlace at, URI url, Optional<String> title, Set<Tag> tags, PageRules rules) {
    var feed = Subscription.of(url, title, tags).withPageRules(rules);
    return new Draft(at, Optional.empty(), feed, true, false, false);
  }

  /** Returns the same feed with another id. */
  Draft withId(FeedId id) {
    return new Draft(at, idAt, feed.withId(id), outline, ownFullText, ownPush);
  }

  /** Returns the same feed with this option, unless it has its own. */
  Draft orFullText(FullText option) {
    return ownFullText
        ? this
        : new Draft(at, idAt, feed.withFullText(option), outline, ownFullText, ownPush);
  }

  /** Returns the same feed with this option, unless it has its own. */
  Draft orPush(boolean option) {
    return ownPush
        ? this
        : new Draft(
            at, idAt, feed.withHub(feed.hub().switched(option)), outline, ownFullText, ownPush);
  }
}
