package io.feedloom.push.notify;

import io.feedloom.config.Settings;
import io.feedloom.config.WebhookSettings;
import io.feedloom.fetch.WebClient;
import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.health.Part;
import io.feedloom.store.Store;
import io.feedloom.store.api.StoreException;
import io.feedloom.store.api.WebhookState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends new entries and notices to webhooks. One loop reads the log of arrivals and notices what is
 * due. Each webhook is served on its own virtual thread, so one that is slow or away delays no
 * other.
 */
public final class Notifier implements Outbox, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Notifier.class);

  /** The longest time between two steps. Then work of other nodes is noticed. */
  private static final Duration MAX_REST = Duration.ofSeconds(5);

  private static final Duration MIN_REST = Duration.ofMillis(20);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration WITHOUT_WEBHOOKS = Duration.ofHours(1);
  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(4);

  private final Store store;
  private final WebClient client;
  private final InstantSource clock;
  private final Health health;
  private final Part sending;
  private final Collector collector;
  private final MessageSender sender;
  private final DeliveryRun run;
  private final Loop loop;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());

  private volatile NotifySettings settings;
  private volatile boolean synced;
  private volatile boolean stopped;

  /**
   * @param client is closed with this object
   */
  public Notifier(
      Store store,
      WebClient client,
      NotifyEntries entries,
      Settings settings,
      InstantSource clock,
      Health health) {
    this.store = store;
    this.client = client;
    this.clock = clock;
    this.health = health;
    this.settings = NotifySettings.of(settings);
    this.sending = health.part("sending to webhooks");
    this.collector = new Collector(store, entries, clock);
    this.sender = new MessageSender(client, clock);
    this.run = new DeliveryRun(store, entries, sender, clock, () -> this.settings, () -> stopped);
    this.loop = new Loop("webhooks", health, StoreException.class, this::step);
  }

  /** Starts to send. New webhooks get what arrives from now on. */
  public void start() {
    try {
      store.webhooks().endLeases();
      sync();
    } catch (StoreException e) {
      log.debug("The webhooks are stored later: {}", e.getMessage());
    }
    loop.start();
  }

  /** Stops to send messages, or begins again. */
  public void pause(boolean pauses) {
    loop.pause(pauses);
  }

  /** Applies new settings. A new webhook gets what arrives from now on. */
  public void use(Settings next) {
    settings = NotifySettings.of(next);
    synced = false;
    loop.wake();
  }

  /** Notices at once that entries arrived. */
  public void arrived() {
    if (!settings.webhooks().isEmpty()) {
      loop.wake();
    }
  }

  /**
   * Switches a webhook on that answered that it is gone, and sends a failed message again now.
   *
   * @return false if there is no such webhook
   */
  public boolean resume(String webhook) {
    boolean known =
        settings.webhooks().containsKey(webhook)
            && store.webhooks().resume(webhook, clock.instant());
    loop.wake();
    return known;
  }

  @Override
  public boolean enqueue(String webhook, Notice notice) {
    var now = settings;
    var receiver = Optional.ofNullable(now.webhooks().get(webhook));
    if (receiver.isEmpty()) {
      return false;
    }
    var id = StandardWebhooks.idOf(webhook, notice.key());
    var message = new MessageWriter(now.zone()).notice(receiver.get(), notice, id, clock.instant());
    boolean added = store.webhooks().add(webhook, message);
    loop.wake();
    return added;
  }

  @Override
  public boolean sendUnstored(String webhook, Notice notice) {
    var now = settings;
    var receiver = Optional.ofNullable(now.webhooks().get(webhook));
    if (receiver.isEmpty()) {
      return false;
    }
    var id = StandardWebhooks.idOf(webhook, notice.key());
    var message = new MessageWriter(now.zone()).notice(receiver.get(), notice, id, clock.instant());
    return sender.send(receiver.get(), message, now.polling()).meaning()
        == ReplyVerdict.Meaning.ACCEPTED;
  }

  private Duration step() {
    sync();
    var now = settings;
    if (now.webhooks().isEmpty()) {
      return WITHOUT_WEBHOOKS;
    }
    var states = store.webhooks().states();
    if (collector.collect(states, now.webhooks())) {
      states = store.webhooks().states();
    }
    return serve(states, now);
  }

  private void sync() {
    if (!synced) {
      synced = true; // before the settings are read, so that a later change is noticed
      boolean done = false;
      try {
        store.webhooks().sync(settings.digests(), clock.instant());
        done = true;
      } finally {
        synced &= done;
      }
    }
  }

  /** Begins to send what is due. Returns how long nothing else is. */
  private Duration serve(List<WebhookState> states, NotifySettings now) {
    var rest = MAX_REST;
    Instant time = clock.instant();
    for (var state : states) {
      var due = due(state, now);
      if (due.isEmpty() || busy.contains(state.name())) {
        continue;
      }
      var wait = Duration.between(time, due.get());
      if (wait.isPositive()) {
        rest = wait.compareTo(rest) < 0 ? wait : rest;
      } else {
        begin(state.name());
      }
    }
    return rest.compareTo(MIN_REST) < 0 ? MIN_REST : rest;
  }

  private static Optional<Instant> due(WebhookState state, NotifySettings now) {
    ZoneId zone = now.zone();
    return Optional.<WebhookSettings>ofNullable(now.webhooks().get(state.name()))
        .flatMap(webhook -> DueTimes.next(state, webhook, zone));
  }

  private void begin(String name) {
    if (!stopped && busy.add(name)) {
      threads.execute(() -> serve(name));
    }
  }

  private void serve(String name) {
    try {
      if (!delivered(name)) {
        Thread.sleep(AFTER_FAILURE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      busy.remove(name);
      loop.wake();
    }
  }

  /** Sends what is due. Returns false if something here failed, and not the webhook. */
  private boolean delivered(String name) {
    try {
      boolean done = run.run(name);
      sending.works();
      return done;
    } catch (CancellationException e) {
      log.debug("Sending to the webhook {} was broken off", name);
    } catch (StoreException e) {
      sending.failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      health.unexpected("sending to webhooks", name, e);
    }
    return false;
  }

  /** Begins no more messages, and waits a few seconds for the answers that are under way. */
  @Override
  public void close() {
    stopped = true;
    loop.close();
    threads.shutdown();
    await(PATIENCE_AT_CLOSE);
    client.close();
    await(AFTER_FAILURE);
  }

  private void await(Duration time) {
    try {
      if (!threads.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS)) {
        log.debug("Some messages are under way; they will be sent again with the same id");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
