package io.feedloom.config;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.FullText;
import io.feedloom.feed.HubChoice;
import io.feedloom.feed.Retention;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Subscription;
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
    Optional<URI> hub) {
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
          HUB);

  /** No option is written. */
  static final FeedOptions NONE =
      ofOutline(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Makes the options that OPML can contain. */
  static FeedOptions ofOutline(
      Optional<Cleaning> cleaning,
      Optional<FullText> fullText,
      Optional<Boolean> push,
      Optional<URI> hub) {
    return new FeedOptions(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        cleaning,
        fullText,
        push,
        hub);
  }

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
        hub);
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
        either(general, FeedOptions::hub));
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
        new HubChoice(push.orElse(true), hub));
  }
}
