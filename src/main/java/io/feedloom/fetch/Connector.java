package io.feedloom.fetch;

import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.OutgoingProxy;
import io.feedloom.feed.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.UnsupportedSchemeException;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections: looks up the host, refuses forbidden addresses, connects to one of the others
 * and does the TLS handshake. It connects to exactly the address that it checked, so a name that
 * changes its address between two look-ups (DNS rebinding) has no effect.
 */
final class Connector implements HttpClientConnectionOperator {
  /**
   * Each address gets only a part of the time, so that one dead address does not use up all of it.
   */
  private static final int SHARE_OF_AN_ADDRESS = 3;

  /** Names of the machine itself (RFC 6761 section 6.3). */
  private static final Pattern LOCAL = Pattern.compile("(?:.*\\.)?localhost\\.?");

  private final DnsResolver names;
  private final Supplier<SSLContext> tls;
  private final TrustContexts trusts = new TrustContexts();

  Connector(DnsResolver names, Supplier<SSLContext> tls) {
    this.names = names;
    this.tls = tls;
  }

  @Override
  public void connect(
      ManagedHttpClientConnection connection,
      HttpHost host,
      @Nullable InetSocketAddress local,
      @Nullable TimeValue timeout,
      SocketConfig config,
      HttpContext http)
      throws IOException {
    var context = (FetchContext) http;
    var way =
        switch (context.proxy(host.getSchemeName(), host.getHostName(), host.getPort())) {
          case OutgoingProxy.None _ -> direct(connection, host, context);
          case OutgoingProxy.Server proxy -> through(proxy, connection, host, context);
        };
    var socket = way.open();
    if (host.getSchemeName().equals("https")) {
      secure(connection, socket, host, way, context);
    }
  }

  /** Opens a connection to a server, before TLS. */
  @FunctionalInterface
  private interface Way {
    Socket open() throws IOException;
  }

  private Way direct(ManagedHttpClientConnection connection, HttpHost host, FetchContext context)
      throws IOException {
    var addresses = admitted(host, context);
    return () -> connect(connection, host, addresses, context);
  }

  /**
   * Returns the way through a proxy. The proxy looks up the host, so only an address in the place
   * of the name can be checked here. The admin chose the proxy, so its own address is not checked.
   */
  private Way through(
      OutgoingProxy.Server proxy,
      ManagedHttpClientConnection connection,
      HttpHost host,
      FetchContext context)
      throws IOException {
    admitByProxy(host, context);
    var at = new HttpHost("http", proxy.host(), proxy.port());
    var addresses = List.of(lookUp(at, context));
    boolean tunnels =
        proxy.protocol() == OutgoingProxy.Protocol.SOCKS5 || host.getSchemeName().equals("https");
    return () -> {
      context.note("connect", () -> "through the proxy " + proxy);
      var socket = connect(connection, at, addresses, context);
      if (proxy.protocol() == OutgoingProxy.Protocol.HTTPS) {
        var plain = socket;
        var secure = handshake(plain, at, ServerName.of(proxy.host()), Optional.empty(), context);
        connection.bind(secure, plain);
        socket = secure;
      }
      if (tunnels) {
        tunnel(socket, new Tunnel(proxy, host.getHostName(), host.getPort()), context);
      }
      return socket;
    };
  }

  private static void tunnel(Socket socket, Tunnel tunnel, FetchContext context)
      throws IOException {
    try {
      socket.setSoTimeout(Math.clamp(context.deadline().left().toMillis(), 1, Integer.MAX_VALUE));
      tunnel.open(socket);
      socket.setSoTimeout(0);
    } catch (IOException e) {
      socket.close();
      if (context.deadline().isExpired()) {
        throw Refusal.late("the proxy", context);
      }
      throw e instanceof Refusal
          ? e
          : new Refusal(Reason.CONNECT, "the proxy broke the connection: " + e.getMessage());
    }
  }

  private static void admitByProxy(HttpHost host, FetchContext context) throws Refusal {
    var name = host.getHostName();
    var address =
        LOCAL.matcher(name).matches()
            ? Optional.of(InetAddress.getLoopbackAddress())
            : Tunnel.literal(name);
    var kind = address.flatMap(it -> AddressGuard.forbids(it, context.settings().allowAddresses()));
    if (kind.isPresent()) {
      throw forbidden(host, address.get(), kind.get());
    }
  }

  private void secure(
      ManagedHttpClientConnection connection,
      Socket socket,
      HttpHost host,
      Way way,
      FetchContext context)
      throws IOException {
    var name = ServerName.of(host.getHostName());
    var trust = context.trust(host.getHostName(), host.getPort());
    try {
      connection.bind(handshake(socket, host, name, trust, context), socket);
    } catch (Refusal refusal) {
      var unsent = name.unsentAfter(refusal);
      if (unsent.isEmpty()) {
        throw refusal;
      }
      var second = way.open();
      connection.bind(handshake(second, host, unsent.get(), trust, context), second);
    }
  }

  private List<InetAddress> admitted(HttpHost host, FetchContext context) throws IOException {
    var admitted = new ArrayList<InetAddress>();
    var refusals = new ArrayList<Refusal>();
    for (var address : lookUp(host, context)) {
      AddressGuard.forbids(address, context.settings().allowAddresses())
          .ifPresentOrElse(
              kind -> refusals.add(forbidden(host, address, kind)), () -> admitted.add(address));
    }
    if (admitted.isEmpty()) {
      throw refusals.getFirst();
    }
    context.note("dns", () -> host.getHostName() + " is at " + joined(admitted));
    return admitted;
  }

