package io.feedloom.serve;

import io.feedloom.config.Fault;
import io.feedloom.config.Reloaded;
import io.feedloom.health.Health;
import io.feedloom.serve.access.Views;
import io.feedloom.serve.http.Json;
import io.feedloom.serve.page.FileNotice;
import io.feedloom.store.Store;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/**
 * The routes for supervisors. {@code /health/live} answers 200 while the process needs no restart,
 * {@code /health/ready} while it can serve. If feeds.yml is not in force, both report it and still
 * answer 200, because the previous settings are in force.
 */
final class HealthRoutes {
  private final Store store;
  private final Health health;
  private final Supplier<Views> views;
  private final BooleanSupplier draining;

  /**
   * @param draining returns whether this node ends soon
   */
  HealthRoutes(Store store, Health health, Supplier<Views> views, BooleanSupplier draining) {
    this.draining = draining;
    this.store = store;
    this.health = health;
    this.views = views;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/health/live", ctx -> answer(ctx, 200, "ok", "", List.of()));
    routes.get("/health/ready", this::ready);
  }

  private void ready(Context ctx) {
    var degraded = health.troubles().stream().map(Health.Trouble::part).toList();
    if (draining.getAsBoolean()) {
      answer(ctx, 503, "draining", "this node ends soon", degraded);
    } else if (store.storage().readFailure().isPresent()) {
      answer(ctx, 503, "not ready", "the store cannot be read", degraded);
    } else if (views.get().full().file() instanceof Reloaded.Older older
        && !older.unreadable().isEmpty()) {
      answer(ctx, 503, "not ready", "the configuration cannot be read", degraded);
    } else {
      var detail = store.storage().writeFailure().orElse("");
      boolean fine =
          detail.isEmpty()
              && degraded.isEmpty()
              && !(views.get().full().file() instanceof Reloaded.Older older && !older.works());
      answer(ctx, 200, fine ? "ready" : "degraded", detail, degraded);
    }
  }

  /**
   * Sends the answer. It does not say why a part does not work, because that may name hosts and
   * files.
   */
  private void answer(Context ctx, int status, String word, String why, List<String> degraded) {
    var file = views.get().full().file();
    Json.send(
        ctx.status(status),
        json -> {
          json.writeStartObject();
          json.writeStringProperty("status", word);
          if (!why.isEmpty()) {
            json.writeStringProperty("detail", why);
          }
          if (!degraded.isEmpty()) {
            texts(json, "degraded", degraded);
          }
          if (file.isBehind() || file instanceof Reloaded.Older) {
            json.writeStringProperty("file", FileNotice.of(file));
          }
          texts(json, "faults", file.faults().stream().map(Fault::toString).toList());
          json.writeEndObject();
        });
  }

  private static void texts(JsonGenerator json, String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }
}
