package io.feedloom.serve.events;

import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.select.BadSelection;
import io.feedloom.serve.access.Views;
import io.feedloom.serve.events.EventQueue.News;
import io.feedloom.serve.http.Connections;
import io.feedloom.serve.http.Connections.Deadline;
import io.feedloom.serve.http.Delivery;
import io.feedloom.serve.http.FairPlaces;
import io.feedloom.serve.http.HeaderField;
import io.feedloom.serve.http.ProblemDocument;
import io.feedloom.serve.http.Renderings;
import io.feedloom.serve.http.ServerLimits;
import io.feedloom.serve.merged.MergedFeedAddress;
import io.feedloom.serve.merged.MergedFeeds;
import io.feedloom.store.Store;
import io.feedloom.store.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/events}: tells who listens what arrives in his selection, as server-sent events
 * (WHATWG HTML, section 9.2). An event {@code entry} holds what {@code /api/v1/entries} would, one
 * {@code withdrawn} names an entry that its publisher took back; {@code reload} says that more
 * happened than can be told, and to ask anew.
 *
 * <p>Everything that is told comes from the log of arrivals, in its order. One thread reads it for
 * all and puts it into queues; each listener's own request takes from its queue and waits for its
 * client, so that a slow one keeps nobody but himself. Where nobody listens, nothing is read. The
 * id of an event is its place in the log: who comes back with {@code Last-Event-ID} is told from
 * there on, as far back as the log goes.
 */
public final class Events implements AutoCloseable {

  private static final String RELOAD = "event: reload\ndata: {}\n\n";

  /** Updates that are read of the log at once; each may have a thousand arrivals. */
  private static final int PIECE = 100;

  /** Bytes that the server collects for a listener before it sends them; events are longer. */
  private static final int BUFFER = 1_024;

  /** Lets updates that follow each other closely be read together. */
  private static final Duration REST = Duration.ofMillis(20);

  /** Whatever arrives ends the rest. */
  private static final Duration UNTIL_WOKEN = Duration.ofHours(1);

  /** Below the idle time after which servers and proxies take a connection for dead. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

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

  /** Something was stored: tells the listeners whom it concerns. */
  public void arrived() {
    if (!listeners.isEmpty()) {
      reader.wake();
    }
  }

  /** More has changed than can be told. */
  public void reload() {
    listeners.forEach(listener -> listener.add(new News.Reload()));
  }

  /** Other settings are in force: who listens has to ask anew, and may do so no more. */
  public void settingsChanged() {
    texts.clear();
    reload();
    listeners.forEach(listener -> listener.add(new News.End()));
  }

  private Duration readLog() throws InterruptedException {
    if (!listeners.isEmpty()) {
      boolean told = false;
      try {
        follow();
        told = true;
      } catch (StoreException e) {
        told = true; // later, from the same place on
        throw e;
      } finally {
        if (!told) {
          reload();
        }
      }
      Thread.sleep(REST);
    }
    return UNTIL_WOKEN;
  }

