package io.feedloom.config;

import java.util.Optional;

/**
 * Thrown if a text does not have the expected form. The message contains the reason, but never the
 * text, which may be secret.
 */
final class InvalidValue extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  /**
   * Makes an exception without a reason, for cases in which the message "expected …" is sufficient.
   */
  InvalidValue() {
    this("");
  }

  /** Makes an exception with a reason that completes "it …", such as "has no host". */
  InvalidValue(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  Optional<String> reason() {
    return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
  }
}
