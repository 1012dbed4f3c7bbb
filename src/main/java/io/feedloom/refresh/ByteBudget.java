package io.feedloom.refresh;

import java.util.concurrent.Semaphore;

/**
 * Room for the documents that are being read or wait to be stored, in bytes. It bounds memory: a
 * parsed document takes some ten times as much as its bytes. The first caller enters first, so that
 * a large one is not passed over for ever.
 */
final class ByteBudget {
  private final int size;
  private final Semaphore free;

  ByteBudget(int bytes) {
    size = bytes;
    free = new Semaphore(bytes, true);
  }

  /** A document's place; for the thread that entered. */
  final class Place implements AutoCloseable {
    private int taken;

    private Place(int taken) {
      this.taken = taken;
    }

    /** Gives it up before its time. */
    void leave() {
      free.release(taken);
      taken = 0;
    }

    @Override
    public void close() {
      leave();
    }
  }

  /** Waits until there is room; a document that is larger than all of it gets all of it. */
  Place enter(int bytes) {
    int taken = Math.min(bytes, size);
    free.acquireUninterruptibly(taken);
    return new Place(taken);
  }
}
