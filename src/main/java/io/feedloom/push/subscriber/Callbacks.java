package io.feedloom.push.subscriber;

import io.feedloom.config.Settings;
import io.feedloom.feed.DocumentHeaders;
import io.feedloom.feed.Problem;
import io.feedloom.feed.TopicSubscription;
import io.feedloom.feed.TopicSubscription.Mode;
import io.feedloom.feed.TopicSubscription.State;
import io.feedloom.feed.WebAddress;
import io.feedloom.push.HmacSignature;
import io.feedloom.store.Store;
import io.feedloom.store.api.TopicChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Answers the requests of hubs to callbacks: verifications (WebSub section 5.3) and deliveries
 * (section 7). Any process that shares the database can answer them. Thread-safe.
 */
public final class Callbacks {
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,10}");
  private static final int MAX_CHALLENGE = 4_096;
  private static final int PIECE = 1 << 14;

  /** The most deliveries that are received at once. This limits memory. */
  private static final int MAX_AT_ONCE = 8;

  /** The most deliveries of one hub that are received at once. A slow hub delays no other. */
  private static final int MAX_PER_HUB = 3;

  /** How long a delivery may take to arrive. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Store store;
  private final InstantSource clock;
  private final Supplier<Settings> settings;
  private final Consumer<TopicSubscription> changed;
  private final Runnable arrived;
  private final DeliveryRate rate = new DeliveryRate();
  private final Semaphore places = new Semaphore(MAX_AT_ONCE);
  private final Map<String, Semaphore> hubs = new ConcurrentHashMap<>();

  /**
   * @param changed runs after a hub verified or denied a subscription
   * @param arrived runs after a delivery was stored
   */
  Callbacks(
      Store store,
      InstantSource clock,
      Supplier<Settings> settings,
      Consumer<TopicSubscription> changed,
      Runnable arrived) {
    this.store = store;
    this.clock = clock;
    this.settings = settings;
    this.changed = changed;
    this.arrived = arrived;
  }

  /**
   * A delivery.
   *
   * @param headers returns the value of a header by its name
   * @param length the announced length; -1 if it is unknown
   */
  public record Delivery(
      String path, Function<String, Optional<String>> headers, long length, InputStream body) {
    Optional<String> header(String name) {
      return headers.apply(name);
    }
  }

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param text the body
   * @param retryAfter when the hub may try again
   */
  public record Answer(int status, String text, Optional<Duration> retryAfter) {
    private static final Answer UNKNOWN = of(404, "no such subscription");

    static Answer of(int status, String text) {
      return new Answer(status, text, Optional.empty());
    }

    static Answer later(int status, String text, Duration wait) {
      return new Answer(status, text, Optional.of(wait));
    }
  }

  private static final Answer BUSY = Answer.later(503, "busy", Duration.ofSeconds(5));

  /** Returns the subscription; empty if there is none, or if hubs cannot reach this server. */
  private Optional<TopicSubscription> find(String path) {
    return PATH.matcher(path).matches() && HubWish.callbacks(settings.get()).isPresent()
        ? store.topics().find(path)
        : Optional.empty();
  }

  /**
   * Answers a verification or a denial. The answer contains the challenge only if exactly this
   * request is pending; otherwise it is a 404.
   *
   * @param parameters returns the value of a parameter of the query
   */
  public Answer verify(String path, Function<String, Optional<String>> parameters) {
    var mode = parameters.apply("hub.mode").orElse("");
    var topic = parameters.apply("hub.topic").orElse("");
    var known = find(path);
    if (known.filter(it -> it.topic().equals(topic)).isEmpty()) {
      return Answer.UNKNOWN;
    }
    if (mode.equals("denied")) {
      return denied(path, parameters.apply("hub.reason").orElse(""));
    }
    var challenge = parameters.apply("hub.challenge").orElse("");
    if (challenge.isEmpty() || challenge.length() > MAX_CHALLENGE) {
      return Answer.UNKNOWN;
    }
    var granted =
        parameters
            .apply("hub.lease_seconds")
            .filter(text -> SECONDS.matcher(text).matches())
            .map(Long::parseLong)
            .map(Duration::ofSeconds);
    return verified(path, mode, granted) ? Answer.of(200, challenge) : Answer.UNKNOWN;
  }

  private boolean verified(String path, String mode, Optional<Duration> granted) {
    var now = clock.instant();
    var done = new AtomicBoolean();
    var after =
        store
            .topics()
            .change(
                path,
                stored -> {
                  var change = verification(stored, mode, granted, now);
                  done.set(change.isPresent());
                  return change.stream().toList();
                });
    after.ifPresent(changed);
    return done.get();
  }

  /** Returns the change if this request is pending. */
  private static Optional<TopicChange> verification(
      TopicSubscription stored, String mode, Optional<Duration> granted, Instant now) {
    var pending = stored.course().pending();
    if (pending.filter(it -> it.word().equals(mode)).isEmpty()
        || pending.get() != Courses.mode(stored)) {
      return Optional.empty();
    }
    return Optional.of(
        pending.get() == Mode.SUBSCRIBE
            ? new TopicChange.Put(Courses.verified(stored, granted, now))
            : new TopicChange.Remove(stored.path()));
  }

  private Answer denied(String path, String reason) {
    var now = clock.instant();
    store
        .topics()
        .change(
            path,
            stored ->
                List.of(
                    stored.state() == State.LEAVING
                        ? new TopicChange.Remove(path)
                        : new TopicChange.Put(Courses.denied(stored, reason, now))))
        .ifPresent(changed);
    return Answer.of(200, "");
  }

  /**
   * Takes a delivery. It is read later; the hub gets its answer as soon as the body is stored.
   *
   * @throws IOException if the body breaks off
   */
  public Answer deliver(Delivery delivery) throws IOException {
    var known = find(delivery.path());
    if (known.isEmpty()) {
      return Answer.UNKNOWN;
    }
    if (known.get().state() == State.LEAVING) {
      return Answer.of(410, "this subscription has ended");
    }
    if (known.get().course().expires().isEmpty()) {
      return Answer.UNKNOWN;
    }
    if (!rate.allows(delivery.path(), clock.instant())) {
      return Answer.later(429, "too many deliveries", DeliveryRate.REFILL.multipliedBy(10));
    }
    var coding = delivery.header("Content-Encoding").orElse("identity").strip();
    if (!coding.toLowerCase(Locale.ROOT).equals("identity")) {
      return Answer.of(415, "a delivery must not be compressed");
    }
    var host = WebAddress.host(URI.create(known.get().hub())).orElse("");
    var ofHub = hubs.computeIfAbsent(host, _ -> new Semaphore(MAX_PER_HUB));
    if (!ofHub.tryAcquire()) {
      return BUSY;
    }
    try {
      return placed(known.get(), delivery);
    } finally {
      ofHub.release();
    }
  }

  private Answer placed(TopicSubscription subscription, Delivery delivery) throws IOException {
    if (!places.tryAcquire()) {
      return BUSY;
    }
    try {
      return take(subscription, delivery);
    } finally {
      places.release();
    }
  }

  private Answer take(TopicSubscription subscription, Delivery delivery) throws IOException {
    long most = settings.get().polling().maxSize();
    var tooLarge = Answer.of(413, "a delivery may have %d bytes".formatted(most));
    if (delivery.length() > most) {
      return tooLarge;
    }
    var read = read(delivery.body(), (int) Math.min(most + 1, Integer.MAX_VALUE - 8));
    if (read.isEmpty()) {
      return Answer.of(408, "the delivery took too long");
    }
    byte[] body = read.get();
    if (body.length > most) {
      return tooLarge;
    }
    var signature = delivery.header("X-Hub-Signature");
    var secret = subscription.secret().value();
    if (signature.filter(it -> HmacSignature.matches(it, secret, body)).isEmpty()) {
      var what = signature.isEmpty() ? "no signature" : "a wrong signature";
      store
          .pushed()
          .refuse(
              subscription.feed(),
              new Problem(
                  subscription.hub(), "its delivery had %s and was ignored".formatted(what)),
              clock.instant());
      return Answer.of(403, "the delivery has " + what);
    }
    var headers =
        DocumentHeaders.of(delivery.header("Content-Type"), delivery.header("Content-Language"));
    return switch (store.pushed().add(delivery.path(), headers, body, clock.instant())) {
      case STORED -> {
        arrived.run();
        yield Answer.of(202, "");
      }
      case REPEATED -> Answer.of(202, "");
      case TOO_MANY -> Answer.later(429, "too many deliveries wait", Duration.ofMinutes(1));
      case UNKNOWN -> Answer.UNKNOWN;
    };
  }

  /** Reads a body; empty if it does not arrive in time. */
  private Optional<byte[]> read(InputStream body, int most) throws IOException {
    var end = clock.instant().plus(PATIENCE);
    var all = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    int count = body.read(piece, 0, Math.min(PIECE, most));
    while (count > 0) {
      all.write(piece, 0, count);
      if (clock.instant().isAfter(end)) {
        return Optional.empty();
      }
      count = body.read(piece, 0, Math.min(PIECE, most - all.size()));
    }
    return Optional.of(all.toByteArray());
  }
}
