package io.feedloom.feed;

import java.time.Instant;

/**
 * A host, or all hosts of a domain, that are not asked for a while because they said so.
 *
 * @param scope {@code example.org} for that host alone, {@code *.example.org} for the domain and
 *     all hosts below it
 * @param reason in words for the admin
 */
public record Hold(String scope, Instant until, String reason) {
  /** The scope of one host. */
  public static String host(String host) {
    return host;
  }

  /** The scope of a whole domain. */
  public static String domain(String domain) {
    return "*." + domain;
  }
}
