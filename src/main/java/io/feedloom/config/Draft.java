package io.feedloom.config;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import io.feedloom.feed.Transport;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A feed of the file, before the check that its address and id are unique.
 *
 * @param at the position of its address
 * @param idAt the position of its id, if the admin wrote one
 * @param feed the feed with its options
 * @param outline whether it is an outline of an OPML file
 * @param options the feed's own options
 */
record Draft(
    FaultPlace at,
    Optional<FaultPlace> idAt,
    Subscription feed,
    boolean outline,
    FeedOptions options) {
  /** Returns a feed with an address, a title and tags only. */
  static Draft of(FaultPlace at, URI url, Optional<String> title, Set<Tag> tags) {
    return new Draft(
        at, Optional.empty(), Subscription.of(url, title, tags), false, FeedOptions.NONE);
  }

  /** Returns a feed of an OPML file. */
  static Draft ofOutline(
      FaultPlace at,
      URI url,
      Optional<String> title,
      Set<Tag> tags,
      PageRules rules,
      FeedOptions options,
      Optional<Secret> body,
      List<URI> was) {
    var named = Subscription.of(url, title, tags);
    var feed =
        (was.isEmpty() ? named : named.withId(FeedId.ofUrl(was.getFirst())))
            .withPageRules(rules)
            .withFormer(was)
            .withTransport(Transport.USUAL.withBody(body));
    return new Draft(at, Optional.empty(), options.of(feed), true, options);
  }

  /** Returns the same feed with another id. */
  Draft withId(FeedId id) {
    return new Draft(at, idAt, feed.withId(id), outline, options);
  }

  /** Returns the same feed with its tags and then those of the other. */
  Draft withTagsOf(Draft other) {
    var tags = new LinkedHashSet<>(feed.tags());
    tags.addAll(other.feed().tags());
    return new Draft(at, idAt, feed.withTags(tags), outline && other.outline(), options);
  }

  /** Returns the same feed with these options where it has no own ones. */
  Draft over(FeedOptions general) {
    var all = options.over(general);
    return new Draft(at, idAt, all.of(feed), outline, all);
  }
}
