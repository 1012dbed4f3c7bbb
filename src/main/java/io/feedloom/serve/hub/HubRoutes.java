package io.feedloom.serve.hub;

import io.feedloom.feed.Secret;
import io.feedloom.push.hub.CallbackSite;
import io.feedloom.select.BadSelection;
import io.feedloom.serve.access.Access;
import io.feedloom.serve.access.AdminAuth;
import io.feedloom.serve.access.Views;
import io.feedloom.serve.access.Visitor;
import io.feedloom.serve.http.Delivery;
import io.feedloom.serve.http.FairPlaces;
import io.feedloom.serve.http.HeaderField;
import io.feedloom.serve.http.Json;
import io.feedloom.serve.http.PublicUrl;
import io.feedloom.serve.merged.MergedFeedAddress;
import io.feedloom.store.Store;
import io.feedloom.store.api.HubRequest;
import io.feedloom.store.api.HubSubscriber;
import io.feedloom.store.api.HubTopic;
import io.feedloom.store.api.LogPlace;
import io.feedloom.store.push.HubRequests;
import io.feedloom.store.push.HubSubscriptions;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The endpoint of the hub (WebSub section 5) and the list of its subscriptions for the admin. A
 * request is only stored here; the hub then asks its callback.
 */
public final class HubRoutes {
  private static final HubRequests.Limits LIMITS = new HubRequests.Limits(2_000, 100_000);
  private static final int MAX_FORM = 1 << 14;
  private static final int USUAL_PART = 1_000;
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Store store;
  private final Supplier<Views> views;
  private final Supplier<PublicUrl> own;
  private final AdminAuth admission;
  private final InstantSource clock;
  private final Runnable requested;
  private final CallbackRates sites = new CallbackRates(500, Duration.ofMillis(200));

  /**
   * Limits the requests of each client address. It allows fewer than the hub can handle if no
   * callback answers.
   */
  private final CallbackRates clients = new CallbackRates(1_000, Duration.ofMillis(500));

  /**
   * @param own the public address of this server according to the settings
   * @param requested is called after a request was stored
   */
  public HubRoutes(
      Store store,
      Supplier<Views> views,
      Supplier<PublicUrl> own,
      AdminAuth admission,
      InstantSource clock,
      Runnable requested) {
    this.store = store;
    this.views = views;
    this.own = own;
    this.admission = admission;
    this.clock = clock;
    this.requested = requested;
  }

  public void addTo(RoutesConfig routes) {
    routes.post(MergedFeedAddress.HUB, this::request);
    routes.get("/api/v1/hub/subscriptions", this::list);
  }

  private void request(Context ctx) throws IOException {
    Delivery.guardUnstored(ctx);
    try {
      accept(ctx);
      ctx.status(202);
    } catch (BadHubRequest e) {
      if (e.status() == 429 || e.status() == 503) {
        ctx.header("Retry-After", "60");
      }
      ctx.status(e.status()).contentType("text/plain; charset=utf-8").result(e.getMessage() + "\n");
    }
  }

  private void accept(Context ctx) throws IOException, BadHubRequest {
    if (!views.get().full().settings().server().isHub()) {
      throw new BadHubRequest(403, "this server is no hub");
    }
    var now = clock.instant();
    if (!clients.accept(FairPlaces.owner(ctx.req().getRemoteAddr()), now)) {
      throw new BadHubRequest(429, "too many requests from your address");
    }
    var form = HubForm.read(parameters(ctx));
    var host = CallbackSite.of(form.callback());
    var topic = topic(ctx, form.topic(), now);
    if (!sites.accept(host, now)) {
      throw new BadHubRequest(429, "too many requests for callbacks on " + host);
    }
    var request =
        new HubRequest(
            form.mode(),
            topic.address().canonical(),
            topic.key(),
            form.callback().toString(),
            host,
            form.secret(),
            form.topic().toString(),
            PublicUrl.of(ctx).base(),
            form.lease(),
            topic.place());
    switch (store.hubRequests().add(request, now, LIMITS)) {
      case ACCEPTED -> requested.run();
      case HOST_FULL ->
          throw new BadHubRequest(
              429, "there are " + LIMITS.perHost() + " subscriptions with callbacks on " + host);
      case FULL -> throw new BadHubRequest(503, "this hub has no room for another subscription");
    }
  }

  private static Map<String, List<String>> parameters(Context ctx)
      throws IOException, BadHubRequest {
    var type = HeaderField.of(ctx, "Content-Type").orElse("").split(";", 2)[0].strip();
    if (!type.toLowerCase(Locale.ROOT).equals(FORM)) {
      throw new BadHubRequest(415, "the request must have the content type " + FORM);
    }
    byte[] body = ctx.req().getInputStream().readNBytes(MAX_FORM + 1);
    if (body.length > MAX_FORM) {
      throw new BadHubRequest(413, "the request has more than " + MAX_FORM + " bytes");
    }
    try {
      return FormParameters.read(FormParameters.utf8(body));
    } catch (IllegalArgumentException e) {
      throw new BadHubRequest(400, "the form is not correctly encoded: " + e.getMessage());
    }
  }

