package io.feedloom.serve.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.feedloom.serve.http.FairPlaces;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.function.LongSupplier;

/**
 * Limits how fast one address can guess the admin token. After ten wrong tokens within a minute,
 * only five more tokens a second are checked; a request that would wait longer than two seconds is
 * refused. The right token is accepted whenever it is checked, because all clients behind a reverse
 * proxy may share one address, and a stranger must not shut out the admin. A wrong token that is
 * sent again counts once: it may be a password for the proxy, which clients send with each request.
 */
public final class AdminTries {
  private static final int MAX_WRONG_TRIES = 10;
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Duration SPACE = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MAX_ADDRESSES = 10_000;
  private static final int MAX_REMEMBERED = 32;

  private final LongSupplier nanos;
  private final Cache<String, Tries> byAddress =
      Caffeine.newBuilder().maximumSize(MAX_ADDRESSES).build();

  /**
   * @param nanos as {@link System#nanoTime()}
   */
  public AdminTries(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The wrong tokens of one address. */
  private static final class Tries {
    private int wrong;
    private long windowEnd;
    private long next;

    /** DigestPages of wrong tokens, the oldest first. */
    private final SequencedSet<String> known = new LinkedHashSet<>();

    Tries(long now) {
      windowEnd = now + WINDOW.toNanos();
      next = now;
    }

    private void renew(long now) {
      if (now - windowEnd >= 0) {
        wrong = 0;
        windowEnd = now + WINDOW.toNanos();
      }
    }

    synchronized boolean isLimited(long now) {
      renew(now);
      return wrong >= MAX_WRONG_TRIES;
    }

    synchronized void wrong(long now) {
      renew(now);
      wrong++;
    }

    synchronized boolean knows(String digest) {
      return known.contains(digest);
    }

    synchronized void remember(String digest) {
      known.add(digest);
      if (known.size() > MAX_REMEMBERED) {
        known.removeFirst();
      }
    }

    /**
     * Returns how long to wait until the next token may be checked, in nanoseconds. If that is too
     * long, no turn is taken.
     */
    synchronized long turn(long now) {
      long wait = Math.max(0, next - now);
      if (wait <= PATIENCE.toNanos()) {
        next = now + wait + SPACE.toNanos();
      }
      return wait;
    }
  }

  private Tries of(String address) {
    return byAddress.get(FairPlaces.owner(address), _ -> new Tries(nanos.getAsLong()));
  }

  /** Returns whether this address recently sent the same wrong token. */
  boolean knows(String address, String digest) {
    var tries = byAddress.getIfPresent(FairPlaces.owner(address));
    return tries != null && tries.knows(digest);
  }

  /** Remembers a wrong token of this address. */
  void remember(String address, String digest) {
    of(address).remember(digest);
  }

  /**
   * Returns whether a token of this address may be checked. Waits for that if it takes at most two
   * seconds.
   */
  boolean await(String address) {
    var tries = of(address);
    long now = nanos.getAsLong();
    if (!tries.isLimited(now)) {
      return true;
    }
    long wait = tries.turn(now);
    if (wait > PATIENCE.toNanos()) {
      return false;
    }
    try {
      Thread.sleep(Duration.ofNanos(wait));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Counts a wrong token. Returns whether the limit was already reached. */
  boolean wrong(String address) {
    var tries = of(address);
    long now = nanos.getAsLong();
    boolean limited = tries.isLimited(now);
    tries.wrong(now);
    return limited;
  }
}
