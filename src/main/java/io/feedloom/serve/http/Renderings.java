package io.feedloom.serve.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the memory of pages that are being made: few at a time, and fewer large ones. A request
 * that finds no free place waits some seconds and is then refused. Pages from the cache need no
 * place.
 */
public final class Renderings {
  /**
   * The bytes of entries on one page, as JSON. A page with more ends early and links to the next
   * one.
   */
  public static final long MOST = 4L << 20;

  /** The bytes from which a page counts as large. Nearly all pages have less than half of it. */
  static final long LARGE = 1L << 20;

  /** The heap that a page may need before its size is known. */
  private static final long HEAP_OF_ONE = 128L << 20;

  /** The heap that a large page may need: its entries, the document and copies of it. */
  private static final long HEAP_OF_LARGE = 384L << 20;

  /** The heap that a large page may need while it is sent, in two content codings. */
  private static final long HEAP_OF_SENT = 32L << 20;

  private static final int SECONDS = 5;

  /** Whether the page that a thread makes holds one of the places for large pages. */
  private static final ThreadLocal<Boolean> HOLDS_LARGE = ThreadLocal.withInitial(() -> false);

  /** The semaphore that holds a place for the answer of this thread; null if none does. */
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
   * Makes a page, once a place is free.
   *
   * @throws Busy if none becomes free within some seconds
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
   * Makes a page that this thread sends to a client. A large page keeps its place until it is sent,
   * so that slow clients do not fill the memory.
   *
   * @throws Busy if no place becomes free within some seconds
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

  /** Releases the place of the answer that this thread has sent, if it held one. */
  static void answered() {
    var held = SENDS_LARGE.get();
    if (held != null) {
      SENDS_LARGE.remove();
      held.release();
    }
  }

  /**
   * Takes a place for large pages if the page that this thread makes is large. Called before the
   * page is rendered.
   *
   * @param bytes the size of the entries on the page
   * @throws Busy if too many large pages are being made
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
