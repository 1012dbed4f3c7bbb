package io.feedloom.feed;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One fetch, whatever its result.
 *
 * @param requested the address of the first request
 * @param answered the address that gave the answer, after redirects
 * @param hops the redirects that were followed, in order
 * @param status the last HTTP status, or 0 if none was received
 * @param duration from the first connection to the last byte
 * @param bytes the size of the body after decompression
 * @param freshFor how long the answer says that it stays fresh: {@code Cache-Control: max-age} less
 *     {@code Age}, else {@code Expires} less {@code Date} (RFC 9111 section 4.2.1); never negative
 */
public record Exchange(
    URI requested,
    URI answered,
    List<Hop> hops,
    int status,
    Duration duration,
    long bytes,
    Optional<Duration> freshFor) {

  /**
   * One redirect.
   *
   * @param status 301, 302, 303, 307 or 308
   */
  public record Hop(URI from, int status, URI to) {
    /** Returns whether clients should use the new address from now on. */
    public boolean permanent() {
      return status == 301 || status == 308;
    }
  }

  public Exchange {
    hops = List.copyOf(hops);
  }
}
