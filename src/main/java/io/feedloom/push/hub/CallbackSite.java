package io.feedloom.push.hub;

import io.feedloom.fetch.Domains;
import java.net.URI;
import java.util.Locale;

/** The sites for which the hub limits subscriptions and messages. */
public final class CallbackSite {
  private CallbackSite() {}

  /**
   * Returns the registrable domain of a callback, or else its host. The owner of a domain can have
   * any number of hosts in it, so the limits count all of them together.
   */
  public static String of(URI callback) {
    var host = callback.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    return Domains.registrable(host).orElse(host);
  }
}
