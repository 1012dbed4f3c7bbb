package io.feedloom.config;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.EntryOptions;
import io.feedloom.feed.FullText;
import io.feedloom.feed.HubChoice;
import io.feedloom.feed.IdBy;
import io.feedloom.feed.OutgoingProxy;
import io.feedloom.feed.Retention;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Transport;
import io.feedloom.feed.Trust;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The options of a feed that can also be set for several feeds. Each is empty if not written. */
record FeedOptions(
    Optional<Duration> every,
    Optional<Boolean> categories,
    Optional<Map<String, Secret>> headers,
    Optional<EntryFilter> include,
    Optional<EntryFilter> exclude,
    Optional<Boolean> access,
    Optional<Retention> retention,
    Optional<Boolean> withdrawn,
    Optional<Cleaning> cleaning,
    Optional<FullText> fullText,
    Optional<Boolean> push,
    Optional<URI> hub,
    Optional<OutgoingProxy> proxy,
    Optional<Trust> tls,
    Optional<Duration> timeout,
    Optional<Long> maxSize,
    Optional<Boolean> cookies,
    Optional<Boolean> ignoreCache,
    Optional<IdBy> idBy,
    Optional<Boolean> updates,
    Optional<Boolean> enabled) {
  /** Whether cookies are kept within an exchange. */
  static final ScalarKind<Boolean> COOKIES_KIND = Kinds.either("within-exchange", "none");

  /** What identifies an entry. */
  static final ScalarKind<IdBy> ID_BY_KIND = Kinds.choice(IdBy.class);

  /** Whether entries change. */
  static final ScalarKind<Boolean> UPDATES_KIND = Kinds.either("apply", "ignore");

  private static final Option<Duration> EVERY =
      Option.optional(
          "every",
          PollingKind.INTERVAL,
          "The time between two polls of this feed, whatever its rhythm.");
  private static final Option<Boolean> CATEGORIES =
      Option.of(
          "categories",
          Kinds.either("as-tags", "apart"),
          false,
          "Whether the publisher's categories count as tags or are kept apart from them.");

  /** Header fields. */
  static final Option<Map<String, Secret>> HEADERS =
      Option.optional(
          "headers",
          new StrictKind<>(new HeadersKind()),
          "Header fields of each request, values best as `${NAME}`.");

  private static final Option<EntryFilter> INCLUDE =
      Option.optional(
          "include", FilterKind.OF_FEED, "Keep only the entries for which every condition holds.");
  private static final Option<EntryFilter> EXCLUDE =
      Option.optional(
          "exclude", FilterKind.OF_FEED, "Drop the entries for which every condition holds.");

  private static final Option<Boolean> ACCESS =
      Option.of(
          "access",
          new StrictKind<>(Kinds.either("key", "public")),
          false,
          "`key`: only clients that send one of the `keys` can see the feed and its entries.");
  private static final Option<Boolean> WITHDRAWN =
      Option.of(
          "withdrawn",
          Kinds.either("remove", "keep"),
          false,
          "What happens to an entry that disappears from between others of a well-formed document,"
              + " or from a document that says it is complete (RFC 5005). `remove` deletes it,"
              + " unless the document is older than the previous one (by its date, else by its"
              + " newest entry). Entries that the document marks as deleted (RFC 6721) are always"
              + " removed.");

  private static final Option<Retention> RETENTION =
      Option.optional(
          "retention",
          RetentionKind.OF_FEED,
          "How long the feed's entries are kept, if different from other feeds.");
  private static final Option<Cleaning> CLEAN =
      Option.optional(
          "clean",
          CleanKind.KIND,
          "What is cleaned in the feed's new entries, if different from other feeds.");
  private static final Option<FullText> FULL_TEXT =
      Option.optional(
          "full-text",
          FullTextKind.KIND,
          "Whether the pages of new entries are fetched for their full text. `wait` holds an entry"
              + " back until its full text is there, for an hour at most. A mapping switches it on"
              + " and chooses the text by CSS selectors.");
  private static final Option<Boolean> PUSH =
      Option.of(
          "push",
          Kinds.BOOLEAN,
          true,
          "Whether Feedloom subscribes to the feed at its WebSub hub, if `public-url` is set.");
  private static final Option<URI> HUB =
      Option.optional(
          "hub",
          Kinds.ADDRESS,
          "The WebSub hub of the feed. It replaces the hubs that the publisher names.");
  private static final Option<OutgoingProxy> PROXY =
      Option.optional(
          "proxy",
          new DescribedKind<>(new ProxyKind()),
          "The proxy for requests of this feed, as `polling.proxy`, which it replaces. `none` for"
              + " no proxy.");
  private static final Option<Trust> TLS =
      Option.optional(
          "tls",
          TrustKind.KIND,
          "Which certificates the feed's server may show besides the usual.");
  private static final Option<Duration> TIMEOUT =
      Option.optional(
          "timeout", PollingKind.TIMEOUT_KIND, "Replaces `polling.timeout` for this feed.");
  private static final Option<Long> MAX_SIZE =
      Option.optional(
          "max-size", PollingKind.SIZE_KIND, "Replaces `polling.max-size` for this feed.");
  private static final Option<Boolean> COOKIES =
      Option.of(
          "cookies",
          COOKIES_KIND,
          false,
          "`within-exchange`: cookies that a server sets with a redirect are sent with the next"
              + " request of the same exchange, and then forgotten.");
  private static final Option<Boolean> IGNORE_CACHE =
      Option.of(
          "ignore-cache",
          Kinds.BOOLEAN,
          false,
          "Whether requests are unconditional and ask for a fresh copy, and what the publisher says"
              + " about caching is ignored. For servers that answer wrongly that nothing changed.");
  private static final Option<IdBy> ID_BY =
      Option.of(
          "id-by",
          ID_BY_KIND,
          IdBy.GUID,
          "What identifies an entry: the publisher's guid, or else the link, the title, or title"
              + " and text. An entry without it is identified by its guid. After a change of this"
              + " option, the entries of the feed's document count as new once.");
  private static final Option<Boolean> UPDATES =
      Option.of(
          "updates",
          UPDATES_KIND,
          true,
          "`ignore`: entries stay as they first were, whatever the publisher changes in them.");
  private static final Option<Boolean> ENABLED =
      Option.of(
          "enabled",
          Kinds.BOOLEAN,
          true,
          "`false`: the feed is not polled. Its entries stay in merged feeds.");

  /** The options in the order of the documentation. */
  static final List<Option<?>> ALL =
      List.of(
          EVERY,
          CATEGORIES,
          HEADERS,
          INCLUDE,
          EXCLUDE,
          ACCESS,
          RETENTION,
          WITHDRAWN,
          CLEAN,
          FULL_TEXT,
          PUSH,
          HUB,
          PROXY,
          TLS,
          TIMEOUT,
          MAX_SIZE,
          COOKIES,
          IGNORE_CACHE,
          ID_BY,
          UPDATES,
          ENABLED);

  /** No option is written. */
  static final FeedOptions NONE =
      new FeedOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Returns the same options with those that OPML can contain. */
  FeedOptions with(
      Optional<Cleaning> newCleaning,
      Optional<FullText> newFullText,
      Optional<Boolean> newPush,
      Optional<URI> newHub,
      Optional<Map<String, Secret>> newHeaders,
      Optional<OutgoingProxy> newProxy,
      Requested requested) {
    return new FeedOptions(
        every,
        categories,
        newHeaders,
        include,
        exclude,
        access,
        retention,
        withdrawn,
        newCleaning,
        newFullText,
        newPush,
        newHub,
        newProxy,
        tls,
        requested.timeout(),
        requested.maxSize(),
        requested.cookies(),
        requested.ignoreCache(),
        requested.idBy(),
        requested.updates(),
        requested.enabled());
  }

  /** The options of requests and entries that OPML can contain. */
  record Requested(
      Optional<Duration> timeout,
      Optional<Long> maxSize,
      Optional<Boolean> cookies,
      Optional<Boolean> ignoreCache,
      Optional<IdBy> idBy,
      Optional<Boolean> updates,
      Optional<Boolean> enabled) {}

  /** Reads the options of a mapping. A hub also switches {@code push} on. */
  static FeedOptions of(MappingValues fields) {
    var hub = fields.written(HUB);
    var push = fields.written(PUSH);
    if (hub.isPresent() && push.equals(Optional.of(false))) {
      fields.place(HUB).ifPresent(at -> fields.fault(at, "\"hub\" has no effect with push: false"));
    }
    return new FeedOptions(
        fields.written(EVERY),
        fields.written(CATEGORIES),
        fields.written(HEADERS),
        fields.written(INCLUDE),
        fields.written(EXCLUDE),
        fields.written(ACCESS),
        fields.written(RETENTION),
        fields.written(WITHDRAWN),
        fields.written(CLEAN),
        fields.written(FULL_TEXT),
        push.or(() -> hub.map(_ -> true)),
        hub,
        fields.written(PROXY),
        fields.written(TLS),
        fields.written(TIMEOUT),
        fields.written(MAX_SIZE),
        fields.written(COOKIES),
        fields.written(IGNORE_CACHE),
        fields.written(ID_BY),
        fields.written(UPDATES),
        fields.written(ENABLED));
  }

  /** Returns these options, and those of more general ones that are not written here. */
  FeedOptions over(FeedOptions general) {
    return new FeedOptions(
        either(general, FeedOptions::every),
        either(general, FeedOptions::categories),
        either(general, FeedOptions::headers),
        either(general, FeedOptions::include),
        either(general, FeedOptions::exclude),
        either(general, FeedOptions::access),
        either(general, FeedOptions::retention),
        either(general, FeedOptions::withdrawn),
        cleaning
            .map(own -> own.over(general.cleaning().orElse(Cleaning.ALL)))
            .or(general::cleaning),
        either(general, FeedOptions::fullText),
        either(general, FeedOptions::push),
        either(general, FeedOptions::hub),
        either(general, FeedOptions::proxy),
        either(general, FeedOptions::tls),
        either(general, FeedOptions::timeout),
        either(general, FeedOptions::maxSize),
        either(general, FeedOptions::cookies),
        either(general, FeedOptions::ignoreCache),
        either(general, FeedOptions::idBy),
        either(general, FeedOptions::updates),
        either(general, FeedOptions::enabled));
  }

  private <T> Optional<T> either(FeedOptions general, Function<FeedOptions, Optional<T>> option) {
    var own = option.apply(this);
    return own.isPresent() ? own : option.apply(general);
  }

  /** Returns a feed with these options. Its own credentials count before those in a header. */
  Subscription of(Subscription feed) {
    var kept = retention.orElse(Retention.GENERAL);
    return new Subscription(
        feed.id(),
        feed.url(),
        feed.title(),
        feed.tags(),
        categories.orElse(false),
        every,
        feed.auth(),
        headers.orElse(Map.of()).entrySet().stream()
            .filter(
                field -> feed.auth().isEmpty() || !field.getKey().equalsIgnoreCase("Authorization"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        include.orElse(EntryFilter.NONE),
        exclude.orElse(EntryFilter.NONE),
        access.orElse(false),
        new Retention(kept.keep(), kept.perFeed(), withdrawn.orElse(false)),
        feed.pageRules(),
        cleaning.orElse(Cleaning.ALL),
        fullText.orElse(FullText.OFF),
        new HubChoice(push.orElse(true) && enabled.orElse(true), hub),
        new Transport(
            proxy,
            tls,
            timeout,
            maxSize,
            feed.transport().body(),
            cookies.orElse(false),
            ignoreCache.orElse(false)),
        new EntryOptions(idBy.orElse(IdBy.GUID), updates.orElse(true)),
        enabled.orElse(true),
        feed.was());
  }
}
