package io.feedloom.farm;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * A proxy on 127.0.0.1 that speaks HTTP and SOCKS 5 on one port. It sends every request to
 * 127.0.0.1, whatever host the client names, so it is the proxy that looks up the names.
 */
public final class ProxyServer implements AutoCloseable {
  private final ServerSocket server;
  private final Optional<String> login;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> heads = new ConcurrentLinkedQueue<>();

  private ProxyServer(ServerSocket server, Optional<String> login) {
    this.server = server;
    this.login = login;
    threads.execute(this::accept);
  }

  /** Starts a proxy that anyone may use. */
  public static ProxyServer start() {
    return start(Optional.empty());
  }

  /** Starts a proxy that requires {@code user:password}. */
  public static ProxyServer requiring(String login) {
    return start(Optional.of(login));
  }

  private static ProxyServer start(Optional<String> login) {
    try {
      return new ProxyServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), login);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a proxy to which clients connect with TLS. */
  public static ProxyServer start(SSLContext tls) {
    try {
      return new ProxyServer(
          tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
          Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /**
   * Returns what clients asked for: {@code GET http://…}, {@code CONNECT h:1}, {@code socks h:1}.
   */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** Returns the heads of the HTTP requests that the proxy received. */
  public List<String> heads() {
    return List.copyOf(heads);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        // The proxy was closed; the loop's condition decides.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = new DataInputStream(client.getInputStream());
      int first = in.read();
      if (first == 5) {
        socks(client, in);
      } else if (first >= 0) {
        http(client, in, first);
      }
    } catch (IOException e) {
      // A client or server disconnected.
    }
  }

  private void socks(Socket client, DataInputStream in) throws IOException {
    var out = client.getOutputStream();
    var methods = new byte[in.read()];
    in.readFully(methods);
    var offered = new String(methods, StandardCharsets.ISO_8859_1);
    int method = login.isEmpty() ? 0 : offered.indexOf(2) >= 0 ? 2 : 0xFF;
    out.write(new byte[] {5, (byte) method});
    if (method == 0xFF) {
      return;
    }
    if (method == 2) {
      in.readByte();
      var pair = text(in) + ":" + text(in);
      boolean right = login.filter(pair::equals).isPresent();
      out.write(new byte[] {1, (byte) (right ? 0 : 1)});
      if (!right) {
        return;
      }
    }
    in.skipNBytes(3);
    var host =
        switch (in.read()) {
          case 3 -> text(in);
          case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
          default -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
        };
    int port = in.readUnsignedShort();
    asked.add("socks " + host + ":" + port);
    if (host.startsWith("unknown.")) {
      out.write(new byte[] {5, 4, 0, 1, 0, 0, 0, 0, 0, 0});
      return;
    }
    try (var there = new Socket(InetAddress.getLoopbackAddress(), port)) {
      out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
      pump(client, there);
    } catch (IOException e) {
      out.write(new byte[] {5, 5, 0, 1, 0, 0, 0, 0, 0, 0});
    }
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.read()), StandardCharsets.UTF_8);
  }

  private void http(Socket client, InputStream in, int first) throws IOException {
    var head = new ByteArrayOutputStream();
    head.write(first);
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return;
      }
      head.write(next);
    }
    var request = head.toString(StandardCharsets.ISO_8859_1);
    heads.add(request);
    var line = request.substring(0, request.indexOf("\r\n"));
    asked.add(line.replaceFirst(" HTTP/1.1$", ""));
    var out = client.getOutputStream();
    if (login.isPresent() && !request.contains("Proxy-Authorization: Basic " + encoded())) {
      write(
          out,
          """
          HTTP/1.1 407 Proxy Authentication Required\r
          Proxy-Authenticate: Basic realm=x\r
          Content-Length: 0\r
          Connection: close\r
          \r
          """);
      return;
    }
    var target = line.split(" ", -1)[1];
    var authority = target.replaceFirst("^http://", "").replaceFirst("/.*", "");
    int port = Integer.parseInt(authority.replaceFirst(".*:", ""));
    try (var there = new Socket(InetAddress.getLoopbackAddress(), port)) {
      if (line.startsWith("CONNECT ")) {
        write(out, "HTTP/1.1 200 Connected\r\nVia: 1.1 test\r\n\r\n");
      } else {
        var path = target.replaceFirst("^http://[^/]*", "");
        write(
            there.getOutputStream(),
            request
                .replace(target, path)
                .replaceFirst("Proxy-Authorization: [^\r]*\r\n", "")
                .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n"));
      }
      pump(client, there);
    } catch (IOException e) {
      write(out, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
  }

  private String encoded() {
    return Base64.getEncoder().encodeToString(login.orElseThrow().getBytes(StandardCharsets.UTF_8));
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private void pump(Socket client, Socket there) throws IOException {
    threads.execute(
        () -> {
          try {
            client.getInputStream().transferTo(there.getOutputStream());
          } catch (IOException e) {
            // One side disconnected.
          }
        });
    there.getInputStream().transferTo(client.getOutputStream());
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
