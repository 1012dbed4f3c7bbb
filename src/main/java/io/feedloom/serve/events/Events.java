package io.feedloom.serve.events;

import io.feedloom.feed.Selection;
import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.select.BadSelection;
import io.feedloom.serve.access.Views;
import io.feedloom.serve.events.EventQueue.QueuedEvent;
import io.feedloom.serve.http.Connections;
import io.feedloom.serve.http.Connections.Deadline;
import io.feedloom.serve.http.Delivery;
import io.feedloom.serve.http.FairPlaces;
import io.feedloom.serve.http.HeaderField;
import io.feedloom.serve.http.ProblemDocument;
import io.feedloom.serve.http.RenderLimits;
import io.feedloom.serve.http.ServerLimits;
import io.feedloom.serve.merged.MergedFeedAddress;
import io.feedloom.serve.merged.MergedFeeds;
import io.feedloom.store.Store;
import io.feedloom.store.api.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /api/v1/events}: sends arrivals to listeners as server-sent events (WHATWG HTML,
 * section 9.2). An {@code entry} event contains an entry as {@code /api/v1/entries} does. A {@code
 * withdrawn} event names an entry that its publisher withdrew. A {@code reload} event says that the
 * listener missed events and must request the entries again.
 *
 * <p>All events come from the log of arrivals, in its order. One thread reads the log for all
 * listeners and fills their queues. The request of each listener takes events from its own queue,
 * so a slow client delays no other. The log is read only while there are listeners. The id of an
 * event is its position in the log. A client that reconnects with {@code Last-Event-ID} continues
 * there, as far back as the log goes.
 */
public final class Events implements AutoCloseable {

  /**
   * The beginning of a stream. After a disconnection, clients wait for this many milliseconds, so
   * that all of them together do not overload a server that starts again.
   */
  private static final String BEGIN = ": listening\nretry: 3000\n\n";

  /** The comment that keeps a connection alive. */
  private static final String HEARTBEAT = ": alive\n";

  private static final String RELOAD = "event: reload\ndata: {}\n\n";

  /**
   * The number of updates that are read from the log at once. Each may have a thousand arrivals.
   */
  private static final int BATCH_SIZE = 100;

  /** The buffer of a response, in bytes. Events are longer. */
  private static final int BUFFER = 1_024;

  /** A pause, so that updates in quick succession are read together. */
  private static final Duration REST = Duration.ofMillis(20);

  /** An arrival ends this wait. */
  private static final Duration UNTIL_WOKEN = Duration.ofHours(1);

  private final Store store;
  private final MergedFeeds feeds;
  private final EventTexts texts;
  private final Supplier<Views> views;
  private final InstantSource clock;
  private final Connections connections;
  private final ServerLimits limits;
  private final FairPlaces<EventQueue> places;
  private final Set<EventQueue> listeners = ConcurrentHashMap.newKeySet();
  private final Loop reader;
  private volatile @Nullable EventIds ids;
  private volatile long read;
  private volatile boolean closed;

  public Events(
      Store store,
      MergedFeeds feeds,
      Supplier<Views> views,
      Connections connections,
      ServerLimits limits,
      InstantSource clock,
      Health health) {
    this.store = store;
    this.feeds = feeds;
    this.texts = new EventTexts(feeds);
    this.views = views;
    this.connections = connections;
    this.limits = limits;
    this.places = new FairPlaces<>(limits.listeners());
    this.clock = clock;
    this.reader = new Loop("events", health, StoreException.class, this::readLog);
  }

  public void start() {
    reader.start();
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/v1/events", this::listen);
    routes.get("/api/v1/streams/{name}/events", this::listen);
  }

  /** Wakes the thread that reads the log, after something was stored. */
  public void arrived() {
    if (!listeners.isEmpty()) {
      reader.wake();
    }
  }

  /** Asks all listeners to reload, because more changed than events can say. */
  public void reload() {
    listeners.forEach(listener -> listener.add(new QueuedEvent.Reload()));
  }

  /**
   * Ends all streams after the settings changed. Listeners must reconnect, because they may no
   * longer have access.
   */
  public void settingsChanged() {
    texts.clear();
    reload();
    listeners.forEach(listener -> listener.add(new QueuedEvent.End()));
  }