  /**
   * Reads the log to its end, from where it was read last, but not from before the first of the
   * listeners began: while nobody listened nothing was read.
   */
  private void follow() {
    long first = listeners.stream().mapToLong(EventQueue::since).min().orElse(0);
    long from = Math.max(read, first);
    for (var piece = store.log(from, PIECE); ; piece = store.log(piece.sequence(), PIECE)) {
      if (!piece.complete()) {
        reload();
      }
      for (var update : piece.updates()) {
        listeners.forEach(listener -> listener.add(update));
      }
      read = piece.sequence();
      if (piece.updates().size() < PIECE) {
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
    var address = ctx.req().getRemoteAddr();
    var listener = new EventQueue(channel.get().selection(), catalog, store.changeSequence());
    var leaving = places.enter(address, listener);
    leaving.ifPresent(other -> other.add(new News.End()));
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
      out.write(": listening\n\n");
      if (!views.get().of(ctx).equals(listener.catalog())) {
        // The settings changed before the listener was known: nobody told it to ask anew.
        return;
      }
      if (last.isPresent() && known.isEmpty()) {
        out.write(RELOAD);
      }
      tell(listener, catchUp(listener, known.orElse(listener.since()), out), out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The client went away, or was too slow: that is how listening ends.
    } finally {
      listeners.remove(listener);
    }
  }

  /** Where events are written to; a client that takes too long to read one is cut off. */
  private record Out(OutputStream stream, Deadline deadline, ServerLimits limits) {
    Out {
      deadline.none();
    }

    void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes are shared with other listeners; nobody changes them. */
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
   * Tells what was written from this place on until the listener was known; gives the place up to
   * which.
   */
  private long catchUp(EventQueue listener, long from, Out out) throws IOException {
    long end = store.changeSequence();
    long told = from;
    boolean more = told != end;
    int missed = 0;
    while (more) {
      var missing = missing(listener, told);
      missed += missing.arrivals().stream().mapToInt(news -> news.arrivals().size()).sum();
      boolean few = missing.complete() && missed <= EventQueue.MOST;
      if (few) {
        for (var news : missing.arrivals()) {
          write(listener, news, out);
        }
      } else {
        out.write(RELOAD);
      }
      told = few ? missing.end() : end;
      more = few && missing.more();
    }
    out.write(id(told));
    return told;
  }

  /** What a listener missed of a piece of the log. */
  private record Missing(List<News.Arrived> arrivals, boolean complete, long end, boolean more) {}

  /** Keeps what concerns the listener alone, since it may take its time to read that. */
  private Missing missing(EventQueue listener, long from) {
    return feeds.make(
        () -> {
          var piece = store.log(from, PIECE);
          var arrivals = new ArrayList<News.Arrived>();
          for (var update : piece.updates()) {
            var mine = listener.concerning(update);
            if (!mine.isEmpty()) {
              arrivals.add(new News.Arrived(update.number(), mine));
            }
          }
          return new Missing(
              arrivals, piece.complete(), piece.sequence(), piece.updates().size() == PIECE);
        });
  }

  /**
   * @param told what was written up to this place is known to the listener
   */
  private void tell(EventQueue listener, long told, Out out)
      throws IOException, InterruptedException {
    while (!closed) {
      long known = Math.max(told, read);
      var news = listener.next(SILENCE);
      switch (news) {
        case News.Arrived arrived when arrived.place() > told -> write(listener, arrived, out);
        case News.Arrived _ -> {
          // Told when the listener came.
        }
        case News.Reload _ -> out.write(RELOAD);
        case News.End _ -> {
          return;
        }
        case null -> out.write(id(known));
      }
    }
  }

  /**
   * The place is only named with the last event: who goes away before that is told all again. Only
   * two events are in hand at once.
   */
  private void write(EventQueue listener, News.Arrived news, Out out) throws IOException {
    byte[] before = {};
    try {
      for (var arrival : news.arrivals()) {
        var text = texts.of(listener, news.place(), arrival);
        if (text.isPresent()) {
          if (before.length > 0) {
            out.write(before);
          }
          before = text.get();
        }
      }
    } catch (Renderings.Busy e) {
      out.write(RELOAD);
      return;
    }
    if (before.length > 0) {
      var id = "id: " + ids().write(news.place()) + "\n";
      out.write(id.getBytes(StandardCharsets.UTF_8), before);
    }
  }

  /** Two threads may make the same at once. */
  private EventIds ids() {
    var made = ids;
    if (made == null) {
      made = new EventIds(store.identity());
      ids = made;
    }
    return made;
  }

  /** No event, but who comes back from here on missed nothing up to this place. */
  private String id(long place) {
    return "id: " + ids().write(place) + "\n\n";
  }

  /** Ends every listener's request. */
  @Override
  public void close() {
    closed = true;
    listeners.forEach(listener -> listener.add(new News.End()));
    reader.close();
  }
}
