package io.feedloom.fetch;

import io.feedloom.feed.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Makes the headers of a request, except {@code Host}. */
final class RequestHeaders {
  /** Feeds first. Pages are accepted too, because they may name their feeds. */
  private static final String ACCEPT =
      "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9,"
          + " application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5,"
          + " */*;q=0.1";

  private static final String ACCEPT_PAGE = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1";

  private static final String ACCEPT_ROBOTS = "text/plain, */*;q=0.1";

  /** Headers that frame the message. Setting them from outside would break it. */
  private static final Set<String> OURS =
      caseless(
          "Host",
          "Connection",
          "Content-Length",
          "Transfer-Encoding",
          "TE",
          "Upgrade",
          "Accept-Encoding");

  private final Supplier<UserAgent> userAgent;

  RequestHeaders(Supplier<UserAgent> userAgent) {
    this.userAgent = userAgent;
  }

  /**
   * @param own whether the request goes to the feed's own origin; only then it gets credentials
   * @param posts whether the request has a body, so that it cannot be conditional
   */
  Map<String, String> of(Fetcher.Request request, boolean own, boolean posts) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("User-Agent", userAgent.get().header());
    headers.put("Accept", accept(request.purpose()));
    headers.put("Accept-Encoding", Codings.accepted());
    if (posts) {
      headers.put("Content-Type", type(request.transport().body().orElseThrow().value()));
    } else if (request.transport().ignoresCache()) {
      headers.put("Cache-Control", "no-cache");
    } else {
      conditions(request, headers);
    }
    if (own) {
      request.auth().ifPresent(auth -> headers.put("Authorization", authorization(auth)));
      request
          .headers()
          .forEach(
              (name, secret) -> {
                if (!OURS.contains(name)) {
                  headers.keySet().removeIf(name::equalsIgnoreCase);
                  headers.put(name, secret.value());
                }
              });
    }
    return headers;
  }

  private static void conditions(Fetcher.Request request, Map<String, String> headers) {
    request.validators().etag().ifPresent(etag -> headers.put("If-None-Match", etag));
    request.validators().lastModified().ifPresent(date -> headers.put("If-Modified-Since", date));
    // RFC 3229 for feeds: only the entries that we do not have. Without an entity-tag, the server
    // could not know which these are.
    if (request.delta() && request.validators().etag().isPresent()) {
      headers.put("A-IM", "feed");
    }
  }

  /** Returns the type of a body whose feed sets none. */
  private static String type(String body) {
    return body.strip().startsWith("{") || body.strip().startsWith("[")
        ? "application/json"
        : "application/x-www-form-urlencoded";
  }

  private static String accept(Fetcher.Purpose purpose) {
    return switch (purpose) {
      case FEED -> ACCEPT;
      case PAGE -> ACCEPT_PAGE;
      case ROBOTS -> ACCEPT_ROBOTS;
    };
  }

  private static String authorization(Credentials auth) {
    return switch (auth) {
      case Credentials.Bearer bearer -> "Bearer " + bearer.token().value();
      case Credentials.Basic basic -> {
        var pair = basic.user() + ":" + basic.password().value();
        yield "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private static Set<String> caseless(String... names) {
    var set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(Set.of(names));
    return set;
  }
}
