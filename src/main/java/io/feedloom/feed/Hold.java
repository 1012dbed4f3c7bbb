package io.feedloom.feed;

import java.time.Instant;

/**
 * A time during which Feedloom sends no requests to a host or a domain, because it asked for that.
 *
 * @param scope {@code example.org} for only that host, {@code *.example.org} for the domain and all
 *     hosts below it
 * @param reason in words for the admin
 */
public record Hold(String scope, Instant until, String reason) {
  /** Returns the scope of one host. */
  public static String host(String host) {
    return host;
  }

  /** Returns the scope of a whole domain. */
  public static String domain(String domain) {
    return "*." + domain;
  }
}
