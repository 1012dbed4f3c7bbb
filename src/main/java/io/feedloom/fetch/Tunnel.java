package io.feedloom.fetch;

import io.feedloom.feed.Credentials;
import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.OutgoingProxy;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Opens a way through a proxy to a server. The proxy gets the server's name and looks up its
 * address, because a network that requires a proxy often has no names of the outside.
 */
final class Tunnel {
  private static final int MAX_ANSWER = 16_384;
  private static final int MAX_NAME = 255;
  private static final int VERSION = 5;
  private static final int NO_LOGIN = 0;
  private static final int LOGIN = 2;
  private static final int NONE_OF_THESE = 0xFF;

  /** The failures of RFC 1928 section 6. */
  private static final Map<Integer, String> FAILURES =
      Map.of(
          1, "it failed",
          2, "its rules do not allow this connection",
          3, "the network cannot be reached",
          4, "the host cannot be reached, or has no address",
          5, "the connection was refused",
          6, "the connection took too long",
          7, "it does not make connections",
          8, "it does not support this form of address");

  private final OutgoingProxy.Server proxy;
  private final String host;
  private final int port;

  Tunnel(OutgoingProxy.Server proxy, String host, int port) {
    this.proxy = proxy;
    this.host = host;
    this.port = port;
  }

  /** Returns the value of {@code Proxy-Authorization} (RFC 7617). */
  static Optional<String> authorization(OutgoingProxy.Server proxy) {
    return proxy
        .login()
        .map(login -> login.user() + ":" + login.password().value())
        .map(pair -> pair.getBytes(StandardCharsets.UTF_8))
        .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** Makes the refusal for a proxy that does not accept user and password, or requires them. */
  static Refusal denied(OutgoingProxy.Server proxy) {
    return new Refusal(
        Reason.CONNECT,
        proxy.login().isPresent()
            ? "the proxy %s does not accept the user and password; check them in feeds.yml"
                .formatted(proxy)
            : "the proxy %s requires a user and password; add them to its option proxy"
                .formatted(proxy));
  }

  /**
   * Asks the proxy at the other end of the socket to connect to the server. Blocks. The bytes after
   * its answer are those of the server.
   *
   * @throws Refusal if the proxy does not connect
   */
  void open(Socket socket) throws IOException {
    if (proxy.protocol() == OutgoingProxy.Protocol.SOCKS5) {
      socks(socket);
    } else {
      connect(socket);
    }
  }

  /** Sends CONNECT (RFC 9110 section 9.3.6). */
  private void connect(Socket socket) throws IOException {
    var name = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    var request = new StringBuilder("CONNECT " + name + " HTTP/1.1\r\nHost: " + name + "\r\n");
    authorization(proxy)
        .ifPresent(value -> request.append("Proxy-Authorization: " + value + "\r\n"));
    var out = socket.getOutputStream();
    out.write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    int status = status(socket.getInputStream());
    if (status == 407) {
      throw denied(proxy);
    }
    if (status / 100 != 2) {
      throw refused("it answered " + status);
    }
  }

  private int status(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 2) {
      int next = in.read();
      if (next < 0 || head.size() >= MAX_ANSWER) {
        throw refused("its answer was cut off");
      }
      head.write(next);
      ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
    }
    var line = head.toString(StandardCharsets.ISO_8859_1).split("\\s+", 3);
    if (line.length < 2 || !line[0].startsWith("HTTP/") || !line[1].matches("\\d{3}")) {
      throw refused("it does not speak HTTP");
    }
    return Integer.parseInt(line[1]);
  }

  /** Speaks SOCKS 5 (RFC 1928), with user and password if they are set (RFC 1929). */
  private void socks(Socket socket) throws IOException {
    var in = socket.getInputStream();
    var out = socket.getOutputStream();
    out.write(
        proxy.login().isPresent()
            ? new byte[] {VERSION, 2, NO_LOGIN, LOGIN}
            : new byte[] {VERSION, 1, NO_LOGIN});
    out.flush();
    if (one(in) != VERSION) {
      throw refused("it does not speak SOCKS 5");
    }
    int method = one(in);
    if (method == NONE_OF_THESE || (method == LOGIN && proxy.login().isEmpty())) {
      throw denied(proxy);
    }
    if (method == LOGIN) {
      out.write(login(proxy.login().get()));
      out.flush();
      one(in);
      if (one(in) != 0) {
        throw denied(proxy);
      }
    } else if (method != NO_LOGIN) {
      throw refused("it does not speak SOCKS 5");
    }
    out.write(request());
    out.flush();
    answer(in);
  }

  private byte[] login(Credentials.Basic login) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(1);
    text(bytes, login.user());
    text(bytes, login.password().value());
    return bytes.toByteArray();
  }

  private void text(ByteArrayOutputStream bytes, String text) throws IOException {
    var encoded = text.getBytes(StandardCharsets.UTF_8);
    if (encoded.length > MAX_NAME) {
      throw refused("SOCKS allows at most 255 bytes for a name or password");
    }
    bytes.write(encoded.length);
    bytes.write(encoded);
  }

  private byte[] request() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {VERSION, 1, 0});
    var literal = literal(host);
    if (literal.isPresent()) {
      var address = literal.get().getAddress();
      bytes.write(address.length == 4 ? 1 : 4);
      bytes.write(address);
    } else {
      bytes.write(3);
      text(bytes, host);
    }
    bytes.write(port >> 8);
    bytes.write(port);
    return bytes.toByteArray();
  }

  private void answer(InputStream in) throws IOException {
    if (one(in) != VERSION) {
      throw refused("it does not speak SOCKS 5");
    }
    int failure = one(in);
    if (failure != 0) {
      throw refused(FAILURES.getOrDefault(failure, "it gave the unknown reason " + failure));
    }
    one(in);
    int length =
        switch (one(in)) {
          case 1 -> 4;
          case 3 -> one(in);
          case 4 -> 16;
          default -> throw refused("it does not speak SOCKS 5");
        };
    if (in.readNBytes(length + 2).length < length + 2) {
      throw refused("its answer was cut off");
    }
  }

  private int one(InputStream in) throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the proxy " + proxy + " closed the connection");
    }
    return next;
  }

  private Refusal refused(String why) {
    return new Refusal(
        Reason.CONNECT,
        "the proxy %s did not connect to %s port %d: %s".formatted(proxy, host, port, why));
  }

  /** Returns the address if the host is one; empty if it is a name. */
  static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
