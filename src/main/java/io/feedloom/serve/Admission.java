package io.feedloom.serve;

import io.feedloom.feed.Secret;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/**
 * Whether a browser brings the admin token: as the password of Basic authentication (RFC 7617), for
 * which browsers ask by themselves, or as a bearer token.
 */
final class Admission {
  private static final String BASIC = "basic ";
  private static final String BEARER = "bearer ";

  private Admission() {}

  static boolean has(Context ctx, Optional<Secret> token) {
    var given = Sender.header(ctx, "Authorization").map(Admission::credential).map(Secret::new);
    return token.isPresent()
        && given.isPresent()
        && Access.opens(given.get(), List.of(token.get()));
  }

  /** Asks for it. */
  static void ask(Context ctx) {
    ctx.header("WWW-Authenticate", "Basic realm=\"Feedloom admin\", charset=\"UTF-8\"");
    ProblemDocument.of(
            401,
            "Not authorized",
            "Give the admin token of feeds.yml as the password; the name does not matter.")
        .send(ctx);
  }

  /** Says that nobody may, where feeds.yml sets no token. */
  static void refuse(Context ctx) {
    ProblemDocument.of(403, "No admin token", "Set server.admin-token in feeds.yml to allow this.")
        .send(ctx);
  }

  /**
   * Whether a page of ours sent the form. Browsers send what they know of Basic authentication with
   * forms of other sites too, but tell where a form comes from (Fetch Metadata, RFC 6454).
   */
  static boolean isOwnForm(Context ctx) {
    var site = Sender.header(ctx, "Sec-Fetch-Site");
    if (site.isPresent()) {
      return site.get().equals("same-origin");
    }
    var host = Sender.header(ctx, "Host").orElse("");
    return Sender.header(ctx, "Origin").map(o -> o.replaceFirst("^https?://", "")).stream()
        .allMatch(host::equals);
  }

  private static String credential(String authorization) {
    var header = authorization.strip();
    if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return Access.password(header.substring(BASIC.length()).strip());
    }
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : "";
  }
}