  private Duration readLog() throws InterruptedException {
    if (!listeners.isEmpty()) {
      boolean nothingLost = false;
      try {
        follow();
        nothingLost = true;
      } catch (StoreException e) {
        nothingLost = true; // the next step reads from the same position
        throw e;
      } finally {
        if (!nothingLost) {
          reload();
        }
      }
      Thread.sleep(REST);
    }
    return UNTIL_WOKEN;
  }

  /**
   * Reads the log to its end, from where it was last read. Skips what was written before the first
   * current listener connected.
   */
  private void follow() {
    long first = listeners.stream().mapToLong(EventQueue::since).min().orElse(0);
    long from = Math.max(read, first);
    for (var piece = store.arrivals().updatesAfter(from, BATCH_SIZE);
        ;
        piece = store.arrivals().updatesAfter(piece.sequence(), BATCH_SIZE)) {
      if (!piece.complete()) {
        reload();
      }
      for (var update : piece.updates()) {
        listeners.forEach(listener -> listener.add(update));
      }
      read = piece.sequence();
      if (piece.updates().size() < BATCH_SIZE) {
        return;
      }
    }
  }

  private void listen(Context ctx) throws BadSelection, IOException {
    var catalog = views.get().of(ctx);
    var channel = MergedFeedAddress.asked(ctx, catalog, clock.instant());
    if (channel.isEmpty()) {
      return;
    }
    var selection = channel.get().selection();
    var refusal = refusal(selection);
    if (refusal.isPresent()) {
      ProblemDocument.of(400, "No events for this selection", refusal.get()).send(ctx);
      return;
    }
    var address = ctx.req().getRemoteAddr();
    var listener = new EventQueue(selection, catalog, store.arrivals().end());
    var leaving = places.enter(address, listener);
    leaving.ifPresent(other -> other.add(new QueuedEvent.End()));
    try {
      if (closed || leaving.filter(other -> other == listener).isPresent()) {
        full(ctx);
      } else {
        listen(ctx, listener);
      }
    } finally {
      places.leave(address, listener);
    }
  }

  /** Returns why an arrival alone does not show whether it belongs to a selection. */
  private static Optional<String> refusal(Selection selection) {
    var hub = "subscribe to this feed at the hub (rel=hub), which delivers ";
    if (selection.digest().isPresent()) {
      return Optional.of(
          "digest: events are single entries, and a digest is complete when its period ends; "
              + hub
              + "each digest then, or leave out digest");
    }
    if (selection.isRanking()) {
      return Optional.of(
          "order=top: events are single entries, and a ranking changes without a new one; poll"
              + " /api/v1/entries with order=top, or leave out order");
    }
    return selection.onlyStories()
        ? Optional.of(
            "min-sources: events are single entries, and a story grows with entries of other feeds;"
                + " "
                + hub
                + "each story when it has so many sources, or leave out min-sources")
        : Optional.empty();
  }

  private static void full(Context ctx) {
    ctx.header("Retry-After", "30");
    ProblemDocument.of(503, "Too many listeners", "Try again later, or ask /api/v1/entries.")
        .send(ctx);
  }

