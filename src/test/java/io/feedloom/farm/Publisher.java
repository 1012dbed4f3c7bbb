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
 * A publisher on 127.0.0.1, at any free port: HTTP/1.1 with kept-alive connections, a virtual
 * thread for each, bytes written as they were built. Quick enough to measure a client against, and
 * free to misbehave: see {@link Answer}. Paths that no handler was set for get a 404.
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

  /** What is answered at a path. Called on many threads at once. */
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

  /** A publisher that speaks plain HTTP and listens when this returns. */
  public static Publisher start() {
    try {
      return new Publisher(new ServerSocket(), "http");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A publisher of many hosts: at one port of 127.0.0.1, 127.0.0.2, … 127.0.1.1 and so on, which is
   * {@link #host}. A client that is considerate of each host is not held up by one.
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

  /** The name of a host of {@link #ofHosts}, counted from 0. */
  public static String host(int number) {
    return "127.0." + number / 250 + "." + (number % 250 + 1);
  }

  /** A publisher that speaks TLS with the keys of the context. */
  public static Publisher start(SSLContext tls) {
    try {
      return new Publisher(tls.getServerSocketFactory().createServerSocket(), "https");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets what is answered at a path; the query of a request is not looked at. */
  public Publisher on(String path, Handler handler) {
    handlers.put(path, handler);
    return this;
  }

  /** The same answer to every request for a path. */
  public Publisher on(String path, Answer answer) {
    return on(path, request -> answer);
  }

  /** Sets what is answered at all other paths. */
  public Publisher otherwise(Handler handler) {
    otherwise = handler;
    return this;
  }

  /** Stops keeping requests, for measurements; {@link #count()} goes on counting. */
  public Publisher withoutRecording() {
    recording = false;
    return this;
  }

  /** The address of a path here, by number: {@code http://127.0.0.1:port/path}. */
  public URI uri(String path) {
    return uri("127.0.0.1", path);
  }

  /** The address of a path here, by a name that leads to 127.0.0.1. */
  public URI uri(String host, String path) {
    return URI.create(scheme + "://" + host + ":" + port() + path);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Every request so far, in order of arrival. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Every request for a path so far, in order of arrival. */
  public List<Request> requests(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).toList();
  }

  /** How many requests came, recorded or not. */
  public long count() {
    return count.sum();
  }

  /** How many connections were accepted. */
  public long connections() {
    return connections.sum();
  }

  /** How many connections are open now. */
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
        // Closed, or one connection was lost before it was taken: the loop's test tells which.
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
      // The client went away, which is its right.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.decrement();
    }
  }

  /** Ends every connection and every answer under way. */
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
