package io.feedloom.serve;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.OutputFormat;
import io.feedloom.push.alert.AlertText;
import io.feedloom.render.Renderer;
import io.feedloom.serve.access.Access;
import io.feedloom.serve.access.AdminAuth;
import io.feedloom.serve.access.Views;
import io.feedloom.serve.access.Visitor;
import io.feedloom.serve.http.Cors;
import io.feedloom.serve.http.Json;
import io.feedloom.serve.http.Page;
import io.feedloom.serve.http.ProblemDocument;
import io.feedloom.serve.http.Sender;
import io.feedloom.serve.merged.IncidentFeed;
import io.feedloom.serve.merged.MergedFeeds;
import io.feedloom.store.api.Incident;
import io.feedloom.store.api.Incident.State;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/**
 * The incidents as a feed, {@code /status.atom}, and in the API, {@code /api/v1/incidents}.
 *
 * <p>The admin token opens both. Every key opens the feed, because every key opens the sources
 * whose titles it may contain. With a key, the feed does not say why a part of the program does not
 * work, because that may name paths and hosts.
 */
final class IncidentRoutes {
  private static final int MAX_ENTRIES = 100;
  private static final int MAX_LISTED = 500;
  private static final String STATE = "state";
  private static final String OPEN = "open";
  private static final Duration MAX_AGE = Duration.ofMinutes(1);

  private final Supplier<Views> views;
  private final MergedFeeds feeds;
  private final AdminAuth admission;
  private final AdminActions operator;

  IncidentRoutes(
      Supplier<Views> views, MergedFeeds feeds, AdminAuth admission, AdminActions operator) {
    this.views = views;
    this.feeds = feeds;
    this.admission = admission;
    this.operator = operator;
  }

  void addTo(RoutesConfig routes) {
    for (var format : OutputFormat.values()) {
      var path = IncidentFeed.path(format);
      routes.get(path, ctx -> feed(ctx, format));
      routes.head(path, ctx -> feed(ctx, format));
      routes.options(path, Cors::preflight);
    }
    routes.get("/api/v1/incidents", this::list);
  }

  private boolean isAdmin(Context ctx) throws AdminAuth.TooManyTries {
    return admission.has(ctx, views.get().full().settings().server().adminToken());
  }

  private void feed(Context ctx, OutputFormat format) throws AdminAuth.TooManyTries {
    boolean admin = isAdmin(ctx);
    if (!admin && !Access.of(ctx).keyed()) {
      refuse(ctx);
      return;
    }
    var incidents = operator.incidents(MAX_ENTRIES);
    var feed =
        new IncidentFeed(
            views.get().full().settings().title(),
            Visitor.of(ctx),
            admin ? incidents : incidents.stream().map(Incident::withoutDetails).toList());
    var rendered = feeds.renderAnswer(() -> Renderer.render(feed.in(format), format));
    var control = Sender.cacheControl(true, MAX_AGE);
    Sender.send(ctx, Page.of(rendered, new Page.Caching(control, Optional.empty(), false)));
  }

  private void refuse(Context ctx) {
    var settings = views.get().full().settings();
    if (settings.server().adminToken().isEmpty() && settings.keys().isEmpty()) {
      AdminAuth.refuse(ctx);
    } else {
      AdminAuth.ask(ctx);
    }
  }

  private void list(Context ctx) throws AdminAuth.TooManyTries {
    if (views.get().full().settings().server().adminToken().isEmpty()) {
      AdminAuth.refuse(ctx);
      return;
    }
    if (!isAdmin(ctx)) {
      AdminAuth.ask(ctx);
      return;
    }
    var fault = fault(ctx);
    if (fault.isPresent()) {
      new ProblemDocument(
              400, "Bad parameter", fault.get().detail(), List.of(fault.get()), List.of())
          .send(ctx);
    } else if (ctx.queryParam(STATE) == null) {
      send(ctx, operator.incidents(MAX_LISTED));
    } else {
      send(ctx, operator.openIncidents());
    }
  }

  private static Optional<ProblemDocument.ParameterError> fault(Context ctx) {
    return Access.parameters(ctx).entrySet().stream()
        .filter(each -> !each.getKey().equals(STATE) || !each.getValue().equals(List.of(OPEN)))
        .map(Map.Entry::getKey)
        .sorted()
        .map(IncidentRoutes::fault)
        .findFirst();
  }

  private static ProblemDocument.ParameterError fault(String parameter) {
    return new ProblemDocument.ParameterError(
        parameter,
        parameter.equals(STATE)
            ? "is not valid; allowed: " + OPEN
            : "is not a parameter here; allowed: " + STATE);
  }

  private static void send(Context ctx, List<Incident> incidents) {
    Json.send(
        ctx,
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("incidents");
          incidents.forEach(incident -> write(json, incident));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Incident incident) {
    json.writeStartObject();
    json.writeStringProperty("id", incident.id().toString());
    json.writeStringProperty("kind", AlertText.name(incident.kind()));
    Json.optional(json, "source", incident.source().map(FeedId::value));
    json.writeStringProperty("name", incident.name());
    json.writeStringProperty("title", AlertText.title(incident));
    json.writeStringProperty("state", incident.state() == State.RESOLVED ? "resolved" : "open");
    json.writeStringProperty("since", incident.since().toString());
    Json.optional(json, "opened", incident.opened());
    json.writeStringProperty("updated", incident.lastChanged().toString());
    Json.optional(json, "resolved", incident.resolved());
    json.writeArrayPropertyStart("course");
    for (var event : incident.course()) {
      json.writeStartObject();
      json.writeStringProperty("at", event.at().toString());
      json.writeStringProperty("type", event.type().name().toLowerCase(Locale.ROOT));
      json.writeStringProperty("text", AlertText.text(incident, event));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
