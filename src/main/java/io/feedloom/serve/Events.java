package io.feedloom.serve;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.Selection;
import io.feedloom.feed.Withdrawn;
import io.feedloom.render.Identity;
import io.feedloom.select.BadSelection;
import io.feedloom.select.Match;
import io.feedloom.store.Logged;
import io.feedloom.store.Store;
import io.feedloom.store.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
final class Events implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Events.class);

  private static final int MOST_LISTENERS = 1_000;
  private static final int MOST_WAITING = 256;

  private static final String RELOAD = "event: reload\ndata: {}\n\n";

  /** Updates that are read of the log at once. */
  private static final int PIECE = 500;

  /** Lets updates that follow each other closely be read together. */
  private static final Duration REST = Duration.ofMillis(20);

  private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(5);

  /** Below the idle time after which servers and proxies take a connection for dead. */
  private static final int SILENCE_SECONDS = 15;

  private final Store store;
  private final MergedFeeds feeds;
  private final Supplier<Views> views;
  private final InstantSource clock;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final Semaphore bell = new Semaphore(0);
  private final Thread reader = Thread.ofVirtual().name("events").unstarted(this::readLog);
  private volatile @Nullable EventIds ids;
  private volatile long read;
  private volatile boolean closed;

  Events(Store store, Supplier<Views> views, InstantSource clock) {
    this.store = store;
    this.feeds = new MergedFeeds(store);
    this.views = views;
    this.clock = clock;
  }

  void start() {
    reader.start();
  }

  void addTo(RoutesConfig routes) {
    routes.get("/api/v1/events", this::listen);
    routes.get("/api/v1/streams/{name}/events", this::listen);
  }

  /** What a listener is told. */
  private sealed interface News {
    /** What concerns him of an update, and its place in the log. */
    record Arrived(long place, List<Arrival> arrivals) implements News {}

    record Reload() implements News {}

    record End() implements News {}
  }

  /**
   * Someone who listens, by the catalog of when he began.
   *
   * @param since where the log stood when he came
   */
  private record Listener(
      Selection selection, Catalog catalog, Match match, long since, BlockingQueue<News> waiting) {
    static Listener of(Selection selection, Catalog catalog, long since) {
      return new Listener(
          selection.firstPage().limit(1),
          catalog,
          Match.of(selection, catalog.groups().values()),
          since,
          new ArrayBlockingQueue<>(MOST_WAITING));
    }

    /**
     * What does not fit is forgotten, and with it all that waits but the end: he has to ask anew.
     */
    void tell(News news) {
      synchronized (waiting) {
        if (!waiting.offer(news)) {
          boolean ends = news instanceof News.End || waiting.contains(new News.End());
          waiting.clear();
          waiting.offer(ends ? new News.End() : new News.Reload());
        }
      }
    }

    void tell(Logged.Of update) {
      var mine = concerning(update);
      if (!mine.isEmpty()) {
        tell(new News.Arrived(update.number(), mine));
      }
    }

    List<Arrival> concerning(Logged.Of update) {
      return update.arrivals().stream().filter(match::test).toList();
    }
  }

  /** Something was stored: tells the listeners whom it concerns. */
  void arrived() {
    if (!listeners.isEmpty()) {
      bell.release();
    }
  }

  /** More has changed than can be told. */
  void reload() {
    listeners.forEach(listener -> listener.tell(new News.Reload()));
  }

  /** Other settings are in force: who listens has to ask anew, and may do so no more. */
  void settingsChanged() {
    reload();
    listeners.forEach(listener -> listener.tell(new News.End()));
  }

  private void readLog() {
    boolean failing = false;
    while (!closed) {
      try {
        if (failing) {
          bell.tryAcquire(REST_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        } else {
          bell.acquire();
        }
        bell.drainPermits();
        failing = false;
        if (closed) {
          return;
        }
        if (!listeners.isEmpty()) {
          follow();
        }
        Thread.sleep(REST);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (StoreException e) {
        log.warn("What arrives cannot be told now: {}", e.getMessage());
        failing = true;
      } catch (RuntimeException e) {
        log.error("Telling what arrives failed by a bug of ours", e);
        reload();
      }
    }
  }

  /**
   * Reads the log to its end, from where it was read last, but not from before the first of the
   * listeners began: while nobody listened nothing was read.
   */
  private void follow() {
    long first = listeners.stream().mapToLong(Listener::since).min().orElse(0);
    long from = Math.max(read, first);
    for (var piece = store.log(from, PIECE); ; piece = store.log(piece.sequence(), PIECE)) {
      if (!piece.complete()) {
        reload();
      }
      for (var update : piece.updates()) {
        listeners.forEach(listener -> listener.tell(update));
      }
      read = piece.sequence();
      if (piece.updates().size() < PIECE) {
        return;
      }
    }
  }

  private void listen(Context ctx) throws BadSelection, IOException {
    var catalog = views.get().of(ctx);
    var channel = Channel.asked(ctx, catalog, clock.instant());
    if (channel.isEmpty()) {
      return;
    }
    if (closed || listeners.size() >= MOST_LISTENERS) {
      ctx.header("Retry-After", "30");
      ProblemDocument.of(503, "Too many listeners", "Try again later, or ask /api/v1/entries.")
          .send(ctx);
      return;
    }
    var last = Sender.header(ctx, "Last-Event-ID").filter(id -> !id.isEmpty());
    var known = last.map(ids()::read).orElse(OptionalLong.empty());
    var listener = Listener.of(channel.get().selection(), catalog, store.changeSequence());
    listeners.add(listener);
    try {
      ctx.res().setContentType("text/event-stream; charset=utf-8");
      Delivery.guardUnstored(ctx);
      ctx.header("X-Accel-Buffering", "no");
      var out = ctx.res().getOutputStream();
      write(out, ": listening\n\n");
      if (!views.get().of(ctx).equals(catalog)) {
        // The settings changed before he was known: nobody told him to ask anew.
        return;
      }
      if (last.isPresent() && known.isEmpty()) {
        write(out, RELOAD);
      }
      tell(listener, catchUp(listener, known.orElse(listener.since()), out), out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The client went away: that is how listening ends.
    } finally {
      listeners.remove(listener);
    }
  }

  /**
   * Tells what was written from this place on until he was known as a listener; gives the place up
   * to which.
   */
  private long catchUp(Listener listener, long from, OutputStream out) throws IOException {
    long end = store.changeSequence();
    long told = from;
    boolean more = told != end;
    int missed = 0;
    while (more) {
      var piece = store.log(told, PIECE);
      missed += piece.updates().stream().mapToInt(u -> listener.concerning(u).size()).sum();
      boolean few = piece.complete() && missed <= MOST_WAITING;
      if (few) {
        for (var update : piece.updates()) {
          write(listener, update.number(), listener.concerning(update), out);
        }
      } else {
        write(out, RELOAD);
      }
      told = few ? piece.sequence() : end;
      more = few && piece.updates().size() == PIECE;
    }
    write(out, id(told));
    return told;
  }

  /**
   * @param told what was written up to this place is known to him
   */
  private void tell(Listener listener, long told, OutputStream out)
      throws IOException, InterruptedException {
    while (!closed) {
      long known = Math.max(told, read);
      var news = listener.waiting().poll(SILENCE_SECONDS, TimeUnit.SECONDS);
      switch (news) {
        case News.Arrived(long place, List<Arrival> arrivals) when place > told ->
            write(listener, place, arrivals, out);
        case News.Arrived _ -> {
          // He was told when he came.
        }
        case News.Reload _ -> write(out, RELOAD);
        case News.End _ -> {
          return;
        }
        case null -> write(out, id(known));
      }
    }
  }

  /** The place is only named with the last event: who goes away before that is told all again. */
  private void write(Listener listener, long place, List<Arrival> arrivals, OutputStream out)
      throws IOException {
    var events = arrivals.stream().flatMap(arrival -> event(listener, arrival).stream()).toList();
    for (int i = 0; i < events.size(); i++) {
      boolean last = i == events.size() - 1;
      write(out, (last ? "id: " + ids().write(place) + "\n" : "") + events.get(i));
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

  private Optional<String> event(Listener listener, Arrival arrival) {
    return arrival.withdrawn()
        ? feeds.withdrawn(arrival).map(Events::event)
        : find(listener, arrival).map(this::event);
  }

  /**
   * The entry, if it is chosen: of its text an arrival says nothing. It is the first of the river
   * from just ahead of its own place on.
   */
  private Optional<MergedFeeds.River> find(Listener listener, Arrival arrival) {
    var key = arrival.key();
    var ahead = new Cursor(arrival.river(), new EntryKey(key.feed(), key.id() + 1));
    var chosen = listener.selection().before(Optional.of(ahead));
    return Optional.of(feeds.read(chosen, listener.catalog()))
        .filter(river -> river.entries().stream().anyMatch(entry -> entry.key().equals(key)));
  }

  /** JSON has no line breaks but in strings, where they are escaped: it is one line. */
  private String event(MergedFeeds.River river) {
    var sources = feeds.sources(river);
    var entry = river.entries().getFirst();
    var json = Json.bytes(out -> EntryJson.write(out, entry, river.tellings(), sources));
    return "event: entry\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n";
  }

  private static String event(Withdrawn gone) {
    var json =
        Json.bytes(
            out -> {
              out.writeStartObject();
              out.writeStringProperty("id", Identity.inText(gone.name()));
              out.writeStringProperty("guid", gone.guid());
              out.writeObjectPropertyStart("source");
              out.writeStringProperty("id", gone.feed().value());
              out.writeEndObject();
              out.writeStringProperty("when", gone.when().toString());
              out.writeEndObject();
            });
    return "event: withdrawn\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n";
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Ends every listener's request. */
  @Override
  public void close() {
    closed = true;
    bell.release();
    listeners.forEach(listener -> listener.tell(new News.End()));
  }
}
