package io.feedloom.serve.access;

import io.feedloom.serve.http.Delivery;
import io.feedloom.serve.http.PublicUrl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Determines the address by which a client reaches this server, and hides reverse proxies from all
 * later handlers: they see the path without its prefix, and the client's own address.
 *
 * <p>If feeds.yml sets {@code public-url}, that is the address. Otherwise the address comes from
 * the request's host. The page cache stores pages by address, so no client can change the links
 * that another gets. A proxy may keep the prefix in the path or remove it; both work.
 */
public final class ReverseProxy extends Handler.Wrapper {
  private final Supplier<Catalog> catalog;
  private final Supplier<PublicUrl> own;
  private final Supplier<Set<String>> segments;

  /**
   * @param own the address that feeds.yml sets, otherwise the one that this server listens on
   * @param segments the first segments of this server's paths, without slashes
   */
  public ReverseProxy(
      Supplier<Catalog> catalog,
      Supplier<PublicUrl> own,
      Supplier<Set<String>> segments,
      Handler next) {
    super(next);
    this.catalog = catalog;
    this.own = own;
    this.segments = segments;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var settings = catalog.get().settings();
    var trusted = settings.server().trustedProxies();
    var forwarded =
        trusted.isEmpty()
            ? Forwarding.NONE
            : peer(request)
                .map(peer -> Forwarding.of(peer, trusted, request.getHeaders()))
                .orElse(Forwarding.NONE);
    var url =
        settings.publicUrl().isPresent() ? own.get() : followed(request, forwarded, own.get());
    var uri = request.getHttpURI();
    var path = uri.getPath();
    if (path.equals(url.path()) && !path.isEmpty()) {
      redirect(url, uri, response, callback);
      return true;
    }
    var seen = seen(request, forwarded.client(), isPrefixed(path, url) ? url.path() : "");
    url.attachTo(seen);
    return super.handle(seen, response, callback);
  }

  /** Returns the address with the host of the request, if that host is valid in a URL. */
  private static PublicUrl followed(Request request, Forwarding forwarded, PublicUrl own) {
    var host =
        forwarded
            .host()
            .or(
                () ->
                    Optional.ofNullable(request.getHeaders().getField(HttpHeader.HOST))
                        .map(HttpField::getValue)
                        .flatMap(Forwarding::host));
    var origin =
        host.map(name -> forwarded.scheme().orElse("http") + "://" + name).orElse(own.origin());
    return new PublicUrl(origin, forwarded.prefix().orElse(""), own.identity());
  }

  /**
   * Returns whether the path contains the prefix. A prefix may equal a path of this server, as
   * {@code /tags}, so the rest must also be a path of this server.
   */
  private boolean isPrefixed(String path, PublicUrl url) {
    var prefix = url.path();
    if (prefix.isEmpty() || !path.startsWith(prefix + "/")) {
      return false;
    }
    var rest = path.substring(prefix.length() + 1);
    int end = rest.indexOf('/');
    return segments.get().contains(end < 0 ? rest : rest.substring(0, end));
  }

  private static void redirect(PublicUrl url, HttpURI uri, Response response, Callback callback) {
    response.setStatus(HttpStatus.PERMANENT_REDIRECT_308);
    var query = uri.getQuery();
    response
        .getHeaders()
        .put(HttpHeader.LOCATION, url.link("/") + (query == null ? "" : "?" + query));
    Delivery.guardUnstored(response.getHeaders());
    response.write(true, null, callback);
  }

  private static Optional<InetAddress> peer(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress peer
        ? Optional.ofNullable(peer.getAddress())
        : Optional.empty();
  }

  private static Request seen(Request request, Optional<InetAddress> client, String prefix) {
    if (client.isEmpty() && prefix.isEmpty()) {
      return request;
    }
    var uri = request.getHttpURI();
    var inner =
        prefix.isEmpty()
            ? uri
            : HttpURI.build(
                    uri, uri.getPath().substring(prefix.length()), uri.getParam(), uri.getQuery())
                .asImmutable();
    var connection =
        client
            .<ConnectionMetaData>map(address -> new From(request.getConnectionMetaData(), address))
            .orElse(request.getConnectionMetaData());
    return new Request.Wrapper(request) {
      @Override
      public HttpURI getHttpURI() {
        return inner;
      }

      @Override
      public ConnectionMetaData getConnectionMetaData() {
        return connection;
      }
    };
  }

  /** A connection that appears to come from the client itself. */
  private static final class From extends ConnectionMetaData.Wrapper {
    private final InetSocketAddress client;

    From(ConnectionMetaData wrapped, InetAddress client) {
      super(wrapped);
      this.client = new InetSocketAddress(client, 0);
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
      return client;
    }
  }
}
