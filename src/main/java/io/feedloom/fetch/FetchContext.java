package io.feedloom.fetch;

import io.feedloom.config.PollingSettings;
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

  /**
   * @param first how many bytes of the body are wanted; empty if all are
   */
  FetchContext(
      PollingSettings settings,
      Deadline deadline,
      BodyBudget.Share budgetShare,
      Trace trace,
      OptionalInt first) {
    this.settings = settings;
    this.deadline = deadline;
    this.budgetShare = budgetShare;
    this.trace = trace;
    this.first = first;
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
