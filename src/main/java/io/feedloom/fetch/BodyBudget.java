package io.feedloom.fetch;

import io.feedloom.feed.Fetched.Reason;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Memory for bodies while they are received. Most are small, and room for these comes with the
 * exchange; of larger ones only so many are received at once as fit into a share of the heap, since
 * thousands of exchanges may be under way and each body may grow to the size limit.
 *
 * <p>Room is taken in two steps, each at once for all that the step allows, and whoever has taken
 * the last one waits for nobody: so all of them end.
 */
final class BodyBudget {
  /** What needs no room of its own, in bytes. */
  static final int SMALL = 1 << 16;

  /** Up to here the first step suffices. */
  private static final int MIDDLE = 1 << 20;

  private static final int KIB = 1 << 10;

  /** A body that grows is copied into an array of twice its size: half again as much on average. */
  private static final double GROWING = 1.5;

  private final int size;
  private final Semaphore middle;
  private final Semaphore large;

  /**
   * @param heap the most memory of this JVM, in bytes; a quarter of it is given out
   */
  BodyBudget(long heap) {
    size = Math.clamp(heap / 8 / KIB, 2 * MIDDLE / KIB, Integer.MAX_VALUE);
    middle = new Semaphore(size, true);
    large = new Semaphore(size, true);
  }

  /** The room that one exchange holds. For one thread. */
  final class Share implements AutoCloseable {
    private final Deadline deadline;
    private int inMiddle;
    private int inLarge;

    private Share(Deadline deadline) {
      this.deadline = deadline;
    }

    /**
     * Takes the room for a body that becomes larger than this, where it has none yet.
     *
     * @param bytes how large it is now
     * @param most how large it may become
     * @throws Refusal if others hold the room until the deadline
     */
    void grow(long bytes, long most) throws Refusal {
      if (bytes >= SMALL && inMiddle == 0) {
        inMiddle = take(middle, Math.min(most, MIDDLE));
      }
      if (bytes >= MIDDLE && inLarge == 0) {
        inLarge = take(large, most);
      }
    }

    private int take(Semaphore room, long bytes) throws Refusal {
      int wanted = Math.clamp((long) (bytes * GROWING) / KIB, 1, size);
      try {
        if (room.tryAcquire(wanted, deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
          return wanted;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new Refusal(
          Reason.TIMEOUT,
          "too many large answers came at once for the memory of this process; give it more with"
              + " -Xmx, or lower polling.max-size");
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
