package io.feedloom.farm;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The callbacks of WebSub subscribers on 127.0.0.1. Each path is a callback: it confirms every
 * request of a hub and accepts every document, unless a handler is set for its path.
 */
public final class Callbacks implements AutoCloseable {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final Publisher server;

  public Callbacks() {
    this(Publisher.start());
  }

  /**
   * @param server is closed with this object
   */
  public Callbacks(Publisher server) {
    this.server = server;
    server.otherwise(Callbacks::consent);
  }

  /** Confirms a question of a hub, and accepts a document. */
  public static Answer consent(Request request) {
    var challenge = parameters(request).getOrDefault("hub.challenge", "");
    return Answer.of(200, Map.of("Content-Type", "text/plain"), challenge);
  }

  /** Returns the parameters of the query, decoded. */
  public static Map<String, String> parameters(Request request) {
    int mark = request.target().indexOf('?');
    var query = mark < 0 ? "" : request.target().substring(mark + 1);
    return Arrays.stream(query.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(
            Collectors.toMap(
                pair -> pair[0],
                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                (one, _) -> one,
                LinkedHashMap::new));
  }

  /** Returns the form of a request to a hub. */
  public static String form(String... namesAndValues) {
    var form = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      form.append(i == 0 ? "" : "&")
          .append(namesAndValues[i])
          .append('=')
          .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
    }
    return form.toString();
  }

  public Callbacks on(String path, Publisher.Handler handler) {
    server.on(path, handler);
    return this;
  }

  public URI uri(String path) {
    return server.uri(path);
  }

  /** Returns the questions that a callback received. */
  public List<Map<String, String>> questions(String path) {
    return server.requests(path).stream()
        .filter(request -> request.method().equals("GET"))
        .map(Callbacks::parameters)
        .toList();
  }

  /** Returns the documents that a callback received. */
  public List<Request> documents(String path) {
    return server.requests(path).stream()
        .filter(request -> request.method().equals("POST"))
        .toList();
  }

  /** Returns the bodies of the documents as UTF-8. */
  public List<String> bodies(String path) {
    return documents(path).stream().map(Callbacks::body).toList();
  }

  /** Returns the body of a document as UTF-8. */
  public static String body(Request request) {
    return new String(request.body().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Waits until something is true. */
  public static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not happen: " + what);
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
