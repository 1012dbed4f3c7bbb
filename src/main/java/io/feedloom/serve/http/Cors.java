package io.feedloom.serve.http;

import io.javalin.http.Context;

/** Lets pages of other sites read public documents (Fetch, "CORS protocol"). */
public final class Cors {
  private Cors() {}

  /** Answers the request that a browser sends before the actual one. */
  public static void preflight(Context ctx) {
    ctx.status(204);
    ctx.header("Allow", "GET, HEAD, OPTIONS");
    ctx.header("Access-Control-Allow-Origin", "*");
    ctx.header("Access-Control-Allow-Methods", "GET, HEAD");
    ctx.header(
        "Access-Control-Allow-Headers",
        "A-IM, Accept, Accept-Language, Cache-Control, If-Modified-Since, If-None-Match");
    ctx.header("Access-Control-Max-Age", "86400");
  }
}
