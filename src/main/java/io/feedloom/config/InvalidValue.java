package io.feedloom.config;

import java.util.Optional;

/** A text is not what was expected. Says why; never holds the text, which may be secret. */
final class InvalidValue extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  /** For texts that show by themselves what is wrong. */
  InvalidValue() {
    this("");
  }

  /** Reads on from "it": "has no host". */
  InvalidValue(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  Optional<String> reason() {
    return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
  }
}
