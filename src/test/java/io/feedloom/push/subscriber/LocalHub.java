package io.feedloom.push.subscriber;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.Request;
import io.feedloom.push.HmacSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** A hub on loopback. Tests decide what it answers, and when it verifies and delivers. */
public final class LocalHub {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final AtomicReference<Answer> answer =
      new AtomicReference<>(Answer.of(202, Map.of(), ""));
  private final URI address;

  /** Serves a hub at a path. */
  public LocalHub(Publisher server, String path) {
    address = server.uri(path);
    server.on(path, this::take);
  }

  /** A request to subscribe or unsubscribe, by the names of its fields. */
  public record Asked(Map<String, String> fields) {
    public String get(String field) {
      return fields.getOrDefault(field, "");
    }

    public String mode() {
      return get("hub.mode");
    }

    public String topic() {
      return get("hub.topic");
    }

    public URI callback() {
      return URI.create(get("hub.callback"));
    }

    public String secret() {
      return get("hub.secret");
    }
  }

  public URI address() {
    return address;
  }

  Answer take(Request request) {
    var fields = new LinkedHashMap<String, String>();
    Arrays.stream(request.body().split("&", -1))
        .map(field -> field.split("=", 2))
        .forEach(field -> fields.put(decoded(field[0]), decoded(field[1])));
    asked.add(new Asked(fields));
    return answer.get();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  LocalHub answers(Answer other) {
    answer.set(other);
    return this;
  }

  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  public List<Asked> asked(String mode) {
    return asked.stream().filter(each -> each.mode().equals(mode)).toList();
  }

  Asked last() {
    return asked.getLast();
  }

  /** Verifies a request with a lease in seconds. */
  public HttpResponse<String> verify(Asked request, long lease) {
    return get(
        request.callback(),
        Map.of(
            "hub.mode", request.mode(),
            "hub.topic", request.topic(),
            "hub.challenge", "c0ffee&+ %",
            "hub.lease_seconds", Long.toString(lease)));
  }

  /** Sends a GET with these parameters. */
  static HttpResponse<String> get(URI callback, Map<String, String> parameters) {
    var query =
        parameters.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(HttpRequest.newBuilder(URI.create(callback + "?" + query)).GET().build());
  }

  /** Delivers a document with the right signature. */
  public static HttpResponse<String> deliver(Asked request, String document) {
    return deliver(request.callback(), document, signature(request, document));
  }

  static String signature(Asked request, String document) {
    return HmacSignature.of(request.secret(), document.getBytes(StandardCharsets.UTF_8));
  }

  /** Delivers a document with any signature; without one if it is empty. */
  static HttpResponse<String> deliver(URI callback, String document, String signature) {
    var request =
        HttpRequest.newBuilder(callback)
            .header("Content-Type", "application/atom+xml")
            .POST(BodyPublishers.ofString(document));
    if (!signature.isEmpty()) {
      request.header("X-Hub-Signature", signature);
    }
    return send(request.build());
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
