package io.feedloom.config;

import io.feedloom.feed.Credentials;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.PageRules.Fields;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import io.feedloom.feed.Transport;
import java.net.URI;
import java.util.ArrayList;
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
  private static final Option<Boolean> METHOD =
      Option.of(
          "method",
          Kinds.either("POST", "GET"),
          false,
          "The method of requests for the feed. `POST` sends `body`, with the `Content-Type` that"
              + " `headers` sets. By default it is `application/json` if the body is JSON, else"
              + " `application/x-www-form-urlencoded`.");
  private static final Option<Secret> BODY =
      Option.optional(
          "body",
          Kinds.SECRET_TEXT,
          "The body of requests with `method: POST`. Never shown; best as `${NAME}` if secret.");
  private static final Option<List<URI>> WAS =
      Option.optional(
          "was",
          new ListKind<>("a list of addresses", Kinds.ADDRESS),
          "The earlier addresses of the feed, the first one first. The entries that are stored"
              + " under one of them, and their ids, stay. Without `id`, the feed's name stays that"
              + " of the first address.");
  private static final Shape<Draft> LONG_FORM =
      Shape.of("an address, or a mapping with the key url", keys(), FeedKind::draft);

  private static List<Option<?>> keys() {
    var keys = new ArrayList<Option<?>>(List.of(URL, ID, TITLE, TAGS, AUTH));
    keys.addAll(FeedOptions.ALL);
    keys.addAll(List.of(PAGE, JSON, SCRIPT, METHOD, BODY, WAS));
    return keys;
  }

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
    var auth = fields.get(AUTH);
    var options = FeedOptions.of(fields);
    var page = fields.get(PAGE);
    var json = fields.get(JSON);
    var script = fields.get(SCRIPT);
    boolean posts = fields.get(METHOD).orElse(false);
    var body = fields.get(BODY);
    var was = fields.get(WAS).orElse(List.of());
    if (posts && fields.place(BODY).isEmpty()) {
      fields
          .place(METHOD)
          .ifPresent(at -> fields.fault(at, "\"method: POST\" needs the key \"body\""));
    }
    if (!posts) {
      fields
          .place(BODY)
          .ifPresent(at -> fields.fault(at, "\"body\" has no effect without method: POST"));
    }
    if (url.filter(was::contains).isPresent()) {
      fields.place(WAS).ifPresent(at -> fields.fault(at, "\"was\" contains the present address"));
    }
    if (page.isPresent() && json.isPresent()) {
      fields.place(JSON).ifPresent(at -> fields.fault(at, "expected either page or json"));
    }
    if (script.isPresent() && fields.place(JSON).isEmpty()) {
      fields.place(SCRIPT).ifPresent(at -> fields.fault(at, "\"script\" needs the key \"json\""));
    }
    if (auth.isPresent()
        && options.headers().orElse(Map.of()).keySet().stream()
            .anyMatch("Authorization"::equalsIgnoreCase)) {
      fields
          .place(FeedOptions.HEADERS)
          .ifPresent(at -> fields.stop(at, "\"auth\" sets Authorization too"));
    }
    return url.map(
        address -> {
          var plain =
              Subscription.of(address, title, tags)
                  .withFormer(was)
                  .withTransport(Transport.USUAL.withBody(body));
          var feed =
              id.or(() -> was.stream().findFirst().map(FeedId::ofUrl))
                  .map(plain::withId)
                  .orElse(plain)
                  .withPageRules(new PageRules(page, json, script));
          return new Draft(
              fields.place(URL).orElse(fields.at()),
              fields.place(ID),
              options.of(auth.map(feed::withAuth).orElse(feed)),
              false,
              options);
        });
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
