package io.feedloom.config;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.Credentials;
import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FullText;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.PageRules.Fields;
import io.feedloom.feed.Retention;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A feed: only its address, or a mapping with its options. */
record FeedKind() implements Kind<Draft> {
  private static final Option<String> USER =
      Option.required("user", Kinds.HTTP_USER, "The user's name.");
  private static final Option<Secret> PASSWORD =
      Option.required("password", Kinds.SECRET, "The password, best as `${NAME}`.");

  private static final Option<Secret> BEARER =
      Option.optional("bearer", Kinds.SECRET, "A bearer token (RFC 6750), best as `${NAME}`.");
  private static final Option<Credentials> BASIC =
      Option.optional(
          "basic",
          Shape.of("user and password", List.of(USER, PASSWORD), FeedKind::basic),
          "Name and password (RFC 7617).");

  private static final Option<URI> URL =
      Option.required("url", Kinds.ADDRESS, "The address of the feed.");
  private static final Option<FeedId> ID =
      Option.optional(
          "id",
          Kinds.FEED_ID,
          "The feed's name in `/sources/{id}`. By default it is made from the address.");
  private static final Option<String> TITLE =
      Option.optional("title", Kinds.TEXT, "Overrides the publisher's title.");
  private static final Option<Set<Tag>> TAGS =
      Option.optional("tags", new TagsKind(), "The tags by which readers select the feed.");
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

  /** The credentials that a server requires. */
  static final Kind<Credentials> CREDENTIALS =
      new StrictKind<>(
          Shape.counted("either bearer or basic", 1, 1, List.of(BEARER, BASIC), FeedKind::auth));

  private static final Option<Credentials> AUTH =
      Option.optional(
          "auth",
          CREDENTIALS,
          "The credentials that the publisher requires. They are sent only to the feed's own"
              + " origin.");
  private static final Option<Map<String, Secret>> HEADERS =
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

  private static final Option<Fields> PAGE =
      Option.optional(
          "page",
          SelectorsKind.HTML,
          "Which entries a page without a feed has: selectors of CSS, or of XPath 1.0 after"
              + " `xpath:`.");
  private static final Option<Fields> JSON =
      Option.optional(
          "json", SelectorsKind.JSON, "Which entries a JSON document has: paths of RFC 9535.");
  private static final Option<String> SCRIPT =
      Option.optional(
          "script",
          SelectorsKind.SELECTOR,
          "Beside `json`: a selector of the script of the page that contains the JSON.");
  private static final Option<Cleaning> CLEAN =
      Option.optional(
          "clean",
          new CleanKind(),
          "What is cleaned in the feed's new entries, if different from other feeds.");
  private static final Option<FullText> FULL_TEXT =
      Option.optional(
          "full-text",
          new FullTextKind(),
          "Whether the pages of new entries are fetched for their full text. `wait` holds an entry"
              + " back until its full text is there, for an hour at most. A mapping switches it on"
              + " and chooses the text by CSS selectors. By default `defaults` decides.");

  private static final Shape<Draft> LONG_FORM =
      Shape.of(
          "an address, or a mapping with the key url",
          List.of(
              URL,
              ID,
              TITLE,
              TAGS,
              EVERY,
              CATEGORIES,
              AUTH,
              HEADERS,
              INCLUDE,
              EXCLUDE,
              ACCESS,
              RETENTION,
              WITHDRAWN,
              PAGE,
              JSON,
              SCRIPT,
              CLEAN,
              FULL_TEXT),
          FeedKind::draft);

  @Override
  public String expected() {
    return LONG_FORM.expected();
  }

  @Override
  public Optional<Draft> read(YamlNode node, ReadContext in) {
    return in.sparing(() -> one(node, in));
  }

  private static Optional<Draft> one(YamlNode node, ReadContext in) {
    if (!(node instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
      return LONG_FORM.read(node, in);
    }
    return Kinds.ADDRESS
        .read(node, in)
        .map(url -> Draft.of(node.at(), url, Optional.empty(), Set.of()));
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("anyOf", List.of(Kinds.ADDRESS.schema(), LONG_FORM.schema()));
  }

  @Override
  public List<Option<?>> options() {
    return LONG_FORM.options();
  }

  private static Optional<Draft> draft(MappingValues fields) {
    var url = fields.get(URL);
    var id = fields.get(ID);
    var title = fields.get(TITLE);
    var tags = fields.get(TAGS).orElse(Set.of());
    boolean adoptsCategories = fields.get(CATEGORIES).orElse(false);
    var every = fields.get(EVERY);
    var auth = fields.get(AUTH);
    var headers = fields.get(HEADERS).orElse(Map.of());
    var include = fields.get(INCLUDE).orElse(EntryFilter.NONE);
    var exclude = fields.get(EXCLUDE).orElse(EntryFilter.NONE);
    boolean keyed = fields.get(ACCESS).orElse(false);
    var retention = fields.get(RETENTION).orElse(Retention.GENERAL);
    var fullText = fields.get(FULL_TEXT);
    boolean removesMissing = fields.get(WITHDRAWN).orElse(false);
    var page = fields.get(PAGE);
    var json = fields.get(JSON);
    var script = fields.get(SCRIPT);
    if (page.isPresent() && json.isPresent()) {
      fields.place(JSON).ifPresent(at -> fields.fault(at, "expected either page or json"));
    }
    if (script.isPresent() && fields.place(JSON).isEmpty()) {
      fields.place(SCRIPT).ifPresent(at -> fields.fault(at, "\"script\" needs the key \"json\""));
    }
    var cleaning = fields.get(CLEAN).orElse(Cleaning.ALL);
    if (auth.isPresent() && headers.keySet().stream().anyMatch("Authorization"::equalsIgnoreCase)) {
      fields.place(HEADERS).ifPresent(at -> fields.stop(at, "\"auth\" sets Authorization too"));
    }
    return url.map(
        address ->
            new Draft(
                fields.place(URL).orElse(fields.at()),
                fields.place(ID),
                new Subscription(
                    id.orElseGet(() -> FeedId.ofUrl(address)),
                    address,
                    title,
                    tags,
                    adoptsCategories,
                    every,
                    auth,
                    headers,
                    include,
                    exclude,
                    keyed,
                    new Retention(retention.keep(), retention.perFeed(), removesMissing),
                    new PageRules(page, json, script),
                    cleaning,
                    fullText.orElse(FullText.OFF)),
                false,
                fullText.isPresent()));
  }

  private static Optional<Credentials> auth(MappingValues fields) {
    var bearer = fields.get(BEARER).<Credentials>map(Credentials.Bearer::new);
    var basic = fields.get(BASIC);
    return bearer.or(() -> basic);
  }

  private static Optional<Credentials> basic(MappingValues fields) {
    var user = fields.get(USER);
    var password = fields.get(PASSWORD);
    return user.flatMap(name -> password.map(secret -> new Credentials.Basic(name, secret)));
  }
}
