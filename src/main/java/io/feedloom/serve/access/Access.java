package io.feedloom.serve.access;

import io.feedloom.feed.Digest;
import io.feedloom.feed.Secret;
import io.feedloom.select.Address;
import io.feedloom.serve.http.Delivery;
import io.feedloom.serve.http.HeaderField;
import io.feedloom.serve.http.ProblemDocument;
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
public record Access(boolean keyed, Optional<Secret> inQuery) {
  /** No key was given. */
  static final Access OPEN = new Access(false, Optional.empty());

  /** The parameter that bears a key. */
  public static final String PARAMETER = "key";

  private static final String ATTRIBUTE = "feedloom.access";

  /** A key was given that is none. */
  public static final class WrongKey extends Exception {
    private static final long serialVersionUID = 1;

    public void send(Context ctx) {
      ctx.header("WWW-Authenticate", "Bearer realm=\"feedloom\", Basic realm=\"feedloom\"");
      ProblemDocument.of(
              401,
              "Wrong key",
              "This key opens nothing here. Give a valid one, or none to read what is public.")
          .send(ctx);
    }
  }

  /** What was found out about the request by {@link #check}. */
  public static Access of(Context ctx) {
    return Optional.ofNullable(ctx.<Access>attribute(ATTRIBUTE)).orElse(OPEN);
  }

  /**
   * Checks every key of a request, before anything else is done for it. A key in the query counts
   * whatever {@code Authorization} says: a reverse proxy may ask for a password of its own, which
   * clients then send along. For the same reason a Basic user who is called like no key, with a
   * password that is no key, counts as nobody.
   *
   * @param keys that are valid, by the names of those who have them
   * @param adminToken opens as well, but only in the header
   * @throws WrongKey if the request has a key that is not valid
   * @throws AdminAuth.TooManyTries if its address guessed the admin token too often, and asks for
   *     what is the admin's
   */
  public static void check(
      Context ctx, Map<String, Secret> keys, Optional<Secret> adminToken, AdminAuth admission)
      throws WrongKey, AdminAuth.TooManyTries {
    var inQuery = ctx.queryParams(PARAMETER).stream().map(Secret::new).toList();
    for (var given : inQuery) {
      require(opens(given, keys.values()));
    }
    if (!inQuery.isEmpty() || opensByHeader(ctx, keys, adminToken, admission)) {
      ctx.attribute(ATTRIBUTE, new Access(true, inQuery.stream().findFirst()));
      Delivery.makePersonal(ctx);
    }
  }

  private static boolean opensByHeader(
      Context ctx, Map<String, Secret> keys, Optional<Secret> adminToken, AdminAuth admission)
      throws WrongKey, AdminAuth.TooManyTries {
    var header = keys.isEmpty() ? Optional.<String>empty() : HeaderField.of(ctx, "Authorization");
    if (header.isEmpty()) {
      return false;
    }
    var given = Credential.parse(header.get());
    boolean opens =
        opens(given.secret(), keys.values()) || isAdmin(ctx, given.secret(), adminToken, admission);
    boolean ours = given.user().isEmpty() || keys.containsKey(given.user());
    require(opens || !ours);
    return opens;
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

  /**
   * What an {@code Authorization} field brings: a bearer token (RFC 6750), or a Basic user and
   * password (RFC 7617).
   *
   * @param user empty for a token
   */
  record Credential(String user, Secret secret) {
    static Credential parse(String authorization) {
      var parts = authorization.strip().split(" +", 2);
      var value = parts.length < 2 ? "" : parts[1].strip();
      return parts[0].toLowerCase(Locale.ROOT).equals("basic")
          ? basic(value)
          : new Credential("", new Secret(value));
    }

    private static Credential basic(String base64) {
      try {
        var pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        return new Credential(
            pair.substring(0, Math.max(colon, 0)), new Secret(pair.substring(colon + 1)));
      } catch (IllegalArgumentException e) {
        return new Credential("", new Secret(""));
      }
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
  public static Map<String, List<String>> parameters(Context ctx) {
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
