package io.feedloom.serve;

import io.feedloom.config.Fault;
import io.feedloom.config.Reloaded;
import io.feedloom.config.WebhookSettings;
import io.feedloom.feed.Cleaning;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Polled;
import io.feedloom.feed.Problem;
import io.feedloom.feed.Schemes;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import io.feedloom.feed.TopicSubscription;
import io.feedloom.select.BadSelection;
import io.feedloom.select.Cursors;
import io.feedloom.select.Moments;
import io.feedloom.serve.access.AdminAuth;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.access.Views;
import io.feedloom.serve.http.Json;
import io.feedloom.serve.http.ProblemDocument;
import io.feedloom.serve.merged.ApiEntry;
import io.feedloom.serve.merged.MergedFeedAddress;
import io.feedloom.serve.merged.MergedFeeds;
import io.feedloom.serve.merged.Tags;
import io.feedloom.store.Store;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** The routes of the API: {@code /api/v1}. */
final class ApiRoutes {
  private static final String ENTRIES = "entries";

  private final Store store;
  private final Supplier<Views> views;
  private final MergedFeeds feeds;
  private final Tags tags;
  private final AdminAuth admission;
  private final AdminActions operator;
  private final InstantSource clock;

  ApiRoutes(
      Store store,
      Supplier<Views> views,
      MergedFeeds feeds,
      Tags tags,
      AdminAuth admission,
      AdminActions operator,
      InstantSource clock) {
    this.store = store;
    this.views = views;
    this.feeds = feeds;
    this.tags = tags;
    this.admission = admission;
    this.operator = operator;
    this.clock = clock;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/api/v1/feeds", this::feeds);
    routes.get("/api/v1/feeds/{id}", this::feed);
    routes.get("/api/v1/entries", this::entries);
    routes.get("/api/v1/streams/{name}/entries", this::entries);
    routes.get("/api/v1/tags", this::tags);
    routes.get("/api/v1/webhooks", this::webhooks);
    routes.post("/api/v1/webhooks/{name}/resume", this::resume);
    routes.get("/api/v1/nodes", this::nodes);
    routes.post("/api/v1/feeds/{id}/refresh", this::refresh);
    routes.post("/api/v1/feeds/{id}/refetch", this::refetch);
    routes.post("/api/v1/reload", this::reload);
  }

