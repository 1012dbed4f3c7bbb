package io.feedloom.fetch;

import io.feedloom.feed.Fetched.Reason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up the addresses of hosts within a deadline. The system's resolver cannot be interrupted,
 * and blocks its thread for tens of seconds if a zone's servers are dead. It therefore runs on
 * separate threads, and the caller can stop waiting.
 */
final class DnsResolver implements AutoCloseable {
  /**
   * The number of simultaneous look-ups. Only when so many wait for dead zones do others have to
   * queue.
   */
  private static final int THREADS = 64;

  /** The number of simultaneous look-ups of hosts whose last look-up was too slow. */
  private static final int THREADS_FOR_SLOW = 16;

  private static final int MAX_SLOW_NAMES = 100_000;

  private static final int IDLE_SECONDS = 10;

  /** The system's resolver, or that of a test. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] lookUp(String host) throws UnknownHostException;
  }

  private final Resolver resolver;
  private final ThreadPoolExecutor threads;
  private final ThreadPoolExecutor threadsForSlow;
  private final Set<String> slow = ConcurrentHashMap.newKeySet();

  DnsResolver(Resolver resolver) {
    this.resolver = resolver;
    this.threads = threads(THREADS, "feedloom-dns-");
    this.threadsForSlow = threads(THREADS_FOR_SLOW, "feedloom-slow-dns-");
  }

  private static ThreadPoolExecutor threads(int most, String name) {
    var threads =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(name, 0).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /**
   * Returns all addresses of a host, in the resolver's order, at least one.
   *
   * @throws Refusal if there is none or the look-up takes too long
   * @throws InterruptedException if the thread is interrupted
   */
  InetAddress[] lookUp(String host, Deadline deadline) throws Refusal, InterruptedException {
    var asked =
        (slow.contains(host) ? threadsForSlow : threads).submit(() -> resolver.lookUp(host));
    try {
      var addresses = asked.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
      slow.remove(host);
      if (addresses.length == 0) {
        throw unknown(host);
      }
      return addresses;
    } catch (ExecutionException e) {
      throw unknown(host);
    } catch (TimeoutException e) {
      if (slow.size() < MAX_SLOW_NAMES) {
        slow.add(host);
      }
      throw new Refusal(
          Reason.TIMEOUT,
          "looking up the host "
              + host
              + " took longer than polling.timeout allows; check the DNS of this machine, or"
              + " whether the host still exists");
    } finally {
      asked.cancel(true);
    }
  }

  private static Refusal unknown(String host) {
    return new Refusal(
        Reason.DNS,
        "the host "
            + host
            + " has no address; check the feed's address, or the DNS of this machine");
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threadsForSlow.shutdownNow();
  }
}
