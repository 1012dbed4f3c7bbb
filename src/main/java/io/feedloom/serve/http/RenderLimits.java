package io.feedloom.serve.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the memory for rendering pages. It limits how many pages are rendered at a time, and more
 * strictly how many large ones. A request that must wait longer than some seconds is refused. Pages
 * from the cache are not counted.
 */
public final class RenderLimits {
  /**
   * The most bytes of entries on one page, as JSON. A page ends before it exceeds this size, and
   * links to the next one.
   */
  public static final long MAX_PAGE_BYTES = 4L << 20;

  /** A page with more bytes of entries is large. Nearly all pages have less than half of it. */
  static final long LARGE_PAGE_BYTES = 1L << 20;

  /** The heap that one page may need before its size is known, in bytes. */
  private static final long HEAP_PER_PAGE = 128L << 20;

  /** The heap that a large page may need for its entries, the document and copies, in bytes. */
  private static final long HEAP_PER_LARGE_PAGE = 384L << 20;

  /** The heap that a large page may need while it is sent, in two content codings, in bytes. */
  private static final long HEAP_PER_LARGE_ANSWER = 32L << 20;

  private static final int MAX_WAIT_SECONDS = 5;

  /** Whether the current thread has a permit to render a large page. */
  private static final ThreadLocal<Boolean> RENDERS_LARGE = ThreadLocal.withInitial(() -> false);

  /** The semaphore that gave the current thread a permit to send a large page; else null. */
  private static final ThreadLocal<@Nullable Semaphore> SENDS_LARGE = new ThreadLocal<>();

  private final Semaphore rendered;
  private final Semaphore large;
  private final Semaphore sent;

  /** Too many pages are being rendered. */
  public static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;

    Busy() {
      super("too many pages are being rendered", null, false, false);
    }
  }

  /**
   * @param heap the most memory of the process, in bytes
   */
  public RenderLimits(long heap) {
    rendered = new Semaphore(permits(heap, HEAP_PER_PAGE), true);
    large = new Semaphore(Math.clamp(heap / HEAP_PER_LARGE_PAGE, 1, 64), true);
    sent = new Semaphore(permits(heap, HEAP_PER_LARGE_ANSWER), true);
  }

  private static int permits(long heap, long each) {
    return Math.clamp(heap / each, 2, 64);
  }

  /**
   * Renders a page, after a permit is free.
   *
   * @throws Busy if none becomes free within some seconds
   */
  public <T> T render(Supplier<T> work) {
    acquire(rendered);
    try {
      return work.get();
    } finally {
      if (RENDERS_LARGE.get()) {
        RENDERS_LARGE.remove();
        large.release();
      }
      rendered.release();
    }
  }

  /**
   * Renders a page that this thread then sends to a client. A large page keeps a permit until it is
   * sent, so that slow clients do not fill the memory.
   *
   * @throws Busy if no permit becomes free within some seconds
   */
  public <T> T renderAnswer(Supplier<T> work) {
    return render(
        () -> {
          var page = work.get();
          if (RENDERS_LARGE.get() && SENDS_LARGE.get() == null) {
            acquire(sent);
            SENDS_LARGE.set(sent);
          }
          return page;
        });
  }

  /** Releases the permit of the answer that this thread has sent, if it has one. */
  static void releaseAnswer() {
    var permits = SENDS_LARGE.get();
    if (permits != null) {
      SENDS_LARGE.remove();
      permits.release();
    }
  }

  /**
   * Acquires a permit for large pages if the page of this thread is large. Must be called before
   * the entries are rendered.
   *
   * @param bytes the size of the entries on the page
   * @throws Busy if too many large pages are being rendered
   */
  public void admit(long bytes) {
    if (bytes > LARGE_PAGE_BYTES && !RENDERS_LARGE.get()) {
      acquire(large);
      RENDERS_LARGE.set(true);
    }
  }

  private static void acquire(Semaphore semaphore) {
    try {
      if (!semaphore.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new Busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Busy();
    }
  }
}
