package io.feedloom.feed;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One feed as the admin named it.
 *
 * @param id its public name, unique among the subscriptions
 * @param url its address, {@code http} or {@code https}, unique; feeds are known by it, and by
 *     their id when it is edited
 * @param title overrides the publisher's title
 * @param tags in the order written
 * @param adoptsCategories whether the publisher's categories count as tags
 * @param every the aim between two polls, where it differs from the general one
 * @param headers sent with each request, their values perhaps secret
 * @param include where not empty, only the entries that pass it are kept
 * @param exclude where not empty, entries that pass it are dropped
 * @param keyed whether its entries appear only where a key is given
 * @param retention how long its entries are kept
 */
public record Subscription(
    FeedId id,
    URI url,
    Optional<String> title,
    Set<Tag> tags,
    boolean adoptsCategories,
    Optional<Duration> every,
    Optional<Credentials> auth,
    Map<String, Secret> headers,
    EntryFilter include,
    EntryFilter exclude,
    boolean keyed,
    Retention retention) {

  public Subscription {
    tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
    headers = Map.copyOf(headers);
  }

  /** A feed that everyone may see and whose entries are kept as those of all. */
  public Subscription(
      FeedId id,
      URI url,
      Optional<String> title,
      Set<Tag> tags,
      boolean adoptsCategories,
      Optional<Duration> every,
      Optional<Credentials> auth,
      Map<String, Secret> headers,
      EntryFilter include,
      EntryFilter exclude) {
    this(
        id,
        url,
        title,
        tags,
        adoptsCategories,
        every,
        auth,
        headers,
        include,
        exclude,
        false,
        Retention.GENERAL);
  }

  /** A feed of which only the address and the tags are known. */
  public static Subscription of(URI url, Set<Tag> tags) {
    return of(url, Optional.empty(), tags);
  }

  /** A feed of which no more is known than this. */
  public static Subscription of(URI url, Optional<String> title, Set<Tag> tags) {
    return new Subscription(
        FeedId.ofUrl(url),
        url,
        title,
        tags,
        false,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        EntryFilter.NONE,
        EntryFilter.NONE);
  }

  /** Returns the same feed with other credentials. */
  public Subscription withAuth(Credentials other) {
    return new Subscription(
        id,
        url,
        title,
        tags,
        adoptsCategories,
        every,
        Optional.of(other),
        headers,
        include,
        exclude,
        keyed,
        retention);
  }

  /** The same feed under another id. */
  public Subscription withId(FeedId other) {
    return new Subscription(
        other,
        url,
        title,
        tags,
        adoptsCategories,
        every,
        auth,
        headers,
        include,
        exclude,
        keyed,
        retention);
  }
}
