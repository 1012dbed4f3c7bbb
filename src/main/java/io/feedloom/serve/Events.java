package io.feedloom.serve;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.Selection;
import io.feedloom.select.BadSelection;
import io.feedloom.select.Match;
import io.feedloom.store.Store;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * {@code /api/v1/events}: tells who listens what arrives in his selection, as server-sent events
 * (WHATWG HTML, section 9.2). An event {@code entry} holds what {@code /api/v1/entries} would; an
 * event {@code reload} says that more happened than can be told, and to ask anew.
 *
 * <p>Whoever stores an entry only puts it into queues. Each listener's own request takes from its
 * queue and waits for its client, so that a slow one keeps nobody but himself.
 */
final class Events implements AutoCloseable {
  private static final int MOST_LISTENERS = 1_000;
  private static final int MOST_WAITING = 256;

  /** Below the idle time after which servers and proxies take a connection for dead. */
  private static final int SILENCE_SECONDS = 15;

  private final MergedFeeds feeds;
  private final Supplier<Views> views;
  private final InstantSource clock;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Events(Store store, Supplier<Views> views, InstantSource clock) {
    this.feeds = new MergedFeeds(store);
    this.views = views;
    this.clock = clock;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/api/v1/events", this::listen);
    routes.get("/api/v1/streams/{name}/events", this::listen);
  }

  /** What a listener is told. */
  private sealed interface News {
    record Arrived(Arrival arrival) implements News {}

    record Reload() implements News {}

    record End() implements News {}
  }

  /** Someone who listens, by the catalog of when he began. */
  private record Listener(
      Selection selection, Catalog catalog, Match match, BlockingQueue<News> waiting) {
    static Listener of(Selection selection, Catalog catalog) {
      return new Listener(
          selection.firstPage().limit(1),
          catalog,
          Match.of(selection, catalog.groups().values()),
          new ArrayBlockingQueue<>(MOST_WAITING));
    }

    /** What does not fit is forgotten, and with it all that waits: he has to ask anew. */
    void tell(News news) {
      if (!waiting.offer(news)) {
        waiting.clear();
        waiting.offer(news instanceof News.End ? news : new News.Reload());
      }
    }
  }

  /** Tells the listeners whom these concern. */
  void arrived(List<Arrival> arrivals) {
    for (var listener : listeners) {
      arrivals.stream()
          .filter(listener.match()::test)
          .forEach(arrival -> listener.tell(new News.Arrived(arrival)));
    }
  }

  /** More has changed than can be told. */
  void reload() {
    listeners.forEach(listener -> listener.tell(new News.Reload()));
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
    var listener = Listener.of(channel.get().selection(), catalog);
    listeners.add(listener);
    try {
      ctx.res().setContentType("text/event-stream; charset=utf-8");
      ctx.header("Cache-Control", "no-store");
      ctx.header("X-Accel-Buffering", "no");
      tell(listener, ctx.res().getOutputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The client went away: that is how listening ends.
    } finally {
      listeners.remove(listener);
    }
  }

  private void tell(Listener listener, OutputStream out) throws IOException, InterruptedException {
    write(out, ": listening\n\n");
    while (!closed) {
      var news = listener.waiting().poll(SILENCE_SECONDS, TimeUnit.SECONDS);
      switch (news) {
        case News.Arrived arrived -> {
          var entry = find(listener, arrived.arrival());
          if (entry.isPresent()) {
            write(out, event(entry.get()));
          }
        }
        case News.Reload _ -> write(out, "event: reload\ndata: {}\n\n");
        case News.End _ -> {
          return;
        }
        case null -> write(out, ": still here\n\n");
      }
    }
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

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Ends every listener's request. */
  @Override
  public void close() {
    closed = true;
    listeners.forEach(listener -> listener.tell(new News.End()));
  }
}
