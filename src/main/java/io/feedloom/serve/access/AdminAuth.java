package io.feedloom.serve.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.feedloom.feed.Digest;
import io.feedloom.feed.Secret;
import io.feedloom.serve.http.HeaderField;
import io.feedloom.serve.http.ProblemDocument;
import io.feedloom.serve.http.PublicUrl;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Optional;

/**
 * Whether a browser brings the admin token: as the password of Basic authentication (RFC 7617), for
 * which browsers ask by themselves, or as a bearer token.
 */
public final class AdminAuth {
  private static final String ATTRIBUTE = "feedloom.admin";

  private final AdminTries tries;

  public AdminAuth(AdminTries tries) {
    this.tries = tries;
  }

  /** The address gave too many wrong tokens. */
  public static final class TooManyTries extends Exception {
    private static final long serialVersionUID = 1;
  }

  /**
   * Returns whether the request brings the token.
   *
   * @throws TooManyTries if its address guessed too often
   */
  public boolean has(Context ctx, Optional<Secret> token) throws TooManyTries {
    var given = HeaderField.of(ctx, "Authorization").map(Access.Credential::parse);
    return given.isPresent() && opens(ctx, given.get().secret(), token);
  }

  /** The same for a credential that was read already. A request is judged but once. */
  boolean opens(Context ctx, Secret given, Optional<Secret> token) throws TooManyTries {
    if (token.isEmpty() || given.value().isEmpty()) {
      return false;
    }
    Boolean known = ctx.attribute(ATTRIBUTE);
    if (known != null) {
      return known;
    }
    var address = ctx.req().getRemoteAddr();
    // With the token, since what is wrong now may be right when feeds.yml sets another.
    var digest = Digest.hex((given.value() + "\n" + token.get().value()).getBytes(UTF_8));
    if (tries.knows(address, digest)) {
      return false;
    }
    if (!tries.await(address)) {
      throw new TooManyTries();
    }
    boolean opens = Access.opens(given, List.of(token.get()));
    if (!opens) {
      tries.remember(address, digest);
    }
    if (!opens && tries.wrong(address)) {
      throw new TooManyTries();
    }
    ctx.attribute(ATTRIBUTE, opens);
    return opens;
  }

  /**
   * Returns whether a request that everybody may make is the admin's. One with a key is not, and a
   * wrong token is nobody's.
   */
  public boolean isAdmin(Context ctx, Optional<Secret> token) {
    Boolean known = ctx.attribute(ATTRIBUTE);
    if (known != null || Access.of(ctx).keyed()) {
      return known != null && known;
    }
    try {
      return has(ctx, token);
    } catch (TooManyTries e) {
      return false;
    }
  }

  /** Whether it asks for what only the admin may do or see. */
  static boolean isForAdmin(Context ctx) {
    return ctx.method().equals(HandlerType.POST) || ctx.path().startsWith("/status/");
  }

  public static void tooMany(Context ctx) {
    ctx.header("Retry-After", "60");
    ProblemDocument.of(429, "Too many wrong tokens", "Wait a minute, then give the right one.")
        .send(ctx);
  }

  /** Asks for it. */
  public static void ask(Context ctx) {
    ctx.header("WWW-Authenticate", "Basic realm=\"Feedloom admin\", charset=\"UTF-8\"");
    ProblemDocument.of(
            401,
            "Not authorized",
            "Give the admin token of feeds.yml as the password; the name does not matter.")
        .send(ctx);
  }

  /** Says that nobody may, where feeds.yml sets no token. */
  public static void refuse(Context ctx) {
    ProblemDocument.of(403, "No admin token", "Set server.admin-token in feeds.yml to allow this.")
        .send(ctx);
  }

  /**
   * Whether a page of ours sent the form. Browsers send what they know of Basic authentication with
   * forms of other sites too, but tell where a form comes from (Fetch Metadata, RFC 6454).
   */
  public static boolean isOwnForm(Context ctx) {
    var site = HeaderField.of(ctx, "Sec-Fetch-Site");
    if (site.isPresent()) {
      return site.get().equals("same-origin");
    }
    var own =
        List.of(HeaderField.of(ctx, "Host").orElse(""), withoutScheme(PublicUrl.of(ctx).origin()));
    return HeaderField.of(ctx, "Origin").map(AdminAuth::withoutScheme).stream()
        .allMatch(own::contains);
  }

  private static String withoutScheme(String origin) {
    return origin.replaceFirst("^https?://", "");
  }
}