  private static String joined(List<InetAddress> addresses) {
    return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
  }

  private InetAddress[] lookUp(HttpHost host, FetchContext context) throws IOException {
    try {
      return names.lookUp(host.getHostName(), context.deadline());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(Reason.TIMEOUT, "stopped while looking up " + host.getHostName());
    }
  }

  private static Socket connect(
      ManagedHttpClientConnection connection,
      HttpHost host,
      List<InetAddress> addresses,
      FetchContext context)
      throws IOException {
    var failures = new ArrayList<String>();
    for (var address : addresses) {
      var socket = new Socket();
      try {
        connection.bind(socket);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, host.getPort()), timeout(context));
        connection.bind(socket);
        context.note(
            "connect", () -> "to %s port %d".formatted(address.getHostAddress(), host.getPort()));
        return socket;
      } catch (IOException e) {
        socket.close();
        failures.add(address.getHostAddress() + ": " + e.getMessage());
      }
    }
    if (context.deadline().isExpired()) {
      throw Refusal.late(host.getHostName(), context);
    }
    throw new Refusal(
        Reason.CONNECT,
        "no connection to %s port %d (%s); the server may be down, or a firewall may block it"
            .formatted(host.getHostName(), host.getPort(), String.join("; ", failures)));
  }

  private static int timeout(FetchContext context) {
    var share = context.settings().timeout().dividedBy(SHARE_OF_AN_ADDRESS);
    var left = context.deadline().left();
    return Math.clamp(smaller(share, left).toMillis(), 1, Integer.MAX_VALUE);
  }

  private static Duration smaller(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private SSLSocket handshake(
      Socket socket, HttpHost host, ServerName name, Optional<Trust> trust, FetchContext context)
      throws IOException {
    try {
      // With host and port, the session can be resumed and the name is sent (SNI).
      var secure =
          (SSLSocket)
              context(trust)
                  .getSocketFactory()
                  .createSocket(socket, host.getHostName(), host.getPort(), true);
      var parameters = secure.getSSLParameters();
      name.addTo(parameters);
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      if (!isPinned(trust)) {
        name.verify(secure.getSession());
      }
      note(secure.getSession(), context);
      return secure;
    } catch (IOException e) {
      socket.close();
      if (context.deadline().isExpired()) {
        throw Refusal.late(host.getHostName(), context);
      }
      throw new Refusal(Reason.TLS, untrusted(host.getHostName(), e));
    }
  }

  private SSLContext context(Optional<Trust> trust) throws IOException {
    return trust.isPresent() ? trusts.of(trust.get()) : tls.get();
  }

  private static boolean isPinned(Optional<Trust> trust) {
    return trust.filter(Trust.Fingerprint.class::isInstance).isPresent();
  }

  private static void note(SSLSession session, FetchContext context) throws IOException {
    context.note("tls", () -> session.getProtocol() + ", " + session.getCipherSuite());
    if (session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
      context.note(
          "tls",
          () ->
              "certificate of %s by %s, valid until %s"
                  .formatted(
                      certificate.getSubjectX500Principal().getName(),
                      certificate.getIssuerX500Principal().getName(),
                      certificate.getNotAfter().toInstant()));
    }
  }

  private static String untrusted(String host, IOException failure) {
    var causes = Stream.<Throwable>iterate(failure, e -> e != null, Throwable::getCause).toList();
    var other =
        causes.stream().filter(TrustContexts.OtherCertificate.class::isInstance).findFirst();
    if (other.isPresent()) {
      return "%s shows another certificate than tls.fingerprint says: %s; check whether it is right"
          .formatted(host, other.get().getMessage());
    }
    if (causes.stream().anyMatch(CertificateExpiredException.class::isInstance)) {
      return "the certificate of " + host + " has expired; only its owner can renew it";
    }
    if (causes.stream().anyMatch(CertificateNotYetValidException.class::isInstance)) {
      return "the certificate of " + host + " is not valid yet; check the clock of this machine";
    }
    if (causes.stream().anyMatch(Connector::isUntrusted)) {
      return "the certificate of "
          + host
          + " is not signed by an authority that this machine trusts; if it is yours, name"
          + " the file of its authority in the feed's option tls.ca";
    }
    var last = String.valueOf(causes.getLast().getMessage());
    if (last.toLowerCase(Locale.ROOT).contains("subject alternative")
        || last.startsWith("No name matching")) {
      return "the certificate of "
          + host
          + " is for another name; check the host in the feed's address";
    }
    return "no secure connection to " + host + ": " + last;
  }

  private static boolean isUntrusted(Throwable cause) {
    return cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException;
  }

  private static Refusal forbidden(HttpHost host, InetAddress address, String kind) {
    return new Refusal(
        Reason.FORBIDDEN_ADDRESS,
        "%s leads to %s, a %s address, from which Feedloom does not fetch; to allow it, add %s to polling.allow-addresses"
            .formatted(
                host.getHostName(), address.getHostAddress(), kind, address.getHostAddress()));
  }

  /** Always throws. It is not called, because https begins with the first byte. */
  @Override
  public void upgrade(ManagedHttpClientConnection connection, HttpHost host, HttpContext context)
      throws IOException {
    throw new UnsupportedSchemeException("connections are not upgraded to TLS");
  }
}
