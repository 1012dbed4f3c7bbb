package io.feedloom.serve;

import io.feedloom.select.Moments;
import io.feedloom.select.Selections;
import io.feedloom.serve.access.Access;
import io.feedloom.serve.http.Json;
import io.feedloom.serve.http.ProblemDocument;
import io.feedloom.serve.http.PublicUrl;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/** Serves {@code /openapi.json}, which describes the API (OpenAPI 3.1). */
final class OpenApi {
  private static final Pattern IN_PATH = Pattern.compile("\\{(\\w+)}");
  private static final String FEED =
      "application/atom+xml application/rss+xml application/feed+json";
  private static final String JSON = "application/json";
  private static final String FEEDS = "/api/v1/feeds";
  private static final String REFETCH = "/{id}/refetch";
  private static final String INCIDENTS = "/api/v1/incidents";

  /**
   * A member of the state of a feed.
   *
   * @param type in JSON Schema
   */
  private record Member(String name, String type, String description) {}

  private static final List<Member> FEED_STATE =
      List.of(
          new Member("id", "string", "The feed's id in paths and in ?source="),
          new Member("url", "string", "Its address in feeds.yml"),
          new Member("title", "string", "The admin's title, else the publisher's, else the id"),
          new Member("tags", "array", "The admin's tags"),
          new Member(
              "status",
              "string",
              "The outcome of the last poll: new (not polled yet), fresh, unchanged, throttled,"
                  + " failed or gone"),
          new Member("message", "string", "The outcome in words"),
          new Member("httpStatus", "integer", "The status of the last answer, if there was one"),
          new Member("failures", "integer", "Failed polls since the last successful one"),
          new Member("lastPoll", "string", "When the last request was made (RFC 3339)"),
          new Member("lastSuccess", "string", "When the last successful request was made"),
          new Member(
              "nextPoll", "string", "When the next poll is planned; absent if the feed is gone"),
          new Member("nextPollReason", "string", "Why the next poll is planned for that time"),
          new Member("polledAt", "string", "The address that is polled, if it is not the url"),
          new Member(
              "movingTo",
              "string",
              "The address to which the feed says that it moved, until it is adopted"),
          new Member("movingSince", "string", "When the feed first named that address"),
          new Member("movingSeen", "integer", "How many polls in a row named that address"),
          new Member("entries", "integer", "The number of stored entries"),
          new Member(
              "pagesWaiting",
              "integer",
              "Entries whose pages are still to be fetched for their full text, if there are any"),
          new Member(
              "fullText",
              "object",
              "How the pages of entries are fetched: wait, robots, keep and remove; absent if they"
                  + " are not"),
          new Member("enabled", "boolean", "Whether the feed is polled"),
          new Member(
              "requests",
              "object",
              "How requests for the feed are sent: method, cookies, ignoreCache, timeoutSeconds and"
                  + " maxBytes; the last two only if the feed has its own"),
          new Member("idBy", "string", "What identifies an entry: guid, link, title or content"),
          new Member(
              "updates", "string", "Whether entries change when their items do: apply or ignore"),
          new Member(
              "clean",
              "object",
              "Whether each part is cleaned: lazy-images, tracking, pixels, share"),
          new Member(
              "entriesPerDay",
              "number",
              "Entries published per day over the last weeks; absent until the feed was observed"
                  + " for a day"),
          new Member("newestEntry", "string", "When its newest entry was published"),
          new Member("format", "string", "The format of the last document, such as rss_2.0"),
          new Member("home", "string", "The publisher's web page"),
          new Member("language", "string", "The language that the publisher states (RFC 5646)"),
          new Member(
              "problems",
              "array",
              "Problems found in the last document, and with the pages of entries"),
          new Member(
              "push",
              "object",
              "The subscription at a WebSub hub, if there is one: status (asking, active, failed,"
                  + " denied or leaving), message, hub, topic, since, leaseEnds, failures,"
                  + " deliveries, lastDelivery, brought (new entries that came from the hub),"
                  + " missed (those that only polls brought) and proven (whether the feed is"
                  + " polled only once a day)"),
          new Member("polls", "array", "The last polls, newest first; only for a single feed"));

  /**
   * A method of a path.
   *
   * @param types of the answer, separated by spaces
   * @param selects whether parameters select entries
   * @param token whether it needs the admin token
   */
  private record Operation(
      String method, String path, String summary, String types, boolean selects, boolean token) {
    static Operation get(String path, String summary, String types) {
      return new Operation("get", path, summary, types, false, false);
    }

    static Operation select(String path, String summary, String types) {
      return new Operation("get", path, summary, types, true, false);
    }

    /** A feed of incidents, which needs a key or the admin token. */
    static Operation incidents(String path, String summary, String types) {
      return new Operation("get", path, summary, types, false, false);
    }

    static Operation post(String path, String summary) {
      return new Operation("post", path, summary, JSON, false, true);
    }
  }

