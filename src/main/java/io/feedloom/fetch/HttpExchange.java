package io.feedloom.fetch;

import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.OutgoingProxy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.impl.ConnectionShutdownException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * Sends one request over a connection of the pool and reads its answer. Follows no redirects and
 * decides nothing.
 */
final class HttpExchange {
  /** The statuses whose body may be a feed. 226 is from RFC 3229. */
  static final Set<Integer> WITH_FEED = Set.of(200, 203, 226);

  /**
   * The most bytes of other bodies that are read, so that the connection can serve the next
   * request.
   */
  private static final int DRAIN = 16384;

  private static final int PROXY_DENIED = 407;

  private static final Body NO_BODY = new Body(new byte[0], Optional.empty());

  private final Pool pool;
  private final HttpRequestExecutor executor = new HttpRequestExecutor();

  HttpExchange(Pool pool) {
    this.pool = pool;
  }

  /**
   * Sends a GET and reads the answer.
   *
   * @throws Refusal if there was no usable answer
   * @throws InterruptedException if the thread is interrupted
   */
  HttpAnswer get(Target target, Map<String, String> headers, FetchContext context)
      throws Refusal, InterruptedException {
    var answer = attempt(target, headers, context);
    while (answer.isEmpty()) {
      answer = attempt(target, headers, context);
    }
    return answer.get();
  }

  /**
   * Sends a request over a connection that serves no other, and reads as much of the answer's body
   * as is wanted, whatever its status.
   *
   * @throws Refusal if there was no usable answer
   * @throws InterruptedException if the thread is interrupted
   */
  HttpAnswer exchange(
      Target target, String method, Map<String, String> headers, byte[] body, FetchContext context)
      throws Refusal, InterruptedException {
    try (var lease = pool.lease(target, context)) {
      var request = request(method, target, headers, context);
      if (!method.equals("GET")) {
        request.addHeader("Content-Length", body.length);
        request.setEntity(new ByteArrayEntity(body, null));
      }
      request.addHeader("Connection", "close");
      pool.connect(lease);
      var response = lease.endpoint().execute(null, request, executor::execute, context);
      return new HttpAnswer(
          response.getCode(),
          name -> header(response, name),
          start(response, context.first().orElse(0)),
          Optional.empty(),
          List.of());
    } catch (IOException | HttpException | ConnectionShutdownException e) {
      throw refusal(e, target, context);
    }
  }

  /**
   * Sends a POST and reads the answer. The connection is new and serves no other exchange, so the
   * request is never repeated.
   *
   * @throws Refusal if there was no usable answer
   * @throws InterruptedException if the thread is interrupted
   */
  HttpAnswer post(Target target, Map<String, String> headers, byte[] body, FetchContext context)
      throws Refusal, InterruptedException {
    try (var lease = pool.leaseNew(target, context)) {
      var request = request("POST", target, headers, context);
      request.addHeader("Content-Length", body.length);
      request.setEntity(new ByteArrayEntity(body, null));
      request.addHeader("Connection", "close");
      var response = send(request, target, lease, context);
      response.ifPresent(answer -> note(answer, context));
      return answer(response.orElseThrow(), target, lease, context);
    }
  }

  private static byte[] start(ClassicHttpResponse response, int size) throws IOException {
    return response.getEntity() == null
        ? NO_BODY.bytes()
        : new Received(response.getEntity().getContent()).readNBytes(size);
  }

  private Optional<HttpAnswer> attempt(
      Target target, Map<String, String> headers, FetchContext context)
      throws Refusal, InterruptedException {
    try (var lease = pool.lease(target, context)) {
      var response = send(request("GET", target, headers, context), target, lease, context);
      response.ifPresent(answer -> note(answer, context));
      return response.isEmpty()
          ? Optional.empty()
          : Optional.of(answer(response.get(), target, lease, context));
    }
  }

  private static ClassicHttpRequest request(
      String method, Target target, Map<String, String> headers, FetchContext context) {
    var forwarder = forwarder(target, context);
    var path =
        forwarder.map(_ -> "http://" + target.hostHeader() + target.path()).orElse(target.path());
    var request = new BasicClassicHttpRequest(method, path);
    if (forwarder.isPresent()) {
      request.setAbsoluteRequestUri(true);
    }
    request.addHeader("Host", target.hostHeader());
    headers.forEach(request::addHeader);
    forwarder
        .flatMap(Tunnel::authorization)
        .ifPresent(value -> request.addHeader("Proxy-Authorization", value));
    return request;
  }

  /** Returns the proxy that forwards plain requests and therefore gets whole addresses. */
  private static Optional<OutgoingProxy.Server> forwarder(Target target, FetchContext context) {
    return !target.secure()
            && context.proxy(target.scheme(), target.host(), target.port())
                instanceof OutgoingProxy.Server server
            && server.protocol() != OutgoingProxy.Protocol.SOCKS5
        ? Optional.of(server)
        : Optional.empty();
  }

  /**
   * Returns the answer up to its body. Empty if the server had closed a kept connection. This is no
   * failure, and a GET may be repeated (RFC 9112 section 9.3.1).
   */
  private Optional<ClassicHttpResponse> send(
      ClassicHttpRequest request, Target target, Pool.Lease lease, FetchContext context)
      throws Refusal {
    try {
      if (lease.kept()) {
        context.note("connect", () -> "over a kept connection");
      } else {
        pool.connect(lease);
      }
      return Optional.of(lease.endpoint().execute(null, request, executor::execute, context));
    } catch (IOException | HttpException | ConnectionShutdownException e) {
      if (lease.kept()
          && !context.deadline().isExpired()
          && !Thread.currentThread().isInterrupted()) {
        return Optional.empty();
      }
      throw refusal(e, target, context);
    }
  }

