package io.feedloom.fetch;

import io.feedloom.feed.Fetched.Reason;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits the memory for bodies while they are received. Most bodies are small and need no
 * permission. Larger ones are received at the same time only while they fit into a part of the
 * heap. The reason is that thousands of exchanges may be under way, and each body may grow to the
 * size limit.
 *
 * <p>An exchange takes memory in at most two steps, each time all that the step needs. After the
 * last step it waits for no other exchange, so there is no deadlock.
 */
final class BodyBudget {
  /** The largest body that needs no permission, in bytes. */
  static final int SMALL = 1 << 16;

  /** The largest body for which the first step is enough, in bytes. */
  private static final int MIDDLE = 1 << 20;

  private static final int KIB = 1 << 10;

  /**
   * The memory of a growing body in relation to its size. When its array is full, it is copied into
   * one of twice the size. So the array is 1.5 times as large as the body on average.
   */
  private static final double GROWING = 1.5;

  private final int size;
  private final Semaphore middle;
  private final Semaphore large;

  /**
   * @param heap the largest heap of this JVM, in bytes; a quarter of it is for bodies
   */
  BodyBudget(long heap) {
    size = Math.clamp(heap / 8 / KIB, 2 * MIDDLE / KIB, Integer.MAX_VALUE);
    middle = new Semaphore(size, true);
    large = new Semaphore(size, true);
  }

  /** The memory that one exchange holds. Used by one thread. */
  final class Share implements AutoCloseable {
    private final Deadline deadline;
    private int inMiddle;
    private int inLarge;

    private Share(Deadline deadline) {
      this.deadline = deadline;
    }

    /**
     * Takes memory for a body before it becomes larger, if the exchange has not enough yet.
     *
     * @param bytes its present size
     * @param most its greatest size
     * @throws Refusal if other exchanges hold the memory until the deadline
     */
    void grow(long bytes, long most) throws Refusal {
      if (bytes >= SMALL && inMiddle == 0) {
        inMiddle = take(middle, Math.min(most, MIDDLE));
      }
      if (bytes >= MIDDLE && inLarge == 0) {
        inLarge = take(large, most);
      }
    }

    private int take(Semaphore available, long bytes) throws Refusal {
      int wanted = Math.clamp((long) (bytes * GROWING) / KIB, 1, size);
      try {
        if (available.tryAcquire(wanted, deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
          return wanted;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new Refusal(
          Reason.TIMEOUT,
          "the memory of this process is too small for so many large answers at once; raise -Xmx,"
              + " or lower polling.max-size");
    }

    @Override
    public void close() {
      middle.release(inMiddle);
      large.release(inLarge);
    }
  }

  Share share(Deadline deadline) {
    return new Share(deadline);
  }
}