  private void listen(Context ctx, EventQueue listener) {
    var last = HeaderField.of(ctx, "Last-Event-ID").filter(id -> !id.isEmpty());
    var known = last.map(ids()::read).orElse(OptionalLong.empty());
    listeners.add(listener);
    try {
      ctx.res().setContentType("text/event-stream; charset=utf-8");
      Delivery.guardUnstored(ctx);
      ctx.header("X-Accel-Buffering", "no");
      ctx.res().setBufferSize(BUFFER);
      var out = new Out(ctx.res().getOutputStream(), connections.deadline(ctx.req()), limits);
      out.write(BEGIN);
      if (!views.get().of(ctx).equals(listener.catalog())) {
        // The settings changed before the listener was registered, so nothing ended its stream.
        return;
      }
      if (last.isPresent() && known.isEmpty()) {
        out.write(RELOAD);
      }
      sendNews(listener, catchUp(listener, known.orElse(listener.since()), out), out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The client disconnected or was too slow, which ends the stream.
    } finally {
      listeners.remove(listener);
    }
  }

  /** The stream of a listener. A client that takes too long to read an event is disconnected. */
  private record Out(OutputStream stream, Deadline deadline, ServerLimits limits) {
    Out {
      deadline.none();
    }

    void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes one event. The bytes are shared with other listeners and never change. */
    void write(byte[]... parts) throws IOException {
      deadline.in(limits.event());
      for (var part : parts) {
        stream.write(part);
      }
      stream.flush();
      deadline.none();
    }
  }

  /**
   * Sends the events from a position until now.
   *
   * @return the position up to which events were sent
   */
  private long catchUp(EventQueue listener, long from, Out out) throws IOException {
    long end = store.arrivals().end();
    long sent = from;
    boolean more = sent != end;
    int missed = 0;
    while (more) {
      var missing = missing(listener, sent);
      missed += missing.arrivals().stream().mapToInt(event -> event.arrivals().size()).sum();
      boolean few = missing.complete() && missed <= EventQueue.MAX_ARRIVALS;
      if (few) {
        for (var news : missing.arrivals()) {
          write(listener, news, out);
        }
      } else {
        out.write(RELOAD);
      }
      sent = few ? missing.end() : end;
      more = few && missing.more();
    }
    out.write(id(sent));
    return sent;
  }

  /** What a listener missed in a part of the log. */
  private record Missing(
      List<QueuedEvent.Arrived> arrivals, boolean complete, long end, boolean more) {}

  /**
   * Reads a part of the log. Keeps only the arrivals for this listener, because it may read them
   * slowly.
   */
  private Missing missing(EventQueue listener, long from) {
    return feeds.make(
        () -> {
          var piece = store.arrivals().updatesAfter(from, BATCH_SIZE);
          var arrivals = new ArrayList<QueuedEvent.Arrived>();
          for (var update : piece.updates()) {
            var mine = listener.matching(update);
            if (!mine.isEmpty()) {
              arrivals.add(new QueuedEvent.Arrived(update.number(), mine));
            }
          }
          return new Missing(
              arrivals, piece.complete(), piece.sequence(), piece.updates().size() == BATCH_SIZE);
        });
  }

  /**
   * Sends events from the queue until the stream ends.
   *
   * @param sent the position up to which the listener has all events
   */
  private void sendNews(EventQueue listener, long sent, Out out)
      throws IOException, InterruptedException {
    while (!closed) {
      long known = Math.max(sent, read);
      var news = listener.next(limits.heartbeat());
      switch (news) {
        case QueuedEvent.Arrived arrived when arrived.place() > sent ->
            write(listener, arrived, out);
        case QueuedEvent.Arrived _ -> {
          // Already sent when the listener connected.
        }
        case QueuedEvent.Reload _ -> out.write(RELOAD);
        case QueuedEvent.End _ -> {
          if (!closed) {
            return;
          }
        }
        case null -> out.write(HEARTBEAT + id(known));
      }
    }
    out.write(retry());
  }

  /**
   * Sends the events of an update. Only the last one has the id of the update, so a client that
   * disconnects before it gets all of them again. At most two events are in memory at once.
   */
  private void write(EventQueue listener, QueuedEvent.Arrived event, Out out) throws IOException {
    byte[] before = {};
    try {
      for (var arrival : event.arrivals()) {
        var text = texts.of(listener, event.place(), arrival);
        if (text.isPresent()) {
          if (before.length > 0) {
            out.write(before);
          }
          before = text.get();
        }
      }
    } catch (RenderLimits.Busy e) {
      out.write(RELOAD);
      return;
    }
    if (before.length > 0) {
      var id = "id: " + ids().write(event.place()) + "\n";
      out.write(id.getBytes(StandardCharsets.UTF_8), before);
    }
  }

  /** Returns the ids of this database. Two threads may create them at once, which does no harm. */
  private EventIds ids() {
    var made = ids;
    if (made == null) {
      made = new EventIds(store.storage().identity());
      ids = made;
    }
    return made;
  }

  /**
   * Returns an id without an event, so that a client that reconnects continues after this position.
   */
  private String id(long place) {
    return "id: " + ids().write(place) + "\n\n";
  }

  /**
   * Returns how long a client waits before it connects again, to another node or after the restart.
   * The times differ, so that not all connect at once.
   */
  private static String retry() {
    return "retry: " + ThreadLocalRandom.current().nextInt(200, 3_000) + "\n\n";
  }

  /** Ends every listener's request. */
  @Override
  public void close() {
    closed = true;
    listeners.forEach(listener -> listener.add(new QueuedEvent.End()));
    reader.close();
  }
}
