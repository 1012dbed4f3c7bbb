package io.feedloom.fetch;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Credentials;
import io.feedloom.feed.Exchange;
import io.feedloom.feed.Exchange.Hop;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Transport;
import io.feedloom.feed.Validators;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Fetches feeds and the pages of their entries over HTTP/1.1. The program has one instance, so that
 * connections and TLS sessions are shared. Thread-safe: many virtual threads can call it at once,
 * and the caller limits their number.
 *
 * <p>It has two kinds of daemon threads, for tasks that a blocked thread cannot do: one thread ends
 * exchanges at their deadline, and some wait for the system's resolver.
 */
public final class Fetcher implements AutoCloseable {
  private static final int EVICTION_SECONDS = 5;

  /** The redirects that keep the method and the body (RFC 9110 sections 15.4.8 and 15.4.9). */
  private static final Set<Integer> KEEP_METHOD = Set.of(307, 308);

  private static final String ADVICE =
      "open the feed in a browser and write its present address into feeds.yml";

  private final InstantSource clock;
  private final RequestHeaders requestHeaders;
  private final DnsResolver names;
  private final Pool pool;
  private final HttpExchange wire;
  private final ScheduledThreadPoolExecutor timer;
  private final BodyBudget bodyBudget = new BodyBudget(Runtime.getRuntime().maxMemory());

  /** What a request is for. */
  public enum Purpose {
    FEED,
    PAGE,
    /** A {@code robots.txt}. Only its first {@link #ROBOTS_SIZE} bytes are read. */
    ROBOTS
  }

  /** How much of a {@code robots.txt} is read at least (RFC 9309 section 2.5), in bytes. */
  public static final int ROBOTS_SIZE = 500 << 10;

  /**
   * A request for a feed, or for the page of an entry.
   *
   * @param url absolute, {@code http} or {@code https}
   * @param validators those of the last answer, sent unchanged
   * @param digest SHA-256 of the last body in hexadecimal; the same body again is "unchanged"
   * @param headers sent only to the origin of the url, instead of our own headers of the same name
   * @param auth sent only to the origin of the url
   * @param delta whether to ask for new entries only, if the server can know which these are
   * @param follows decides about each redirect. If one is not followed, the result is a failure
   *     with {@link Reason#REDIRECT}, and its exchange ends with that redirect
   * @param transport how it is sent
   */
  public record Request(
      URI url,
      Validators validators,
      Optional<String> digest,
      Map<String, Secret> headers,
      Optional<Credentials> auth,
      boolean delta,
      Purpose purpose,
      Predicate<URI> follows,
      Transport transport) {
    public Request {
      headers = Map.copyOf(headers);
    }

    /** Returns the same request, sent in another way. */
    public Request over(Transport other) {
      return new Request(url, validators, digest, headers, auth, delta, purpose, follows, other);
    }

    /** Makes a request for a feed. */
    public Request(
        URI url,
        Validators validators,
        Optional<String> digest,
        Map<String, Secret> headers,
        Optional<Credentials> auth,
        boolean delta) {
      this(url, validators, digest, headers, auth, delta, Purpose.FEED, _ -> true, Transport.USUAL);
    }

    /** Makes a request for a page. */
    public static Request page(
        URI url, Map<String, Secret> headers, Optional<Credentials> auth, Predicate<URI> follows) {
      return new Request(
          url,
          Validators.NONE,
          Optional.empty(),
          headers,
          auth,
          false,
          Purpose.PAGE,
          follows,
          Transport.USUAL);
    }

    /** Makes a request for a {@code robots.txt}. */
    public static Request robots(URI url, Map<String, Secret> headers, Optional<Credentials> auth) {
      return new Request(
          url,
          Validators.NONE,
          Optional.empty(),
          headers,
          auth,
          false,
          Purpose.ROBOTS,
          _ -> true,
          Transport.USUAL);
    }

    /** Makes a request for new entries only. */
    public Request(
        URI url,
        Validators validators,
        Optional<String> digest,
        Map<String, Secret> headers,
        Optional<Credentials> auth) {
      this(url, validators, digest, headers, auth, true);
    }

    /** Makes the first request for an address. */
    public static Request first(URI url) {
      return new Request(url, Validators.NONE, Optional.empty(), Map.of(), Optional.empty());
    }
  }

  /**
   * @param userAgent sent with each request; called each time
   * @param clock the time of answers without a date
   */
  public Fetcher(Supplier<UserAgent> userAgent, InstantSource clock) {
    this(userAgent, clock, InetAddress::getAllByName, Fetcher::systemTls);
  }

  /**
   * Makes a fetcher for tests.
   *
   * @param resolver replaces the system's resolver
   * @param tls called for each handshake; returns the same context each time
   */
  @SuppressWarnings("FutureReturnValueIgnored") // The eviction ends with its timer.
  Fetcher(
      Supplier<UserAgent> userAgent,
      InstantSource clock,
      DnsResolver.Resolver resolver,
      Supplier<SSLContext> tls) {
    this.clock = clock;
    this.requestHeaders = new RequestHeaders(userAgent);
    this.names = new DnsResolver(resolver);
    this.pool = new Pool(new Connector(names, tls));
    this.wire = new HttpExchange(pool);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("feedloom-deadlines").factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.scheduleWithFixedDelay(
        () -> Thread.startVirtualThread(pool::closeExpired),
        EVICTION_SECONDS,
        EVICTION_SECONDS,
        TimeUnit.SECONDS);
  }