  private static HttpAnswer answer(
      ClassicHttpResponse response, Target target, Pool.Lease lease, FetchContext context)
      throws Refusal {
    var forwarder = forwarder(target, context);
    if (response.getCode() == PROXY_DENIED && forwarder.isPresent()) {
      throw Tunnel.denied(forwarder.get());
    }
    try {
      var body = NO_BODY;
      boolean complete = true;
      if (response.getEntity() != null) {
        var raw = new Received(response.getEntity().getContent());
        if (WITH_FEED.contains(response.getCode())) {
          body = body(response, raw, context);
          complete = body.failure().isEmpty() && raw.isOver();
        } else {
          var start = raw.readNBytes(DRAIN);
          complete = start.length < DRAIN;
          body = new Body(decoded(start, response), Optional.empty());
        }
        int size = body.bytes().length;
        context.note(
            "body", () -> "%,d bytes received, %,d decoded".formatted(raw.received(), size));
      }
      if (complete && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(null, response, context)) {
        lease.reusable();
      }
      return new HttpAnswer(
          response.getCode(),
          name -> header(response, name),
          body.bytes(),
          body.failure().map(e -> refusal(e, target, context).message()),
          Stream.of(response.getHeaders("Set-Cookie")).map(Header::getValue).toList());
    } catch (IOException e) {
      throw refusal(e, target, context).after(response.getCode());
    }
  }

  private static Body body(ClassicHttpResponse response, InputStream raw, FetchContext context)
      throws IOException {
    if (context.first().isPresent()) {
      return firstPart(response, raw, context.first().getAsInt());
    }
    long most = context.settings().maxSize();
    long announced = response.getEntity().getContentLength();
    if (announced > most) {
      throw Body.tooLarge(most);
    }
    var coding = header(response, "Content-Encoding").orElse("");
    try (var decoded = Codings.decode(raw, coding, most)) {
      var body = Body.read(decoded, announced, most, context.budgetShare());
      if (body.failure().isPresent()
          && (context.deadline().isExpired() || Thread.currentThread().isInterrupted())) {
        throw body.failure().get(); // We ended it ourselves.
      }
      return body;
    }
  }

  /** Returns the beginning of a body that is no feed, as far as it can be decoded. */
  private static byte[] decoded(byte[] start, ClassicHttpResponse response) {
    var coding = header(response, "Content-Encoding").orElse("");
    if (coding.isEmpty() || start.length == 0) {
      return start;
    }
    var in = new ByteArrayInputStream(start);
    var out = new ByteArrayOutputStream();
    try (var decoded = Codings.decode(in, coding, BotCheck.START)) {
      for (int next = decoded.read(); next >= 0 && out.size() < BotCheck.START; ) {
        out.write(next);
        next = decoded.read();
      }
    } catch (IOException e) {
      // The body is cut or larger: what was decoded so far is enough.
    }
    return out.toByteArray();
  }

  private static Body firstPart(ClassicHttpResponse response, InputStream raw, int size)
      throws IOException {
    var coding = header(response, "Content-Encoding").orElse("");
    try (var decoded = Codings.decode(raw, coding, Long.MAX_VALUE)) {
      return new Body(decoded.readNBytes(size), Optional.empty());
    }
  }

  /**
   * The body as it comes over the connection. Closing this stream does not close the library's
   * stream, because that would read to its end, which may never come.
   */
  private static final class Received extends FilterInputStream {
    private long count;

    Received(InputStream in) {
      super(in);
    }

    long received() {
      return count;
    }

    /** Returns whether nothing is left, so that the connection can serve another request. */
    boolean isOver() {
      try {
        return read() < 0;
      } catch (IOException e) {
        return false; // The body is complete: only the mark of its end is missing.
      }
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      count += Math.max(0, read);
      return read;
    }

    @Override
    public void close() {}
  }

  private static void note(ClassicHttpResponse response, FetchContext context) {
    context.note(
        "received", () -> "%d %s".formatted(response.getCode(), response.getReasonPhrase()));
    for (var header : response.getHeaders()) {
      context.note("received", () -> header.getName() + ": " + header.getValue());
    }
  }

  private static Optional<String> header(ClassicHttpResponse response, String name) {
    var all = response.getHeaders(name);
    return switch (all.length) {
      case 0 -> Optional.empty();
      case 1 -> Optional.ofNullable(all[0].getValue());
      default ->
          Optional.of(Stream.of(all).map(Header::getValue).collect(Collectors.joining(", ")));
    };
  }

  private static Refusal refusal(Exception failure, Target target, FetchContext context) {
    return switch (failure) {
      case Refusal refusal -> refusal;
      case Exception e when context.deadline().isExpired() -> Refusal.late(target.host(), context);
      case MessageConstraintException e ->
          new Refusal(
              Reason.TOO_LARGE,
              "the headers of the answer of %s are too large: %s"
                  .formatted(target.host(), e.getMessage()));
      case SSLException e ->
          new Refusal(
              Reason.TLS,
              "the secure connection to %s broke: %s".formatted(target.host(), e.getMessage()));
      case HttpException e ->
          new Refusal(
              Reason.PROTOCOL,
              "%s did not answer in HTTP/1.1: %s".formatted(target.host(), e.getMessage()));
      default ->
          new Refusal(
              Reason.PROTOCOL,
              "the answer of %s was cut off or damaged: %s"
                  .formatted(target.host(), failure.getMessage()));
    };
  }
}
