package io.feedloom.push;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends the threads that send or read messages. */
public final class MessageThreads {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private MessageThreads() {}

  /** Waits a few seconds for work that has begun, and interrupts what is left. */
  public static void end(ExecutorService threads) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
