package io.feedloom.serve.http;

import java.time.Duration;

/**
 * How much clients may take of the server.
 *
 * @param connections at the same time
 * @param listeners of events at the same time
 * @param request from the opening of a connection, or the end of an answer, to the last header
 *     field of a request, however many bytes arrive meanwhile
 * @param answer to read an answer
 * @param event to read one event
 */
public record ServerLimits(
    int connections, int listeners, Duration request, Duration answer, Duration event) {
  /** Far more than readers need, and what a heap of 512 MB bears. */
  public static final ServerLimits USUAL =
      new ServerLimits(
          4_000, 1_000, Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofSeconds(10));
}
