package io.feedloom.serve;

import io.feedloom.serve.http.Delivery;
import io.feedloom.serve.http.PublicUrl;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;

/**
 * The file {@code robots.txt} (RFC 9309). It keeps crawlers from pages that combine conditions,
 * because their number is unlimited, and from addresses for programs.
 */
final class Robots {
  private Robots() {}

  static void send(Context ctx) {
    var home = PublicUrl.of(ctx).link("/");
    var text =
        """
        User-agent: *
        Disallow: /api/
        Disallow: /hub
        Disallow: /push/
        Disallow: /status/
        Disallow: /*?
        Disallow: /tags/*,
        Disallow: /tags/*%2C
        """
            .replace("Disallow: /", "Disallow: " + home);
    Delivery.send(
        ctx, text.getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8", Delivery.ASK);
  }
}
