package io.feedloom.serve;

import io.feedloom.feed.Digest;
import io.feedloom.feed.Secret;
import io.feedloom.select.Address;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether who asks may see what is not public.
 *
 * @param keyed whether a valid key was given
 * @param inQuery the key, where it stood in the query: the links of the answer bear it too, because
 *     who subscribes that way has no other place for it
 */
record Access(boolean keyed, Optional<Secret> inQuery) {
  /** No key was given. */
  static final Access OPEN = new Access(false, Optional.empty());

  /** The parameter that bears a key. */
  static final String PARAMETER = "key";

  private static final String ATTRIBUTE = "feedloom.access";

  /** A key was given that is none. */
  static final class WrongKey extends Exception {
    private static final long serialVersionUID = 1;

    void send(Context ctx) {
      ctx.header("WWW-Authenticate", "Bearer realm=\"feedloom\", Basic realm=\"feedloom\"");
      ProblemDocument.of(
              401,
              "Wrong key",
              "This key opens nothing here. Give a valid one, or none to read what is public.")
          .send(ctx);
    }
  }

  /** What was found out about the request by {@link #check}. */
  static Access of(Context ctx) {
    return Optional.ofNullable(ctx.<Access>attribute(ATTRIBUTE)).orElse(OPEN);
  }

  /**
   * Looks at every key that the request bears, before anything else is done for it.
   *
   * @param keys that are valid
   * @param adminToken opens as well, but only in the header
   * @throws WrongKey if it bears one that is not valid
   * @throws AdminAuth.TooManyTries if its address guessed the admin token too often, and asks for
   *     what is the admin's
   */
  static void check(
      Context ctx, Collection<Secret> keys, Optional<Secret> adminToken, AdminAuth admission)
      throws WrongKey, AdminAuth.TooManyTries {
    var inQuery = ctx.queryParams(PARAMETER).stream().map(Secret::new).toList();
    var inHeader =
        keys.isEmpty()
            ? List.<Secret>of()
            : Sender.header(ctx, "Authorization").stream().map(Access::credential).toList();
    for (var given : inQuery) {
      require(opens(given, keys));
    }
    for (var given : inHeader) {
      require(opens(given, keys) || isAdmin(ctx, given, adminToken, admission));
    }
    if (!inQuery.isEmpty() || !inHeader.isEmpty()) {
      ctx.attribute(ATTRIBUTE, new Access(true, inQuery.stream().findFirst()));
    }
  }

  /** Readers with an old key are told that it is wrong, however many of them share an address. */
  private static boolean isAdmin(
      Context ctx, Secret given, Optional<Secret> token, AdminAuth admission)
      throws AdminAuth.TooManyTries {
    try {
      return admission.opens(ctx, given, token);
    } catch (AdminAuth.TooManyTries e) {
      if (AdminAuth.isForAdmin(ctx)) {
        throw e;
      }
      return false;
    }
  }

  private static void require(boolean opens) throws WrongKey {
    if (!opens) {
      throw new WrongKey();
    }
  }

  /** The bearer token (RFC 6750) or the Basic password (RFC 7617), whoever the user is. */
  private static Secret credential(String authorization) {
    var parts = authorization.strip().split(" +", 2);
    var value = parts.length < 2 ? "" : parts[1];
    return new Secret(parts[0].toLowerCase(Locale.ROOT).equals("basic") ? password(value) : value);
  }

  /** The password of Basic credentials (RFC 7617); empty where they are none. */
  static String password(String base64) {
    try {
      var pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /**
   * Whether it is one of the keys. Takes the same time whichever it is and however much of one is
   * right: digests are compared, each to its end, and all of them.
   */
  static boolean opens(Secret given, Collection<Secret> keys) {
    byte[] digest = digest(given);
    boolean opens = false;
    for (var key : keys) {
      opens |= MessageDigest.isEqual(digest, digest(key));
    }
    return opens;
  }

  private static byte[] digest(Secret secret) {
    return Digest.sha256(secret.value().getBytes(StandardCharsets.UTF_8));
  }

  /** The parameters that choose, without the key. */
  static Map<String, List<String>> parameters(Context ctx) {
    var parameters = new HashMap<>(ctx.queryParamMap());
    parameters.remove(PARAMETER);
    return parameters;
  }

  /** A path on this server, perhaps with a query, with the key, where it stood in the query. */
  String link(String path) {
    return inQuery
        .map(key -> path + (path.contains("?") ? "&" : "?") + PARAMETER + "=" + key.value())
        .orElse(path);
  }

  /** The address with the key, where it stood in the query. */
  Address address(Address plain) {
    return inQuery
        .map(key -> PARAMETER + "=" + key.value())
        .map(key -> plain.query().isEmpty() ? key : plain.query() + "&" + key)
        .map(query -> new Address(plain.path(), query))
        .orElse(plain);
  }
}
