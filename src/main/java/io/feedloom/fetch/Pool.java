package io.feedloom.fetch;

import java.io.IOException;
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
 * Connections: made when needed and kept for a short while for the next feed of the same host.
 *
 * <p>This goes below {@code HttpClient}, whose layers would only have to be switched off one by one
 * (cookies, redirects, retries, authentication, decompression), and whose innermost closes the
 * whole pool when a single exchange meets a {@link java.lang.Error}.
 */
final class Pool implements AutoCloseable {
  /** Memory is held by every exchange that waits: twice this for its buffers. */
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

  /** Kept connections cost file descriptors here and memory at the publisher's. */
  private static final int MOST_KEPT = 512;

  /** The number under way is bounded by whoever calls; no one shall ever wait here. */
  private static final int UNBOUNDED = 1 << 20;

  private final PoolingHttpClientConnectionManager connections;

  Pool(Connector connector) {
    connections = new Builder(connector).build();
  }

  /** Puts the connector where the library has its own. */
  private static final class Builder extends PoolingHttpClientConnectionManagerBuilder {
    private final Connector connector;

    Builder(Connector connector) {
      this.connector = connector;
      setMaxConnTotal(UNBOUNDED);
      setMaxConnPerRoute(UNBOUNDED);
      setOffLockDisposalEnabled(true);
      // The default would read the trust store now; the connector does so when it first must.
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

  /** A connection in one exchange's hands. Closing the lease gives it back or away. */
  final class Lease implements AutoCloseable {
    private final ConnectionEndpoint endpoint;
    private final FetchContext errand;
    private final boolean kept;
    private boolean reusable;

    private Lease(ConnectionEndpoint endpoint, FetchContext errand) {
      this.endpoint = endpoint;
      this.errand = errand;
      this.kept = endpoint.isConnected();
      errand.deadline().watch(endpoint);
    }

    ConnectionEndpoint endpoint() {
      return endpoint;
    }

    /** Whether it served another exchange before, so that the server may have closed it since. */
    boolean kept() {
      return kept;
    }

    /** The answer was read to its end and the server will take another request. */
    void reusable() {
      reusable = true;
    }

    @Override
    public void close() {
      errand.deadline().release();
      if (reusable && connections.getTotalStats().getAvailable() < MOST_KEPT) {
        connections.release(endpoint, errand.settings().allowAddresses(), KEEP);
      } else {
        endpoint.close(CloseMode.IMMEDIATE);
        connections.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
      }
    }
  }

  /**
   * A connection to a host, perhaps still to be made: see {@link #connect}. One that was made under
   * another list of allowed addresses is never handed out.
   */
  Lease lease(Target target, FetchContext errand) throws Refusal, InterruptedException {
    var route =
        new HttpRoute(
            new HttpHost(target.scheme(), target.host(), target.port()), null, target.secure());
    var left = Timeout.of(errand.deadline().left().plusMillis(1));
    try {
      // At once where the pool's lock is free, else when the thread that holds it lets go.
      var request = connections.lease(null, route, left, errand.settings().allowAddresses());
      return new Lease(request.get(left), errand);
    } catch (TimeoutException e) {
      throw Refusal.late(target.host(), errand);
    } catch (ExecutionException e) {
      throw new IllegalStateException("no connection was to be had from the pool", e);
    }
  }

  void connect(Lease lease) throws IOException {
    connections.connect(lease.endpoint(), null, lease.errand);
  }

  /** Closes what was kept long enough. */
  void closeExpired() {
    connections.closeExpired();
  }

  @Override
  public void close() {
    connections.close(CloseMode.IMMEDIATE);
  }
}
