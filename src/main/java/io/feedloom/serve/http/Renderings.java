package io.feedloom.serve.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the memory of pages that are being made: few at a time, and fewer still of those with long
 * texts. A request that finds no place waits for a moment, and is then refused. Pages in memory
 * need no place.
 */
public final class Renderings {
  /** Bytes of entries on one page, as JSON. A page with more ends early and names the next. */
  public static final long MOST = 4L << 20;

  /** From here on a page counts as large; nearly all have less than half of it. */
  static final long LARGE = 1L << 20;

  /** Heap that a page may take until it is known whether it is large. */
  private static final long HEAP_OF_ONE = 128L << 20;

  /** Heap that a large page may take: its entries, the document, and copies of it. */
  private static final long HEAP_OF_LARGE = 384L << 20;

  /** Heap that a large page may take while it is sent, in two content codings. */
  private static final long HEAP_OF_SENT = 32L << 20;

  private static final int SECONDS = 5;

  /** Whether the page that a thread makes has a place among the large ones. */
  private static final ThreadLocal<Boolean> HOLDS_LARGE = ThreadLocal.withInitial(() -> false);

  /** Whether the answer that a thread sends has a place among the large ones. */
  private static final ThreadLocal<@Nullable Semaphore> SENDS_LARGE = new ThreadLocal<>();

  private final Semaphore places;
  private final Semaphore large;
  private final Semaphore sent;

  /** Too many pages are being made. */
  public static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;

    Busy() {
      super("too many pages are being made", null, false, false);
    }
  }

  /**
   * @param heap the most memory of the process, in bytes
   */
  public Renderings(long heap) {
    places = new Semaphore(places(heap, HEAP_OF_ONE), true);
    large = new Semaphore(Math.clamp(heap / HEAP_OF_LARGE, 1, 64), true);
    sent = new Semaphore(places(heap, HEAP_OF_SENT), true);
  }

  private static int places(long heap, long each) {
    return Math.clamp(heap / each, 2, 64);
  }

  /**
   * Makes a page when there is a place for it.
   *
   * @throws Busy if there is none within some seconds
   */
  public <T> T make(Supplier<T> work) {
    enter(places);
    try {
      return work.get();
    } finally {
      if (HOLDS_LARGE.get()) {
        HOLDS_LARGE.remove();
        large.release();
      }
      places.release();
    }
  }

  /**
   * Makes a page that this thread sends to a client. A large one keeps a place until it is sent, so
   * that clients who read slowly do not fill the memory.
   *
   * @throws Busy if there is no place within some seconds
   */
  public <T> T makeAnswer(Supplier<T> work) {
    return make(
        () -> {
          var made = work.get();
          if (HOLDS_LARGE.get() && SENDS_LARGE.get() == null) {
            enter(sent);
            SENDS_LARGE.set(sent);
          }
          return made;
        });
  }

  /** Gives back the place of the answer that this thread has sent, if it had one. */
  static void answered() {
    var held = SENDS_LARGE.get();
    if (held != null) {
      SENDS_LARGE.remove();
      held.release();
    }
  }

  /**
   * Tells how much the page that this thread makes has on it, before it is written.
   *
   * @throws Busy if it is large and too many large ones are being made
   */
  public void weigh(long bytes) {
    if (bytes > LARGE && !HOLDS_LARGE.get()) {
      enter(large);
      HOLDS_LARGE.set(true);
    }
  }

  private static void enter(Semaphore semaphore) {
    try {
      if (!semaphore.tryAcquire(SECONDS, TimeUnit.SECONDS)) {
        throw new Busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Busy();
    }
  }
}
