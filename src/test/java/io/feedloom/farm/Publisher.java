package io.feedloom.farm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;

/**
 * A publisher on 127.0.0.1, at any free port. It serves HTTP/1.1 with kept-alive connections and a
 * virtual thread for each. It is fast enough to measure clients, and can misbehave, see {@link
 * Answer}. Paths without a handler get a 404.
 *
 * <pre>{@code
 * try (var publisher = Publisher.start()) {
 *   publisher.on("/feed.xml", request -> Answer.feed(request, "\"v1\"", "<rss/>"));
 *   client.get(publisher.uri("/feed.xml"));
 *   assertThat(publisher.requests("/feed.xml")).hasSize(1);
 * }
 * }</pre>
 */
public final class Publisher implements AutoCloseable {
  private static final Answer NOT_FOUND = Answer.of(404, Map.of(), "no such page");

  private final ServerSocket server;
  private final List<ServerSocket> more = new ArrayList<>();
  private final String scheme;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
  private final LongAdder count = new LongAdder();
  private final LongAdder connections = new LongAdder();
  private final LongAdder open = new LongAdder();
  private volatile Handler otherwise = request -> NOT_FOUND;
  private volatile boolean recording = true;

  /** Answers the requests for a path. Many threads call it at once. */
  @FunctionalInterface
  public interface Handler {
    Answer answer(Request request);
  }

  private Publisher(ServerSocket server, String scheme) throws IOException {
    this.server = server;
    this.scheme = scheme;
    server.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 4096);
    threads.execute(() -> accept(server));
  }

  /** Starts a publisher with plain HTTP. It listens when this returns. */
  public static Publisher start() {
    try {
      return new Publisher(new ServerSocket(), "http");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a publisher with many hosts: one port on 127.0.0.1, 127.0.0.2, … 127.0.1.1 and so on,
   * see {@link #host}. A client with limits per host does not wait for a single host.
   */
  public static Publisher ofHosts(int count) {
    try {
      var publisher = new Publisher(new ServerSocket(), "http");
      for (int i = 1; i < count; i++) {
        var more = new ServerSocket();
        publisher.more.add(more);
        more.bind(new InetSocketAddress(InetAddress.getByName(host(i)), publisher.port()), 1024);
        publisher.threads.execute(() -> publisher.accept(more));
      }
      return publisher;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the name of a host of {@link #ofHosts}, counted from 0. */
  public static String host(int number) {
    return "127.0." + number / 250 + "." + (number % 250 + 1);
  }

  /** Starts a publisher with TLS and the keys of the context. */
  public static Publisher start(SSLContext tls) {
    try {
      return new Publisher(tls.getServerSocketFactory().createServerSocket(), "https");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the handler of a path, whatever the query of a request. */
  public Publisher on(String path, Handler handler) {
    handlers.put(path, handler);
    return this;
  }

  /** Sets the same answer for every request for a path. */
  public Publisher on(String path, Answer answer) {
    return on(path, request -> answer);
  }

  /** Sets the handler of all other paths. */
  public Publisher otherwise(Handler handler) {
    otherwise = handler;
    return this;
  }

  /** Stops recording requests, for measurements. {@link #count()} continues. */
  public Publisher withoutRecording() {
    recording = false;
    return this;
  }

  /** Returns the address of a path with an IP address: {@code http://127.0.0.1:port/path}. */
  public URI uri(String path) {
    return uri("127.0.0.1", path);
  }

  /** Returns the address of a path with a name that resolves to 127.0.0.1. */
  public URI uri(String host, String path) {
    return URI.create(scheme + "://" + host + ":" + port() + path);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Returns every request so far, in order of arrival. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Returns every request for a path so far, in order of arrival. */
  public List<Request> requests(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).toList();
  }

  /** Returns the number of requests, recorded or not. */
  public long count() {
    return count.sum();
  }

  /** Returns the number of accepted connections. */
  public long connections() {
    return connections.sum();
  }

  /** Returns the number of open connections. */
  public long open() {
    return open.sum();
  }

  private void accept(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        var socket = listening.accept();
        connections.increment();
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        // The publisher was closed, or one connection was lost before it was accepted; the loop's
        // condition decides.
      }
    }
  }

  private void serve(Socket socket) {
    open.increment();
    try (socket) {
      socket.setTcpNoDelay(true);
      var reader = new RequestReader(socket.getInputStream());
      var out = socket.getOutputStream();
      var next = reader.next();
      while (next.isPresent()) {
        var request = next.get();
        count.increment();
        if (recording) {
          requests.add(request);
        }
        if (!handlers.getOrDefault(request.path(), otherwise).answer(request).to(socket, out)) {
          return;
        }
        next = reader.next();
      }
    } catch (IOException e) {
      // The client disconnected.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.decrement();
    }
  }

  /** Closes all connections and ends all answers. */
  @Override
  public void close() {
    try {
      server.close();
      for (var listening : more) {
        listening.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
