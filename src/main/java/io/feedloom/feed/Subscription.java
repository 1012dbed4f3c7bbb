package io.feedloom.feed;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One feed of {@code feeds.yml}.
 *
 * @param id its public name, unique among the subscriptions
 * @param url its address, {@code http} or {@code https}, unique; it identifies the feed. After the
 *     admin edited the address, the id identifies the feed
 * @param title overrides the publisher's title
 * @param tags in the order of {@code feeds.yml}
 * @param adoptsCategories whether the publisher's categories count as tags
 * @param every the time between two polls, if the feed has its own
 * @param headers sent with each request; their values may be secret
 * @param include if not empty, only entries that pass it are kept
 * @param exclude if not empty, entries that pass it are dropped
 * @param keyed whether only clients with a key may see its entries
 * @param retention how long its entries are kept
 * @param pageRules which entries its page has
 * @param cleaning what is cleaned in its new entries
 * @param fullText whether its entries get the full text of their pages
 * @param hub whether and where Feedloom subscribes to it by WebSub
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
    Retention retention,
    PageRules pageRules,
    Cleaning cleaning,
    FullText fullText,
    HubChoice hub) {

  public Subscription {
    tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
    headers = Map.copyOf(headers);
  }

  /** Makes a feed without rules for a page, whose articles are not fetched. */
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
      EntryFilter exclude,
      boolean keyed,
      Retention retention) {
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
        keyed,
        retention,
        PageRules.NONE,
        Cleaning.ALL,
        FullText.OFF,
        HubChoice.ANNOUNCED);
  }

  /** Makes a feed that everyone may see, with the general retention. */
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

  /** Makes a feed with an address and tags only. */
  public static Subscription of(URI url, Set<Tag> tags) {
    return of(url, Optional.empty(), tags);
  }

  /** Makes a feed with an address, a title and tags only. */
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
    return with(id, Optional.of(other), pageRules, cleaning, fullText, hub);
  }

  /** Returns the same feed with another option for full texts. */
  public Subscription withFullText(FullText other) {
    return with(id, auth, pageRules, cleaning, other, hub);
  }

  /** Returns the same feed with another choice of its hub. */
  public Subscription withHub(HubChoice other) {
    return with(id, auth, pageRules, cleaning, fullText, other);
  }

  /** Returns the same feed with other rules for its page. */
  public Subscription withPageRules(PageRules other) {
    return with(id, auth, other, cleaning, fullText, hub);
  }

  /** Returns the same feed with another id. */
  public Subscription withId(FeedId other) {
    return with(other, auth, pageRules, cleaning, fullText, hub);
  }

  /** Returns the same feed with another choice of what is cleaned. */
  public Subscription withCleaning(Cleaning other) {
    return with(id, auth, pageRules, other, fullText, hub);
  }

  private Subscription with(
      FeedId newId,
      Optional<Credentials> newAuth,
      PageRules newPageRules,
      Cleaning newCleaning,
      FullText newFullText,
      HubChoice newHub) {
    return new Subscription(
        newId,
        url,
        title,
        tags,
        adoptsCategories,
        every,
        newAuth,
        headers,
        include,
        exclude,
        keyed,
        retention,
        newPageRules,
        newCleaning,
        newFullText,
        newHub);
  }
}
