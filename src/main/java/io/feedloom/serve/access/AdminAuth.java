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
 * Checks the admin token of a request: the password of Basic authentication (RFC 7617), which
 * browsers ask for, or a bearer token.
 */
public final class AdminAuth {
  private static final String ATTRIBUTE = "feedloom.admin";

  private final AdminTries tries;

  public AdminAuth(AdminTries tries) {
    this.tries = tries;
  }

  /** The address sent too many wrong tokens. */
  public static final class TooManyTries extends Exception {
    private static final long serialVersionUID = 1;
  }

  /**
   * Returns whether the request contains the token.
   *
   * @throws TooManyTries if its address sent too many wrong tokens
   */
  public boolean has(Context ctx, Optional<Secret> token) throws TooManyTries {
    var given = HeaderField.of(ctx, "Authorization").map(Access.Credential::parse);
    return given.isPresent() && opens(ctx, given.get().secret(), token);
  }

  /**
   * Returns whether a secret of the request is the token. The first result is kept for the request.
   *
   * @throws TooManyTries if its address sent too many wrong tokens
   */
  boolean opens(Context ctx, Secret given, Optional<Secret> token) throws TooManyTries {
    if (token.isEmpty() || given.value().isEmpty()) {
      return false;
    }
    Boolean known = ctx.attribute(ATTRIBUTE);
    if (known != null) {
      return known;
    }
    var address = ctx.req().getRemoteAddr();
    // Contains the token, because a wrong secret may be right after feeds.yml sets another token.
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
   * Returns whether a request that anyone may make comes from the admin. Requests with a key and
   * requests with a wrong token do not.
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

  /** Returns whether the request is for something that only the admin may do or see. */
  static boolean isForAdmin(Context ctx) {
    return ctx.method().equals(HandlerType.POST) || ctx.path().startsWith("/status/");
  }

  public static void tooMany(Context ctx) {
    ctx.header("Retry-After", "60");
    ProblemDocument.of(429, "Too many wrong tokens", "Wait a minute, then give the right one.")
        .send(ctx);
  }

  /** Answers 401, so that a browser asks for the token. */
  public static void ask(Context ctx) {
    ctx.header("WWW-Authenticate", "Basic realm=\"Feedloom admin\", charset=\"UTF-8\"");
    ProblemDocument.of(
            401,
            "Not authorized",
            "Give the admin token of feeds.yml as the password; the name does not matter.")
        .send(ctx);
  }

  /** Answers 403, because feeds.yml sets no token. */
  public static void refuse(Context ctx) {
    ProblemDocument.of(403, "No admin token", "Set server.admin-token in feeds.yml to allow this.")
        .send(ctx);
  }

  /**
   * Returns whether a page of this server sent the form. Browsers send stored Basic credentials
   * with forms of other sites too, but they also send the origin of the form (Fetch Metadata, RFC
   * 6454).
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