  private static final List<Operation> OPERATIONS =
      List.of(
          Operation.select("/feed", "Everything, in the format that Accept prefers", FEED),
          Operation.select("/feed.atom", "Everything, as Atom 1.0", "application/atom+xml"),
          Operation.select("/feed.rss", "Everything, as RSS 2.0", "application/rss+xml"),
          Operation.select("/feed.json", "Everything, as JSON Feed 1.1", "application/feed+json"),
          Operation.select(
              "/tags/{tags}",
              "Entries by tag: java,kotlin selects either, -ads excludes; with .atom, .rss or .json"
                  + " at the end, in that format",
              FEED),
          Operation.select(
              "/streams/{name}",
              "A stream of feeds.yml; with .atom, .rss or .json at the end, in that format",
              FEED),
          Operation.select(
              "/sources/{id}",
              "One upstream feed; with .atom, .rss or .json at the end, in that format",
              FEED),
          Operation.select(
              "/opml",
              "The subscriptions as OPML 2.0, narrowed by tag and source; folders=true puts them"
                  + " into folders",
              "text/x-opml"),
          Operation.select("/api/v1/entries", "Entries with all their data", JSON),
          Operation.select(
              "/api/v1/events",
              "Server-sent events: \"entry\" for each arrival, \"withdrawn\" for an entry that its"
                  + " publisher withdrew, \"reload\" if events were missed; continues after"
                  + " Last-Event-ID",
              "text/event-stream"),
          Operation.select(
              "/api/v1/streams/{name}/entries", "Entries of a stream, with all their data", JSON),
          Operation.select(
              "/api/v1/streams/{name}/events",
              "Server-sent events of a stream",
              "text/event-stream"),
          Operation.get(FEEDS, "The state of every upstream feed", JSON),
          Operation.get(FEEDS + "/{id}", "The state of one upstream feed", JSON),
          Operation.get("/api/v1/tags", "Tags with their feeds, entries and newest entry", JSON),
          Operation.incidents("/status.atom", "Incidents as Atom 1.0", "application/atom+xml"),
          Operation.incidents("/status.rss", "Incidents as RSS 2.0", "application/rss+xml"),
          Operation.incidents(
              "/status.json", "Incidents as JSON Feed 1.1", "application/feed+json"),
          new Operation(
              "get",
              INCIDENTS,
              "Incidents with their course, the last changed first; with state=open only open ones",
              JSON,
              false,
              true),
          new Operation(
              "get",
              "/api/v1/hub/subscriptions",
              "The subscriptions of the WebSub hub",
              JSON,
              false,
              true),
          new Operation(
              "get",
              "/api/v1/webhooks",
              "The webhooks of feeds.yml: status (new, healthy, failing or gone), last answer,"
                  + " and what waits or was given up",
              JSON,
              false,
              true),
          Operation.post(
              "/api/v1/webhooks/{name}/resume",
              "Switches a webhook on that answered 410, and sends a failed message again now"),
          new Operation(
              "get",
              "/api/v1/nodes",
              "The nodes that share the database: status (all, serving, draining or gone), version,"
                  + " revision of the configuration, and figures since the start",
              JSON,
              false,
              true),
          Operation.post(FEEDS + "/{id}/refresh", "Polls a feed now"),
          Operation.post(
              FEEDS + REFETCH,
              "Fetches the pages of a feed's stored entries again, one after the other; since ("
                  + Moments.FORMS
                  + ") leaves out older entries"),
          Operation.post("/api/v1/reload", "Reads feeds.yml now"),
          Operation.get("/health/live", "Whether the process answers", JSON),
          Operation.get("/health/ready", "Whether it can serve", JSON),
          Operation.get("/metrics", "Metrics for Prometheus", "text/plain"),
          Operation.get("/openapi.json", "This document", JSON));

  private OpenApi() {}

  static void addTo(RoutesConfig routes) {
    routes.get("/openapi.json", OpenApi::send);
  }

  private static void send(Context ctx) {
    var url = PublicUrl.of(ctx);
    Json.send(ctx, json -> write(json, url));
  }

