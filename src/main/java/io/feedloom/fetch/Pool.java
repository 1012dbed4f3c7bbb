package io.feedloom.fetch;

import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.OutgoingProxy;
import io.feedloom.feed.Trust;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections and keeps them for a short time for the next feed of the same host.
 *
 * <p>It does not use {@code HttpClient}. We would have to switch off its layers one by one:
 * cookies, redirects, retries, authentication and decompression. The innermost layer closes the
 * whole pool when one exchange ends with a {@link java.lang.Error}.
 */
final class Pool implements AutoCloseable {
  /** The buffers are small, because every waiting exchange holds two. */
  private static final Http1Config HTTP =
      Http1Config.custom()
          .setBufferSize(2048)
          .setMaxHeaderCount(200)
          .setMaxLineLength(16384)
          .setMaxEmptyLineCount(5)
          .build();

  private static final TimeValue KEEP = TimeValue.ofSeconds(10);
  private static final TimeValue CHECK_AFTER = TimeValue.ofSeconds(1);
  private static final TimeValue OLDEST = TimeValue.ofMinutes(5);

  /** The most kept connections. They cost file descriptors here and memory at the publisher. */
  private static final int MAX_KEPT = 512;

  /** The caller limits the number of exchanges, so nothing waits here. */
  private static final int UNBOUNDED = 1 << 20;

  private final PoolingHttpClientConnectionManager connections;

  Pool(Connector connector) {
    connections = new Builder(connector).build();
  }

  /** Replaces the library's connector by ours. */
  private static final class Builder extends PoolingHttpClientConnectionManagerBuilder {
    private final Connector connector;

    Builder(Connector connector) {
      this.connector = connector;
      setMaxConnTotal(UNBOUNDED);
      setMaxConnPerRoute(UNBOUNDED);
      setOffLockDisposalEnabled(true);
      // The default would read the trust store now; the connector reads it when it is first needed.
      setTlsSocketStrategy(
          (socket, host, port, attachment, context) -> {
            throw new IllegalStateException("the connector does the handshakes");
          });
      setDefaultConnectionConfig(
          ConnectionConfig.custom()
              .setValidateAfterInactivity(CHECK_AFTER)
              .setTimeToLive(OLDEST)
              .build());
      var parsers = new HttpAnswerParser.Factory(HTTP);
      setConnectionFactory(socket -> new QuietConnection(HTTP, parsers));
    }

    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
        @Nullable SchemePortResolver ports,
        @Nullable DnsResolver names,
        @Nullable TlsSocketStrategy tls) {
      return connector;
    }
  }

  /**
   * The use of a connection by one exchange. Closing the lease returns the connection to the pool
   * or closes it.
   */
  final class Lease implements AutoCloseable {
    private final ConnectionEndpoint endpoint;
    private final Object state;
    private final FetchContext context;
    private final boolean kept;
    private boolean reusable;

    private Lease(ConnectionEndpoint endpoint, Object state, FetchContext context) {
      this.endpoint = endpoint;
      this.state = state;
      this.context = context;
      this.kept = endpoint.isConnected();
      context.deadline().watch(endpoint);
    }

    ConnectionEndpoint endpoint() {
      return endpoint;
    }

    /**
     * Returns whether it served another exchange before, so that the server may have closed it
     * since.
     */
    boolean kept() {
      return kept;
    }

    /**
     * Marks the connection as reusable: the answer was read to its end, and the server accepts
     * another request.
     */
    void reusable() {
      reusable = true;
    }

    @Override
    public void close() {
      context.deadline().release();
      if (reusable && connections.getTotalStats().getAvailable() < MAX_KEPT) {
        connections.release(endpoint, state, KEEP);
      } else {
        endpoint.close(CloseMode.IMMEDIATE);
        connections.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
      }
    }
  }

  /**
   * Returns a connection to a host. It may have to be made first, see {@link #connect}. A
   * connection that was made with other allowed addresses, another proxy or other trusted
   * certificates is never returned.
   */
  Lease lease(Target target, FetchContext context) throws Refusal, InterruptedException {
    return lease(target, Way.of(target, context), context);
  }

  /** Returns a connection that must be made first, and that nothing else will use. */
  Lease leaseNew(Target target, FetchContext context) throws Refusal, InterruptedException {
    return lease(target, new Object(), context);
  }

  /** What a kept connection depends on. */
  private record Way(List<AddressBlock> allowed, OutgoingProxy proxy, Optional<Trust> trust) {
    static Way of(Target target, FetchContext context) {
      return new Way(
          context.settings().allowAddresses(),
          context.proxy(target.scheme(), target.host(), target.port()),
          context.trust(target.host(), target.port()));
    }
  }

  private Lease lease(Target target, Object state, FetchContext context)
      throws Refusal, InterruptedException {
    var route =
        new HttpRoute(
            new HttpHost(target.scheme(), target.host(), target.port()), null, target.secure());
    var left = Timeout.of(context.deadline().left().plusMillis(1));
    try {
      // Returns at once, or as soon as the pool's lock is free.
      var request = connections.lease(null, route, left, state);
      return new Lease(request.get(left), state, context);
    } catch (TimeoutException e) {
      throw Refusal.late(target.host(), context);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the pool returned no connection", e);
    }
  }

  void connect(Lease lease) throws IOException {
    connections.connect(lease.endpoint(), null, lease.context);
  }

  /** Closes connections that were kept long enough. */
  void closeExpired() {
    connections.closeExpired();
  }

  @Override
  public void close() {
    connections.close(CloseMode.IMMEDIATE);
  }
}
