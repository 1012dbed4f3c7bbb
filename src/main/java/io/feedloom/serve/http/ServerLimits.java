package io.feedloom.serve.http;

import java.time.Duration;

/**
 * Limits for clients.
 *
 * @param connections open at the same time
 * @param listeners of events at the same time
 * @param request the time from the opening of a connection, or the end of the last answer, to the
 *     last header field of a request
 * @param answer the time to read an answer
 * @param event the time to read one event
 * @param heartbeat the time after which a comment keeps a stream of events alive; shorter than the
 *     idle timeouts of servers and proxies
 */
public record ServerLimits(
    int connections,
    int listeners,
    Duration request,
    Duration answer,
    Duration event,
    Duration heartbeat) {
  /**
   * The limits in production: far more than readers need, and not more than a heap of 512 MB can
   * hold.
   */
  public static final ServerLimits USUAL =
      new ServerLimits(
          4_000,
          1_000,
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15));
}