  /**
   * Returns the TLS context. The trust store is read at the first handshake and then kept, so that
   * sessions can be resumed.
   */
  static SSLContext systemTls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the trust store of this JVM cannot be read", e);
    }
  }

  /**
   * Requests a feed and follows redirects, within {@code settings.timeout()} in all. Blocks. The
   * result describes whatever the publisher does.
   *
   * @throws CancellationException if the thread was interrupted or this fetcher was closed; this
   *     says nothing about the publisher
   */
  public Fetched fetch(Request request, PollingSettings settings) {
    return fetch(request, settings, Trace.NONE);
  }

  /**
   * Fetches a feed and reports each step.
   *
   * @param trace called on this thread
   */
  public Fetched fetch(Request request, PollingSettings general, Trace trace) {
    long begun = System.nanoTime();
    var settings = general.of(request.transport());
    var hops = new ArrayList<Hop>();
    try (var deadline = new Deadline(settings.timeout(), timer);
        var share = bodyBudget.share(deadline)) {
      var context =
          new FetchContext(
              settings,
              deadline,
              share,
              trace,
              first(request),
              request.transport().trust(),
              Optional.of(Target.of(request.url())));
      var answer = follow(request, context, hops);
      var exchange = exchange(request, hops, answer, begun);
      return Verdict.of(answer, exchange, request, clock.instant());
    } catch (Refusal refusal) {
      if (Thread.currentThread().isInterrupted() || timer.isShutdown()) {
        throw new CancellationException("fetching stopped");
      }
      var exchange =
          exchange(request, hops, refusal.status(), begun, 0, Optional.<Duration>empty());
      return new Fetched.Failed(exchange, refusal.reason(), refusal.message());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("fetching stopped");
    } catch (IllegalStateException | RejectedExecutionException e) {
      if (timer.isShutdown()) {
        throw new CancellationException("fetching stopped");
      }
      throw e;
    }
  }

  private static byte[] body(Request request) {
    return request
        .transport()
        .body()
        .map(Secret::value)
        .orElse("")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static OptionalInt first(Request request) {
    return request.purpose() == Purpose.ROBOTS ? OptionalInt.of(ROBOTS_SIZE) : OptionalInt.empty();
  }

  /**
   * Returns the first answer that is not a redirect. Each hop gets the validators. A redirect is
   * never answered by 304 (RFC 9110 section 13.2.1), so our validators came from the address at the
   * end of the redirects, and that address must get them.
   */
  private HttpAnswer follow(Request request, FetchContext context, List<Hop> hops)
      throws Refusal, InterruptedException {
    var origin = Target.of(request.url());
    var url = request.url();
    var cookies = new ExchangeCookies();
    boolean posts = request.transport().body().isPresent();
    while (true) {
      var target = Target.of(url);
      boolean own = target.sameOrigin(origin);
      var headers = requestHeaders.of(request, own, posts);
      cookies
          .header(target)
          .ifPresent(value -> headers.merge("Cookie", value, (a, b) -> a + "; " + b));
      note(url, posts ? "POST " : "GET ", headers, request, context);
      var answer =
          posts
              ? wire.post(target, headers, body(request), context)
              : wire.get(target, headers, context);
      if (!Redirect.is(answer)) {
        return answer;
      }
      try {
        boolean isNew = request.transport().cookies() && cookies.store(target, answer.cookies());
        var hop =
            Redirect.next(
                url,
                answer,
                hops,
                ADVICE,
                isNew || (posts && !KEEP_METHOD.contains(answer.status())));
        hops.add(hop);
        url = hop.to();
        posts &= KEEP_METHOD.contains(answer.status());
        if (posts && !Target.of(url).sameOrigin(origin)) {
          throw new Refusal(
              Reason.REDIRECT,
              "%s redirects to %s, which does not get the body of this feed; write that address into feeds.yml"
                  .formatted(target.host(), Target.of(url).host()));
        }
        if (!request.follows().test(url)) {
          throw new Refusal(Reason.REDIRECT, "the redirect to " + url + " is not followed");
        }
      } catch (Refusal refusal) {
        throw refusal.after(answer.status());
      }
    }
  }

  /**
   * Reports the sent headers to the trace, without the values that the admin set, because these may
   * be secret.
   */
  private static void note(
      URI url, String method, Map<String, String> headers, Request request, FetchContext context) {
    context.note("sent", () -> method + url);
    headers.forEach(
        (name, value) -> {
          boolean own =
              name.equals("Authorization")
                  || name.equals("Cookie")
                  || request.headers().containsKey(name);
          context.note("sent", () -> name + ": " + (own ? "(not shown)" : value));
        });
  }

  private Exchange exchange(Request request, List<Hop> hops, HttpAnswer answer, long begun) {
    return exchange(
        request,
        hops,
        answer.status(),
        begun,
        HttpExchange.WITH_FEED.contains(answer.status()) ? answer.body().length : 0,
        request.transport().ignoresCache()
            ? Optional.empty()
            : ResponseHeaders.freshFor(answer, clock.instant()));
  }

  private static Exchange exchange(
      Request request,
      List<Hop> hops,
      int status,
      long begun,
      long bytes,
      Optional<Duration> freshFor) {
    return new Exchange(
        request.url(),
        hops.isEmpty() ? request.url() : hops.getLast().to(),
        hops,
        status,
        Duration.ofNanos(System.nanoTime() - begun),
        bytes,
        freshFor);
  }

  /** Ends all exchanges. */
  @Override
  public void close() {
    timer.shutdownNow();
    names.close();
    pool.close();
  }
}
