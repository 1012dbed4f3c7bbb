package io.feedloom.fetch;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.OutgoingProxy;
import io.feedloom.feed.Trust;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/** The data of one exchange that connecting and reading need. */
final class FetchContext extends HttpCoreContext {
  private final PollingSettings settings;
  private final Deadline deadline;
  private final BodyBudget.Share budgetShare;
  private final Trace trace;
  private final OptionalInt first;
  private final Optional<Trust> trust;
  private final Optional<Target> origin;

  /**
   * @param first how many bytes of the body are wanted; empty if all are
   * @param trust which certificates are accepted besides the usual ones
   * @param origin the server to which a fingerprint applies
   */
  FetchContext(
      PollingSettings settings,
      Deadline deadline,
      BodyBudget.Share budgetShare,
      Trace trace,
      OptionalInt first,
      Optional<Trust> trust,
      Optional<Target> origin) {
    this.settings = settings;
    this.deadline = deadline;
    this.budgetShare = budgetShare;
    this.trace = trace;
    this.first = first;
    this.trust = trust;
    this.origin = origin;
  }

  /** Returns the proxy for requests to a server. */
  OutgoingProxy proxy(String scheme, String host, int port) {
    return settings.proxies().of(scheme, host, port);
  }

  /** Returns which certificates a server may show besides the usual ones. */
  Optional<Trust> trust(String host, int port) {
    return trust.filter(
        it ->
            switch (it) {
              case Trust.Authorities _ -> true;
              case Trust.Fingerprint _ ->
                  origin.filter(to -> to.host().equals(host) && to.port() == port).isPresent();
            });
  }

  OptionalInt first() {
    return first;
  }

  PollingSettings settings() {
    return settings;
  }

  Deadline deadline() {
    return deadline;
  }

  BodyBudget.Share budgetShare() {
    return budgetShare;
  }

  /** Reports a step to the trace, if there is one. */
  void note(String step, Supplier<String> text) {
    if (!trace.equals(Trace.NONE)) {
      trace.note(step, text.get());
    }
  }
}
