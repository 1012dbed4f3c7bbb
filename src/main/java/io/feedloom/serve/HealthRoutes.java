package io.feedloom.serve;

import io.feedloom.config.Fault;
import io.feedloom.store.Store;
import io.feedloom.store.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a supervisor asks: {@code /health/live} answers 200 as long as the process needs no restart,
 * {@code /health/ready} as long as it can serve. A feeds.yml that is not in force does not make it
 * unready, since the one before is, but both say so.
 */
final class HealthRoutes {
  private final Store store;
  private final Supplier<Views> views;
  private final Operator operator;

  HealthRoutes(Store store, Supplier<Views> views, Operator operator) {
    this.store = store;
    this.views = views;
    this.operator = operator;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/health/live", this::live);
    routes.get("/health/ready", this::ready);
  }

  private void live(Context ctx) {
    boolean polling = operator.isPolling();
    answer(ctx, polling ? 200 : 503, polling ? "ok" : "failed", operator.trouble().orElse(""));
  }

  private void ready(Context ctx) {
    try {
      store.groups();
      var details = Stream.of(store.obstacle(), operator.trouble()).flatMap(Optional::stream);
      answer(ctx, 200, "ready", details.collect(Collectors.joining("; ")));
    } catch (StoreException e) {
      answer(ctx, 503, "not ready", "the store cannot be read");
    }
  }

  private void answer(Context ctx, int status, String word, String why) {
    var file = views.get().full().file();
    Json.send(
        ctx.status(status),
        json -> {
          json.writeStartObject();
          json.writeStringProperty("status", word);
          if (!why.isEmpty()) {
            json.writeStringProperty("detail", why);
          }
          if (file.isBehind()) {
            json.writeStringProperty("file", FileNotice.of(file));
          }
          json.writeArrayPropertyStart("faults");
          file.faults().stream().map(Fault::toString).forEach(json::writeString);
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