  /**
   * A topic that a request names.
   *
   * @param place from which its news are delivered
   */
  private record Asked(TopicAddress address, Optional<HubTopic.Key> key, long place) {}

  private Asked topic(Context ctx, URI topic, Instant now) throws BadHubRequest {
    var path = path(ctx, topic);
    var query = new ArrayList<String>();
    var keys = new ArrayList<Secret>();
    try {
      for (var pair : Optional.ofNullable(topic.getRawQuery()).orElse("").split("&", -1)) {
        var key = FormParameters.read(pair).get(Access.PARAMETER);
        if (key == null) {
          query.add(pair);
        } else {
          keys.add(new Secret(key.getFirst()));
        }
      }
      var key = key(keys);
      var access = new Access(key.isPresent(), keys.stream().findFirst());
      var catalog = views.get().of(access);
      var visitor = new Visitor(access, PublicUrl.of(ctx));
      var found =
          TopicAddress.of(path, String.join("&", query), visitor, catalog, now)
              .orElseThrow(() -> new BadHubRequest(400, "hub.topic is no feed of this server"));
      var refusal = found.feed().refusal();
      if (refusal.isPresent()) {
        throw new BadHubRequest(400, "hub.topic cannot be subscribed: " + refusal.get());
      }
      boolean isDigest = found.feed().selection().digest().isPresent();
      long place =
          isDigest ? Topics.lastEnd(found, catalog, now) : LogPlace.after(store.arrivals().end());
      return new Asked(found, key, place);
    } catch (BadSelection e) {
      throw new BadHubRequest(400, "hub.topic is not valid: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new BadHubRequest(400, "hub.topic is not correctly encoded");
    }
  }

  private Optional<HubTopic.Key> key(List<Secret> keys) throws BadHubRequest {
    Optional<HubTopic.Key> known = Optional.empty();
    for (var key : keys) {
      var digest = Topics.digest(key);
      known =
          views.get().full().settings().keys().entrySet().stream()
              .filter(entry -> Topics.digest(entry.getValue()).equals(digest))
              .map(entry -> new HubTopic.Key(entry.getKey(), digest))
              .findFirst();
      if (known.isEmpty()) {
        throw new BadHubRequest(403, "the key in hub.topic is not valid");
      }
    }
    return known;
  }

  /** Returns the path of a topic on this server. */
  private String path(Context ctx, URI topic) throws BadHubRequest {
    var urls = List.of(PublicUrl.of(ctx), own.get());
    var path = Optional.ofNullable(topic.getRawPath()).orElse("");
    var place = authority(topic);
    for (var url : urls) {
      if (place.equals(authority(URI.create(url.base()))) && path.startsWith(url.path() + "/")) {
        return path.substring(url.path().length());
      }
    }
    var host = HeaderField.of(ctx, "Host").map(HubRoutes::authority);
    if (host.filter(place::equals).isPresent()) {
      return path;
    }
    throw new BadHubRequest(400, "hub.topic is not an address of this server");
  }

  private static String authority(String host) {
    try {
      return authority(URI.create("http://" + host));
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Returns the host and the port; http and https have the same address. */
  private static String authority(URI url) {
    int port = url.getPort();
    var name = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
    return port < 0 || port == 80 || port == 443 ? name : name + ":" + port;
  }

  private void list(Context ctx) throws AdminAuth.TooManyTries {
    var token = views.get().full().settings().server().adminToken();
    if (token.isEmpty()) {
      AdminAuth.refuse(ctx);
    } else if (!admission.has(ctx, token)) {
      AdminAuth.ask(ctx);
    } else {
      long after = number(ctx.queryParam("after"));
      var part = store.hubSubscriptions().states(after, USUAL_PART);
      Json.send(ctx, json -> write(json, part));
    }
  }

  private static long number(@Nullable String text) {
    return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  private static void write(JsonGenerator json, HubSubscriptions.Part part) {
    json.writeStartObject();
    json.writeArrayPropertyStart("subscriptions");
    part.states().forEach(state -> write(json, state));
    json.writeEndArray();
    part.next().ifPresent(next -> json.writeNumberProperty("after", next));
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, HubSubscriber.State state) {
    json.writeStartObject();
    json.writeStringProperty("topic", state.topic());
    Json.optional(json, "key", state.key());
    json.writeStringProperty("callback", state.callback());
    json.writeStringProperty("since", state.since().toString());
    json.writeStringProperty("ends", state.ends().toString());
    json.writeBooleanProperty("waiting", state.behind());
    json.writeNumberProperty("failures", state.failures());
    Json.optional(json, "nextTry", state.nextTry());
    Json.optional(json, "delivered", state.delivered());
    Json.optional(json, "failure", state.failure());
    json.writeEndObject();
  }
}
