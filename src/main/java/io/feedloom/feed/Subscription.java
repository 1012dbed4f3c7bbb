package io.feedloom.feed;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
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
 * @param transport how its requests are sent
 * @param entryOptions how its items become entries
 * @param enabled whether it is polled; its entries stay either way
 * @param was its earlier addresses, the first one first
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
    HubChoice hub,
    Transport transport,
    EntryOptions entryOptions,
    boolean enabled,
    List<URI> was) {

  public Subscription {
    tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
    headers = Map.copyOf(headers);
    was = List.copyOf(was);
  }

  /** Makes a feed whose requests and entries are as usual. */
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
      Retention retention,
      PageRules pageRules,
      Cleaning cleaning,
      FullText fullText,
      HubChoice hub) {
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
        pageRules,
        cleaning,
        fullText,
        hub,
        Transport.USUAL,
        EntryOptions.USUAL,
        true,
        List.of());
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
    return with(id, Optional.of(other), pageRules, cleaning, fullText, hub, transport);
  }

  /** Returns the same feed with another option for full texts. */
  public Subscription withFullText(FullText other) {
    return with(id, auth, pageRules, cleaning, other, hub, transport);
  }

  /** Returns the same feed with another choice of its hub. */
  public Subscription withHub(HubChoice other) {
    return with(id, auth, pageRules, cleaning, fullText, other, transport);
  }

  /** Returns the same feed with other rules for its page. */
  public Subscription withPageRules(PageRules other) {
    return with(id, auth, other, cleaning, fullText, hub, transport);
  }

  /** Returns the same feed with another id. */
  public Subscription withId(FeedId other) {
    return with(other, auth, pageRules, cleaning, fullText, hub, transport);
  }

  /** Returns the same feed with another choice of what is cleaned. */
  public Subscription withCleaning(Cleaning other) {
    return with(id, auth, pageRules, other, fullText, hub, transport);
  }

  /** Returns the same feed with requests that are sent in another way. */
  public Subscription withTransport(Transport other) {
    return with(id, auth, pageRules, cleaning, fullText, hub, other);
  }

  /** Returns the same feed with other tags. */
  public Subscription withTags(Set<Tag> others) {
    return new Subscription(
        id,
        url,
        title,
        others,
        adoptsCategories,
        every,
        auth,
        headers,
        include,
        exclude,
        keyed,
        retention,
        pageRules,
        cleaning,
        fullText,
        hub,
        transport,
        entryOptions,
        enabled,
        was);
  }

  /** Returns the same feed with earlier addresses. */
  public Subscription withFormer(List<URI> addresses) {
    return with(entryOptions, enabled, addresses);
  }

  /** Returns the same feed with other options for its entries. */
  public Subscription withEntryOptions(EntryOptions other) {
    return with(other, enabled, was);
  }

  /** Returns the same feed, polled or not. */
  public Subscription withEnabled(boolean other) {
    return with(entryOptions, other, was);
  }

  private Subscription with(EntryOptions newOptions, boolean newEnabled, List<URI> newWas) {
    return new Subscription(
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
        pageRules,
        cleaning,
        fullText,
        hub,
        transport,
        newOptions,
        newEnabled,
        newWas);
  }

  private Subscription with(
      FeedId newId,
      Optional<Credentials> newAuth,
      PageRules newPageRules,
      Cleaning newCleaning,
      FullText newFullText,
      HubChoice newHub,
      Transport newTransport) {
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
        newHub,
        newTransport,
        entryOptions,
        enabled,
        was);
  }
}
