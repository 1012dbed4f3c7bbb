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
 * What the client of a request may see.
 *
 * @param keyed whether the client gave a valid key
 * @param inQuery the key, if it was in the query; then the links of the answer contain it too,
 *     because such a client cannot send it in a header
 */
public record Access(boolean keyed, Optional<Secret> inQuery) {
  /** The access of a client without a key. */
  public static final Access OPEN = new Access(false, Optional.empty());

  /** The query parameter for a key. */
  public static final String PARAMETER = "key";

  private static final String ATTRIBUTE = "feedloom.access";

  /** The client gave a key that is not valid. */
  public static final class WrongKey extends Exception {
    private static final long serialVersionUID = 1;

    public void send(Context ctx) {
      ctx.header("WWW-Authenticate", "Bearer realm=\"feedloom\", Basic realm=\"feedloom\"");
      ProblemDocument.of(
              401,
              "Wrong key",
              "This key is not valid. Use a valid key, or none to read public entries.")
          .send(ctx);
    }
  }

  /** Returns the result of {@link #check} for this request. */
  public static Access of(Context ctx) {
    return Optional.ofNullable(ctx.<Access>attribute(ATTRIBUTE)).orElse(OPEN);
  }

  /**
   * Checks all keys of a request before anything else happens. Each key in the query must be valid.
   * The {@code Authorization} field may be for a reverse proxy that has a password of its own. So a
   * Basic user whose name is not the name of a key, and whose password is not a key, counts as a
   * client without a key.
   *
   * @param keys the valid keys by name
   * @param adminToken also counts as a key, but only in the header
   * @throws WrongKey if a key is not valid
   * @throws AdminAuth.TooManyTries if the address sent too many wrong admin tokens and requests
   *     something for the admin
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

  /**
   * Returns whether the secret is the admin token. A reader with an old key gets the answer for a
   * wrong key, even if the address sent too many wrong tokens.
   */
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
   * The content of an {@code Authorization} field: a bearer token (RFC 6750), or a Basic user and
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
   * Returns whether a secret is one of the keys. Compares the digests of all keys in full, so the
   * time does not depend on how similar the secret is to a key.
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

  /** Returns the query parameters without the key. */
  public static Map<String, List<String>> parameters(Context ctx) {
    var parameters = new HashMap<>(ctx.queryParamMap());
    parameters.remove(PARAMETER);
    return parameters;
  }

  /**
   * Returns the path, with the key if it was in the query.
   *
   * @param path a path of this server, perhaps with a query
   */
  String link(String path) {
    return inQuery
        .map(key -> path + (path.contains("?") ? "&" : "?") + PARAMETER + "=" + key.value())
        .orElse(path);
  }

  /** Returns the address, with the key if it was in the query. */
  Address address(Address plain) {
    return inQuery
        .map(key -> PARAMETER + "=" + key.value())
        .map(key -> plain.query().isEmpty() ? key : plain.query() + "&" + key)
        .map(query -> new Address(plain.path(), query))
        .orElse(plain);
  }
}
