package io.feedloom.push.hub;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs the messages to callbacks, each on a virtual thread. Limits how many messages to one host
 * run at once, and how many in all. Hosts that were slow or failed have a limit of their own, so
 * they delay no others.
 */
final class CallbackQueues implements AutoCloseable {
  /** The messages to one host that run at once. */
  static final int PER_HOST = 10;

  private static final int QUICK = 256;
  private static final int SLOW = 128;
  private static final int QUESTIONS = 128;
  private static final int MAX_SLOW_HOSTS = 100_000;

  private final ConcurrentMap<String, Line> lines = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Boolean> slowHosts = new ConcurrentHashMap<>();
  private final Semaphore quick = new Semaphore(QUICK, true);
  private final Semaphore slow = new Semaphore(SLOW, true);
  private final Semaphore questions = new Semaphore(QUESTIONS, true);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("callback-", 0).factory());

  /** The messages to a host: how many run, and those that wait. Guarded by the map. */
  private static final class Line {
    private int running;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
  }

  /** Runs the message when its host has a free place. Never blocks. */
  void add(String host, Runnable message) {
    lines.compute(
        host,
        (_, known) -> {
          var line = known == null ? new Line() : known;
          if (line.running < PER_HOST) {
            line.running++;
            start(host, message);
          } else {
            line.waiting.add(message);
          }
          return line;
        });
  }

  private void start(String host, Runnable message) {
    if (!threads.isShutdown()) {
      threads.execute(() -> run(host, message));
    }
  }

  private void run(String host, Runnable message) {
    try {
      message.run();
    } finally {
      lines.computeIfPresent(
          host,
          (_, line) -> {
            var next = line.waiting.poll();
            if (next != null) {
              start(host, next);
              return line;
            }
            line.running--;
            return line.running == 0 ? null : line;
          });
    }
  }

  /** Waits for a place among all messages, for one message to this host. */
  Place enter(String host) throws InterruptedException {
    var places = slowHosts.containsKey(host) ? slow : quick;
    places.acquire();
    return places::release;
  }

  /**
   * Waits for a place among the questions about requests. Callbacks that never answered yet are
   * often slow, so they delay no deliveries.
   */
  Place enterQuestion() throws InterruptedException {
    questions.acquire();
    return questions::release;
  }

  /** A place among all messages. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /** Remembers whether the host was slow or failed at its last message. */
  void note(String host, boolean isSlow) {
    if (!isSlow) {
      slowHosts.remove(host);
    } else if (slowHosts.size() < MAX_SLOW_HOSTS) {
      slowHosts.put(host, true);
    }
  }

  /** Waits some seconds for the messages that run. Others are not begun. */
  boolean end(long seconds) {
    threads.shutdown();
    try {
      return threads.awaitTermination(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Aborts the messages that run. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
