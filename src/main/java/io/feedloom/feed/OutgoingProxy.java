package io.feedloom.feed;

import java.util.Optional;

/** How requests reach other servers. */
public sealed interface OutgoingProxy {
  /** Requests are sent without a proxy. */
  OutgoingProxy NONE = new None();

  /** No proxy. */
  record None() implements OutgoingProxy {
    @Override
    public String toString() {
      return "none";
    }
  }

  /** What a proxy speaks. */
  enum Protocol {
    /** HTTP: whole addresses for http, and CONNECT for https. */
    HTTP(80),
    /** The same inside TLS. */
    HTTPS(443),
    /** SOCKS version 5 (RFC 1928). The proxy looks up the names of hosts. */
    SOCKS5(1080);

    private final int port;

    Protocol(int port) {
      this.port = port;
    }

    /** Returns the port of addresses that name none. */
    public int port() {
      return port;
    }

    /** Returns the scheme of its addresses. */
    public String scheme() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A proxy.
   *
   * @param host in ASCII and lower case; an IPv6 address without brackets
   * @param login user and password, if the proxy requires them
   */
  record Server(Protocol protocol, String host, int port, Optional<Credentials.Basic> login)
      implements OutgoingProxy {
    /** Returns the address without user and password. */
    @Override
    public String toString() {
      var name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
      return protocol.scheme() + "://" + name + ":" + port;
    }
  }
}
