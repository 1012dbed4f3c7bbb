package io.feedloom.fetch;

/** Receives each step of an exchange as it happens, to show it to a person. */
@FunctionalInterface
public interface Trace {
  /** Ignores all steps. */
  Trace NONE = (step, text) -> {};

  /**
   * Receives one step.
   *
   * @param step {@code dns}, {@code connect}, {@code tls}, {@code sent}, {@code received} or {@code
   *     body}
   * @param text what happened; never a secret
   */
  void note(String step, String text);
}
