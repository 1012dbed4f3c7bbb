package io.feedloom.serve.http;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Objects;

/**
 * The address by which a client reaches this server. {@code ReverseProxy} determines it for each
 * request.
 *
 * @param origin scheme, host and port, as {@code https://example.org}
 * @param path the prefix of each path of this server, as {@code /planet}; can be empty
 * @param identity the address from which ids are made, without a slash at its end; the same for
 *     every client
 */
public record PublicUrl(String origin, String path, String identity) {
  private static final String ATTRIBUTE = "feedloom.url";

  /** Returns the public URL for an address without a slash at its end. */
  public static PublicUrl of(URI configured) {
    var base = configured.toString();
    int start = base.indexOf('/', base.indexOf("//") + 2);
    return start < 0
        ? new PublicUrl(base, "", base)
        : new PublicUrl(base.substring(0, start), base.substring(start), base);
  }

  /** Returns the address by which the client of this request reaches the server. */
  public static PublicUrl of(Context ctx) {
    return Objects.requireNonNull(ctx.attribute(ATTRIBUTE));
  }

  /** Returns the same for a request that has not reached a route. */
  public static PublicUrl of(org.eclipse.jetty.server.Request request) {
    return (PublicUrl) Objects.requireNonNull(request.getAttribute(ATTRIBUTE));
  }

  public void attachTo(org.eclipse.jetty.server.Request request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** Returns the absolute URL of this server, without a slash at its end. */
  public String base() {
    return origin + path;
  }

  /**
   * Returns the reference to a path of this server, for use in a page.
   *
   * @param local a path of this server, perhaps with a query
   */
  public String link(String local) {
    return path + local;
  }
}
