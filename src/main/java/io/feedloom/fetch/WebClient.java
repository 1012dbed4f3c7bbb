package io.feedloom.fetch;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Exchange.Hop;
import io.feedloom.feed.Fetched.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends messages to other servers: to WebSub hubs, to the callbacks of subscribers and to webhooks.
 * It refuses the same addresses as {@link Fetcher}. Each message has a connection of its own, so a
 * POST is never repeated because a kept connection was closed. Thread-safe; the caller limits how
 * many messages are under way.
 */
public final class WebClient implements AutoCloseable {
  /** The most bytes of an answer's body that are read. The rest is ignored. */
  public static final int MAX_BODY = 1 << 16;

  /** The redirects that keep the method and the body (RFC 9110 sections 15.4.8 and 15.4.9). */
  private static final Set<Integer> KEEP_METHOD = Set.of(307, 308);

  private static final String ADVICE = "use the address to which it leads";

  private final Supplier<UserAgent> userAgent;
  private final DnsResolver names;
  private final Pool pool;
  private final HttpExchange wire;
  private final ScheduledThreadPoolExecutor timer;
  private final BodyBudget bodyBudget = new BodyBudget(Runtime.getRuntime().maxMemory());

  /**
   * A request.
   *
   * @param method {@code GET} or {@code POST}
   * @param url absolute, {@code http} or {@code https}
   * @param headers without those that frame the message, such as {@code Host}
   * @param confidential further headers, with credentials; a redirect to another origin does not
   *     get them
   * @param body empty for a GET
   */
  public record Message(
      String method,
      URI url,
      Map<String, String> headers,
      Map<String, String> confidential,
      byte[] body) {
    public Message {
      headers = Map.copyOf(headers);
      confidential = Map.copyOf(confidential);
    }

    public static Message get(URI url) {
      return new Message("GET", url, Map.of(), Map.of(), new byte[0]);
    }

    public static Message post(URI url, Map<String, String> headers, byte[] body) {
      return new Message("POST", url, headers, Map.of(), body);
    }

    /** Returns a copy with headers that only the origin of the address gets. */
    public Message withConfidential(Map<String, String> more) {
      return new Message(method, url, headers, more, body);
    }
  }

  /** What became of a message. */
  public sealed interface Reply {
    /**
     * The server answered.
     *
     * @param by the address that answered, after redirects
     * @param headers returns the value of a header by its name in any case
     * @param body not decompressed, at most {@link #MAX_BODY} bytes
     */
    record Answered(URI by, int status, Function<String, Optional<String>> headers, byte[] body)
        implements Reply {
      public Optional<String> header(String name) {
        return headers.apply(name);
      }

      /** Returns whether the status is 2xx. */
      public boolean isSuccess() {
        return status / 100 == 2;
      }
    }

    /** There was no answer. */
    record Failed(Reason reason, String message) implements Reply {}
  }

  /**
   * @param userAgent sent with each message; called each time
   */
  public WebClient(Supplier<UserAgent> userAgent) {
    this.userAgent = userAgent;
    this.names = new DnsResolver(InetAddress::getAllByName);
    this.pool = new Pool(new Connector(names, Fetcher::systemTls));
    this.wire = new HttpExchange(pool);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("feedloom-message-deadlines").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Sends a message and returns the answer. Blocks. A GET follows all redirects. A POST follows 307
   * and 308 with the same body; other redirects are its answer.
   *
   * @param timeout the longest time in all
   * @param settings says which addresses are allowed
   * @throws CancellationException if the thread was interrupted or this client was closed
   */
  public Reply send(Message message, Duration timeout, PollingSettings settings) {
    try (var deadline = new Deadline(timeout, timer);
        var share = bodyBudget.share(deadline)) {
      var limited = settings.withTimeout(timeout);
      var context =
          new FetchContext(
              limited,
              deadline,
              share,
              Trace.NONE,
              OptionalInt.of(MAX_BODY),
              Optional.empty(),
              Optional.empty());
      return follow(message, context);
    } catch (Refusal refusal) {
      if (Thread.currentThread().isInterrupted() || timer.isShutdown()) {
        throw new CancellationException("sending stopped");
      }
      return new Reply.Failed(refusal.reason(), refusal.message());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("sending stopped");
    } catch (IllegalStateException | RejectedExecutionException e) {
      if (timer.isShutdown()) {
        throw new CancellationException("sending stopped");
      }
      throw e;
    }
  }

  private Reply follow(Message message, FetchContext context) throws Refusal, InterruptedException {
    var hops = new ArrayList<Hop>();
    var url = message.url();
    var origin = Target.of(url);
    while (true) {
      var headers = new LinkedHashMap<>(message.headers());
      headers.putIfAbsent("User-Agent", userAgent.get().header());
      headers.putIfAbsent("Accept", "*/*");
      var target = Target.of(url);
      if (target.sameOrigin(origin)) {
        message
            .confidential()
            .forEach(
                (name, value) -> {
                  headers.keySet().removeIf(name::equalsIgnoreCase);
                  headers.put(name, value);
                });
      }
      var answer = wire.exchange(target, message.method(), headers, message.body(), context);
      boolean follows =
          Redirect.is(answer)
              && (message.method().equals("GET") || KEEP_METHOD.contains(answer.status()));
      if (!follows) {
        return new Reply.Answered(url, answer.status(), answer.headers(), answer.body());
      }
      var hop = Redirect.next(url, answer, hops, ADVICE);
      hops.add(hop);
      url = hop.to();
    }
  }

  /** Ends all exchanges. */
  @Override
  public void close() {
    timer.shutdownNow();
    names.close();
    pool.close();
  }
}
