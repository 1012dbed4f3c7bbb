package io.feedloom.fetch;

import io.feedloom.config.PollingSettings;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/** What the making of a connection must know of the exchange that it is made for. */
final class Errand extends HttpCoreContext {
  private final PollingSettings settings;
  private final Deadline deadline;

  Errand(PollingSettings settings, Deadline deadline) {
    this.settings = settings;
    this.deadline = deadline;
  }

  PollingSettings settings() {
    return settings;
  }

  Deadline deadline() {
    return deadline;
  }
}