  private static void write(JsonGenerator json, PublicUrl url) {
    json.writeStartObject();
    json.writeStringProperty("openapi", "3.1.0");
    json.writeObjectPropertyStart("info");
    json.writeStringProperty("title", "Feedloom");
    json.writeStringProperty("description", "Many feeds in, one feed out.");
    json.writeStringProperty("version", "1");
    json.writeEndObject();
    json.writeArrayPropertyStart("servers");
    json.writeStartObject();
    json.writeStringProperty("url", url.base());
    json.writeEndObject();
    json.writeEndArray();
    json.writeObjectPropertyStart("paths");
    OPERATIONS.forEach(operation -> write(json, operation));
    json.writeEndObject();
    components(json);
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Operation operation) {
    json.writeObjectPropertyStart(operation.path());
    json.writeObjectPropertyStart(operation.method());
    json.writeStringProperty("summary", operation.summary());
    json.writeArrayPropertyStart("parameters");
    IN_PATH
        .matcher(operation.path())
        .results()
        .forEach(name -> parameter(json, name.group(1), "path", "Its name or id"));
    if (operation.selects()) {
      Selections.parameters().forEach((name, allowed) -> parameter(json, name, "query", allowed));
    }
    if (operation.path().endsWith(REFETCH)) {
      parameter(json, "since", "query", Moments.FORMS);
    }
    if (operation.path().equals(INCIDENTS)) {
      parameter(json, "state", "query", "open: only incidents that are not resolved");
    }
    json.writeEndArray();
    if (operation.token()) {
      security(json);
    } else {
      keys(json, operation.path().startsWith("/status."));
    }
    responses(json, operation);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void parameter(JsonGenerator json, String name, String in, String description) {
    json.writeStartObject();
    json.writeStringProperty("name", name);
    json.writeStringProperty("in", in);
    if (in.equals("path")) {
      json.writeBooleanProperty("required", true);
    }
    json.writeStringProperty("description", description);
    json.writeObjectPropertyStart("schema");
    json.writeStringProperty("type", "string");
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void security(JsonGenerator json) {
    json.writeArrayPropertyStart("security");
    scheme(json, "adminToken");
    json.writeEndArray();
  }

  /**
   * Writes that a key may be in one of three places.
   *
   * @param required whether a key or the admin token is needed
   */
  private static void keys(JsonGenerator json, boolean required) {
    json.writeArrayPropertyStart("security");
    if (required) {
      scheme(json, "adminToken");
    } else {
      json.writeStartObject();
      json.writeEndObject();
    }
    List.of("keyInQuery", "keyAsBearer", "keyAsPassword").forEach(name -> scheme(json, name));
    json.writeEndArray();
  }

  private static void scheme(JsonGenerator json, String name) {
    json.writeStartObject();
    json.writeArrayPropertyStart(name);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void responses(JsonGenerator json, Operation operation) {
    json.writeObjectPropertyStart("responses");
    boolean later = operation.path().endsWith("/refresh") || operation.path().endsWith(REFETCH);
    json.writeObjectPropertyStart(later ? "202" : "200");
    json.writeStringProperty("description", operation.summary());
    json.writeObjectPropertyStart("content");
    for (String type : operation.types().split(" ", -1)) {
      json.writeObjectPropertyStart(type);
      schema(json, operation.path());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeObjectPropertyStart("default");
    json.writeStringProperty("description", "What is wrong, and what is allowed (RFC 9457)");
    json.writeObjectPropertyStart("content");
    json.writeObjectPropertyStart(ProblemDocument.MEDIA_TYPE);
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void schema(JsonGenerator json, String path) {
    if (path.equals(FEEDS)) {
      json.writeObjectPropertyStart("schema");
      json.writeStringProperty("type", "object");
      json.writeObjectPropertyStart("properties");
      json.writeObjectPropertyStart("feeds");
      json.writeStringProperty("type", "array");
      json.writeObjectPropertyStart("items");
      feedState(json);
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndObject();
    } else if (path.equals(FEEDS + "/{id}")) {
      json.writeObjectPropertyStart("schema");
      feedState(json);
      json.writeEndObject();
    }
  }

  private static void feedState(JsonGenerator json) {
    json.writeStringProperty("$ref", "#/components/schemas/Feed");
  }

  private static void components(JsonGenerator json) {
    json.writeObjectPropertyStart("components");
    json.writeObjectPropertyStart("schemas");
    json.writeObjectPropertyStart("Feed");
    json.writeStringProperty("type", "object");
    json.writeObjectPropertyStart("properties");
    for (var member : FEED_STATE) {
      define(
          json, member.name(), Map.of("type", member.type(), "description", member.description()));
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
    json.writeObjectPropertyStart("securitySchemes");
    define(json, "adminToken", Map.of("type", "http", "scheme", "bearer"));
    define(json, "keyAsBearer", Map.of("type", "http", "scheme", "bearer"));
    define(json, "keyAsPassword", Map.of("type", "http", "scheme", "basic"));
    define(json, "keyInQuery", Map.of("type", "apiKey", "in", "query", "name", Access.PARAMETER));
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void define(JsonGenerator json, String name, Map<String, String> members) {
    json.writeObjectPropertyStart(name);
    new TreeMap<>(members).forEach(json::writeStringProperty);
    json.writeEndObject();
  }
}
