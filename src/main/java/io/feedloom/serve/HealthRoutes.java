package io.feedloom.serve;

import io.feedloom.config.Fault;
import io.feedloom.store.Store;
import io.feedloom.store.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.function.Supplier;

/**
 * What a supervisor asks: {@code /health/live} answers as long as the process does, {@code
 * /health/ready} as long as it can serve. A feeds.yml that is not in force does not make it
 * unready, since the one before is, but both say so.
 */
final class HealthRoutes {
  private final Store store;
  private final Supplier<Views> views;

  HealthRoutes(Store store, Supplier<Views> views) {
    this.store = store;
    this.views = views;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/health/live", ctx -> answer(ctx, 200, "ok", ""));
    routes.get("/health/ready", this::ready);
  }

  private void ready(Context ctx) {
    try {
      store.groups();
      answer(ctx, 200, "ready", store.obstacle().orElse(""));
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
