package io.feedloom.refresh;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets threads wait for permission to send one request to a host. Safe for use by many threads. */
final class HostTurns implements AutoCloseable {
  private final Hosts hosts;
  private final Duration patience;
  private final Set<CompletableFuture<Hosts.Place>> waiting = ConcurrentHashMap.newKeySet();

  /**
   * @param patience the longest time that a thread waits
   */
  HostTurns(Hosts hosts, Duration patience) {
    this.hosts = hosts;
    this.patience = patience;
  }

  /** The permission to send one request, until it is closed. Used by one thread. */
  static final class Visit implements Poll.Turn {
    private final Hosts hosts;
    private final Hosts.Place place;
    private boolean over;

    Visit(Hosts hosts, Hosts.Place place) {
      this.hosts = hosts;
      this.place = place;
    }

    @Override
    public void close() {
      if (!over) {
        over = true;
        hosts.leave(place);
      }
    }
  }

  /**
   * Waits for permission. Returns empty if it does not come in time.
   *
   * @throws java.util.concurrent.CancellationException if this object was closed
   */
  @SuppressWarnings("UndefinedEquals") // Futures are compared by identity on purpose.
  Optional<Visit> take(Site site) {
    var given = new CompletableFuture<Hosts.Place>();
    waiting.add(given);
    try {
      return hosts.enter(site, place -> give(place, given)).isPresent()
          ? Optional.empty()
          : await(given).map(place -> new Visit(hosts, place));
    } finally {
      waiting.remove(given);
    }
  }

  private void give(Hosts.Place place, CompletableFuture<Hosts.Place> given) {
    if (!given.complete(place)) {
      hosts.leave(place);
    }
  }

  private Optional<Hosts.Place> await(CompletableFuture<Hosts.Place> given) {
    try {
      return Optional.of(given.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      // Permission did not come in time, or comes at this moment.
    }
    return given.cancel(false) ? Optional.empty() : Optional.of(given.join());
  }

  /** Ends all waiting. */
  @Override
  public void close() {
    waiting.forEach(given -> given.cancel(false));
  }
}
