package io.feedloom.serve;

import io.feedloom.push.subscriber.Callbacks;
import io.feedloom.serve.http.Delivery;
import io.feedloom.serve.http.HeaderField;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/** The routes that WebSub hubs call: {@code /push/…}, one for each subscription. */
final class CallbackRoutes {
  private static final String PATH = "path";

  private final Callbacks callbacks;

  CallbackRoutes(Callbacks callbacks) {
    this.callbacks = callbacks;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/push/{path}", this::verify);
    routes.post("/push/{path}", this::deliver);
  }

  private void verify(Context ctx) {
    send(
        ctx,
        callbacks.verify(ctx.pathParam(PATH), name -> Optional.ofNullable(ctx.queryParam(name))));
  }

  private void deliver(Context ctx) throws IOException {
    send(
        ctx,
        callbacks.deliver(
            new Callbacks.Delivery(
                ctx.pathParam(PATH),
                name -> HeaderField.of(ctx, name),
                ctx.req().getContentLengthLong(),
                ctx.req().getInputStream())));
  }

  private static void send(Context ctx, Callbacks.Answer answer) {
    Delivery.guardUnstored(ctx);
    answer
        .retryAfter()
        .ifPresent(wait -> ctx.header("Retry-After", Long.toString(wait.toSeconds())));
    ctx.status(answer.status()).contentType("text/plain; charset=utf-8").result(answer.text());
  }
}