  private void feeds(Context ctx) {
    var now = views.get().of(ctx);
    var all =
        store.feeds().all().stream()
            .filter(feed -> now.shows(feed.id()))
            .map(feed -> shown(ctx, feed))
            .toList();
    var waiting = store.articles().waiting();
    var topics = store.topics().byFeed();
    var options = options(now);
    Json.send(
        ctx,
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("feeds");
          all.forEach(
              feed ->
                  write(
                      json,
                      new Shown(
                          feed,
                          Optional.ofNullable(options.get(feed.id())),
                          waiting.getOrDefault(feed.id(), 0L),
                          List.of(),
                          topic(ctx, topics.getOrDefault(feed.id(), List.of()))),
                      clock.instant()));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static Map<FeedId, Subscription> options(Catalog catalog) {
    return catalog.settings().subscriptions().stream()
        .collect(Collectors.toMap(Subscription::id, Function.identity()));
  }

  /**
   * What is shown of a feed.
   *
   * @param waiting how many entries wait for their pages
   * @param polls the newest first; left out if there are none
   * @param topic its subscription at a hub
   */
  private record Shown(
      FeedStatus feed,
      Optional<Subscription> options,
      long waiting,
      List<Polled> polls,
      Optional<TopicSubscription> topic) {}

  /**
   * Returns the feed as the client may see it. Secrets in its address are for the admin only, even
   * if a key opens the feed.
   */
  private FeedStatus shown(Context ctx, FeedStatus feed) {
    return isAdmin(ctx) ? feed : feed.masked();
  }

  private Optional<TopicSubscription> topic(Context ctx, List<TopicSubscription> ofFeed) {
    var shown = TopicSubscription.shown(ofFeed);
    return isAdmin(ctx) ? shown : shown.map(TopicSubscription::masked);
  }

  private boolean isAdmin(Context ctx) {
    return admission.isAdmin(ctx, views.get().full().settings().server().adminToken());
  }

  private void feed(Context ctx) {
    find(ctx)
        .ifPresent(
            feed -> {
              var polls =
                  store.feeds().history(List.of(feed.id())).getOrDefault(feed.id(), List.of());
              long waiting = store.articles().waiting().getOrDefault(feed.id(), 0L);
              var option = Optional.ofNullable(options(views.get().of(ctx)).get(feed.id()));
              var topic = topic(ctx, store.topics().ofFeed(feed.number()));
              var shown = new Shown(feed, option, waiting, polls, topic);
              Json.send(ctx, json -> write(json, shown, clock.instant()));
            });
  }

  /** Returns the feed in the path. If there is none, sends the answer. */
  private Optional<FeedStatus> find(Context ctx) {
    var found =
        FeedId.parse(ctx.pathParam("id"))
            .filter(views.get().of(ctx)::shows)
            .flatMap(store.feeds()::byId)
            .map(feed -> shown(ctx, feed));
    if (found.isEmpty()) {
      ProblemDocument.of(
              404, "Unknown source", "No feed of feeds.yml has this id; /api/v1/feeds lists them.")
          .send(ctx);
    }
    return found;
  }

  private void entries(Context ctx) throws BadSelection {
    var now = views.get().of(ctx);
    var address = MergedFeedAddress.asked(ctx, now, clock.instant());
    if (address.isPresent()) {
      var body = feeds.renderAnswer(() -> entries(address.get(), now));
      Json.send(ctx, body);
    }
  }

  private byte[] entries(MergedFeedAddress address, Catalog catalog) {
    var river = feeds.read(address, catalog, clock.instant());
    return Json.bytes(json -> write(json, address, river));
  }

  private void write(JsonGenerator json, MergedFeedAddress address, MergedFeeds.River river) {
    var sources = feeds.sources(river);
    json.writeStartObject();
    json.writeStringProperty("selection", address.sharedAddress().toString());
    json.writeArrayPropertyStart(ENTRIES);
    river.entries().forEach(entry -> ApiEntry.write(json, entry, river.storyMembers(), sources));
    json.writeEndArray();
    river
        .previous()
        .ifPresent(cursor -> write(json, "after", "previous", cursor, address.after(cursor)));
    river
        .next()
        .map(Optional::of)
        .ifPresent(cursor -> write(json, "before", "next", cursor.get(), address.before(cursor)));
    json.writeEndObject();
  }

  private void write(
      JsonGenerator json,
      String parameter,
      String relation,
      Cursor cursor,
      MergedFeedAddress page) {
    json.writeStringProperty(parameter, Cursors.print(cursor));
    json.writeStringProperty(relation, page.visitor().absolute(page.api(ENTRIES)));
  }

  private void tags(Context ctx) {
    var all = tags.all(views.get().of(ctx));
    Json.send(
        ctx,
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("tags");
          for (Tags.Count tag : all) {
            json.writeStartObject();
            json.writeStringProperty("tag", tag.tag().key());
            json.writeStringProperty("label", tag.tag().label());
            json.writeNumberProperty("feeds", tag.feeds());
            json.writeNumberProperty("entries", tag.entries());
            Json.optional(json, "newest", tag.newest());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void webhooks(Context ctx) throws AdminAuth.TooManyTries {
    if (authorized(ctx)) {
      var states = store.webhooks().states();
      var settings = views.get().full().settings().webhooks();
      Json.send(ctx, json -> WebhookStates.write(json, settings, states));
    }
  }

  private void nodes(Context ctx) throws AdminAuth.TooManyTries {
    if (authorized(ctx)) {
      var nodes = store.nodes().all();
      Json.send(ctx, json -> NodeStates.write(json, nodes));
    }
  }

  private void resume(Context ctx) throws AdminAuth.TooManyTries {
    if (!authorized(ctx)) {
      return;
    }
    var name = ctx.pathParam("name");
    if (!operator.resume(name)) {
      var known = views.get().full().settings().webhooks().keySet();
      ProblemDocument.of(404, "Not found", WebhookSettings.unknown(name, known)).send(ctx);
      return;
    }
    Json.send(
        ctx.status(202),
        json -> {
          json.writeStartObject();
          json.writeStringProperty("webhook", name);
          json.writeStringProperty("status", "on");
          json.writeEndObject();
        });
  }

  private void refresh(Context ctx) throws AdminAuth.TooManyTries {
    if (!authorized(ctx)) {
      return;
    }
    var feed = find(ctx);
    if (feed.isPresent()) {
      boolean begun = operator.refresh(feed.get().id());
      Json.send(
          ctx.status(202),
          json -> {
            json.writeStartObject();
            json.writeStringProperty("feed", feed.get().id().value());
            json.writeStringProperty(
                "status",
                begun
                    ? "being polled"
                    : "not polled now: it is being polled, or its host asked us to wait");
            json.writeEndObject();
          });
    }
  }

  /** Has the pages of a feed's stored entries fetched again. */
  private void refetch(Context ctx) throws AdminAuth.TooManyTries {
    if (!authorized(ctx)) {
      return;
    }
    var feed = find(ctx);
    if (feed.isEmpty()) {
      return;
    }
    var written = Optional.ofNullable(ctx.queryParam("since"));
    var since = written.flatMap(text -> Moments.read(text, clock.instant()));
    if (written.isPresent() && since.isEmpty()) {
      ProblemDocument.of(400, "Bad parameter", "since is not valid; allowed: " + Moments.FORMS)
          .send(ctx);
      return;
    }
    int entries = store.articles().refetch(feed.get().id(), since, clock.instant());
    Json.send(
        ctx.status(202),
        json -> {
          json.writeStartObject();
          json.writeStringProperty("feed", feed.get().id().value());
          json.writeNumberProperty("entries", entries);
          json.writeEndObject();
        });
  }

  private void reload(Context ctx) throws AdminAuth.TooManyTries {
    if (!authorized(ctx)) {
      return;
    }
    switch (operator.reload()) {
      case Reloaded.InForce now -> reloaded(ctx, 200, "reloaded", now.faults(), now.atNextStart());
      case Reloaded.Older older -> reloaded(ctx, 200, "older", older.faults(), List.of());
      case Reloaded.Faulty faulty -> reloaded(ctx, 422, "unchanged", faulty.faults(), List.of());
      case Reloaded.Waiting waiting -> {
        ctx.header("Retry-After", "10");
        ProblemDocument.of(
                503,
                "Not in force yet",
                "feeds.yml is valid, but the store cannot take its feeds now (%s). It comes into force when the store is back."
                    .formatted(waiting.why()))
            .send(ctx);
      }
      case Reloaded.Failed failed ->
          ProblemDocument.of(
                  500,
                  "Not in force",
                  "Reading feeds.yml failed because of a bug (%s); the previous settings stay in force."
                      .formatted(failed.what()))
              .send(ctx);
    }
  }

  private static void reloaded(
      Context ctx, int status, String word, List<Fault> faults, List<String> later) {
    Json.send(
        ctx.status(status),
        json -> {
          json.writeStartObject();
          json.writeStringProperty("status", word);
          json.writeArrayPropertyStart("faults");
          faults.forEach(fault -> json.writeString(fault.toString()));
          json.writeEndArray();
          if (!later.isEmpty()) {
            json.writeArrayPropertyStart("atNextStart");
            later.forEach(json::writeString);
            json.writeEndArray();
          }
          json.writeEndObject();
        });
  }

  /** Returns whether the request contains the admin token. If not, sends the answer. */
  private boolean authorized(Context ctx) throws AdminAuth.TooManyTries {
    var token = views.get().of(ctx).settings().server().adminToken();
    if (token.isEmpty()) {
      AdminAuth.refuse(ctx);
      return false;
    }
    if (!admission.has(ctx, token)) {
      ctx.header("WWW-Authenticate", "Bearer realm=\"feedloom\"");
      ProblemDocument.of(
              401, "Not authorized", "Send the admin token as Authorization: Bearer <token>.")
          .send(ctx);
      return false;
    }
    return true;
  }

  /** Writes the state of a feed. */
  private static void write(JsonGenerator json, Shown shown, Instant now) {
    var feed = shown.feed();
    PollState state = feed.state();
    json.writeStartObject();
    json.writeStringProperty("id", feed.id().value());
    json.writeStringProperty("url", feed.url().toString());
    json.writeStringProperty("title", feed.display());
    json.writeArrayPropertyStart("tags");
    feed.tags().stream().map(Tag::label).forEach(json::writeString);
    json.writeEndArray();
    json.writeStringProperty("status", state.outcome().name().toLowerCase(java.util.Locale.ROOT));
    json.writeStringProperty("message", state.message());
    if (state.status() > 0) {
      json.writeNumberProperty("httpStatus", state.status());
    }
    json.writeNumberProperty("failures", state.failures());
    Json.optional(json, "lastPoll", state.lastPoll());
    Json.optional(json, "lastSuccess", state.lastSuccess());
    if (state.outcome() != PollState.Outcome.GONE) {
      json.writeStringProperty("nextPoll", state.nextPoll().toString());
    }
    json.writeStringProperty("nextPollReason", state.reason());
    Json.optional(json, "polledAt", state.address());
    state
        .move()
        .ifPresent(
            move -> {
              json.writeStringProperty("movingTo", move.to().toString());
              json.writeStringProperty("movingSince", move.since().toString());
              json.writeNumberProperty("movingSeen", move.seen());
            });
    json.writeNumberProperty("entries", feed.entries());
    if (shown.waiting() > 0) {
      json.writeNumberProperty("pagesWaiting", shown.waiting());
    }
    shown.options().ifPresent(options -> write(json, options));
    state
        .rhythm()
        .map(rhythm -> rhythm.entriesPerDay(now))
        .ifPresent(
            perDay ->
                perDay.ifPresent(
                    entries -> json.writeNumberProperty("entriesPerDay", rounded(entries))));
    Json.optional(json, "newestEntry", feed.newest());
    feed.info()
        .ifPresent(
            info -> {
              json.writeStringProperty("format", info.format());
              Json.optional(json, "home", info.link().filter(Schemes::mayFollow));
              Json.optional(json, "language", info.language());
            });
    json.writeArrayPropertyStart("problems");
    feed.problems().stream().map(Problem::toString).forEach(json::writeString);
    json.writeEndArray();
    shown.topic().ifPresent(topic -> write(json, topic, now));
    if (!shown.polls().isEmpty()) {
      json.writeArrayPropertyStart("polls");
      shown.polls().forEach(poll -> write(json, poll));
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Subscription options) {
    var pages = options.fullText();
    if (pages.isOn()) {
      json.writeObjectPropertyStart("fullText");
      json.writeBooleanProperty("wait", pages.waits());
      json.writeBooleanProperty("robots", pages.robots());
      Json.optional(json, "keep", pages.keep());
      Json.optional(json, "remove", pages.remove());
      json.writeEndObject();
    }
    json.writeBooleanProperty("enabled", options.enabled());
    requests(json, options);
    json.writeObjectPropertyStart("clean");
    for (var part : Cleaning.Part.values()) {
      json.writeBooleanProperty(part.option(), options.cleaning().does(part));
    }
    json.writeEndObject();
  }

  /**
   * Writes how requests are sent and entries identified. Proxies are left out, because they belong
   * to the network of this server.
   */
  private static void requests(JsonGenerator json, Subscription options) {
    var transport = options.transport();
    json.writeObjectPropertyStart("requests");
    json.writeStringProperty("method", transport.body().isPresent() ? "POST" : "GET");
    json.writeBooleanProperty("cookies", transport.cookies());
    json.writeBooleanProperty("ignoreCache", transport.ignoresCache());
    transport
        .timeout()
        .ifPresent(timeout -> json.writeNumberProperty("timeoutSeconds", timeout.toSeconds()));
    transport.maxSize().ifPresent(size -> json.writeNumberProperty("maxBytes", size));
    json.writeEndObject();
    json.writeStringProperty("idBy", options.entryOptions().idBy().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty(
        "updates", options.entryOptions().appliesUpdates() ? "apply" : "ignore");
  }

  /** Writes the state of a subscription, without its callback, which nobody must know. */
  private static void write(JsonGenerator json, TopicSubscription topic, Instant now) {
    var course = topic.course();
    var evidence = topic.received().evidence();
    json.writeObjectPropertyStart("push");
    json.writeStringProperty("status", topic.state().word());
    json.writeStringProperty("message", course.message());
    json.writeStringProperty("hub", topic.hub());
    json.writeStringProperty("topic", topic.topic());
    Json.optional(json, "since", course.since());
    Json.optional(json, "leaseEnds", course.expires());
    json.writeNumberProperty("failures", course.failures());
    json.writeNumberProperty("deliveries", topic.received().count());
    Json.optional(json, "lastDelivery", topic.received().last());
    json.writeNumberProperty("brought", evidence.brought());
    json.writeNumberProperty("missed", evidence.missed());
    json.writeBooleanProperty("proven", topic.isActive(now) && evidence.isProven());
    json.writeEndObject();
  }

  /** Rounds to hundredths, so that one entry in three months differs from none. */
  private static double rounded(double entries) {
    return Math.round(100 * entries) / 100.0;
  }

  private static void write(JsonGenerator json, Polled poll) {
    json.writeStartObject();
    json.writeStringProperty("at", poll.at().toString());
    json.writeStringProperty("status", poll.outcome().name().toLowerCase(java.util.Locale.ROOT));
    if (poll.status() > 0) {
      json.writeNumberProperty("httpStatus", poll.status());
    }
    json.writeNumberProperty("millis", poll.duration().toMillis());
    json.writeNumberProperty("arrived", poll.arrived());
    json.writeEndObject();
  }
}
