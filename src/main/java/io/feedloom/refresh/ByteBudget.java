package io.feedloom.refresh;

import java.util.concurrent.Semaphore;

/**
 * Limits the bytes of documents that are being read or wait to be stored. This limits memory: a
 * parsed document takes about ten times the memory of its bytes. Callers get bytes in the order of
 * their calls, so that a large document does not wait indefinitely.
 */
final class ByteBudget {
  private final int size;
  private final Semaphore free;

  ByteBudget(int bytes) {
    size = bytes;
    free = new Semaphore(bytes, true);
  }

  /** The reservation for one document. Used by one thread. */
  final class Place implements AutoCloseable {
    private int taken;

    private Place(int taken) {
      this.taken = taken;
    }

    /** Releases the reservation. */
    void leave() {
      free.release(taken);
      taken = 0;
    }

    @Override
    public void close() {
      leave();
    }
  }

  /**
   * Waits until the bytes are free, and reserves them. For a document larger than the whole budget,
   * reserves the whole budget.
   */
  Place enter(int bytes) {
    int taken = Math.min(bytes, size);
    free.acquireUninterruptibly(taken);
    return new Place(taken);
  }
}
