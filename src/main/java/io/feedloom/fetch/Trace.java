package io.feedloom.fetch;

/** Hears of each step of an exchange as it happens, so that a person can see what went on. */
@FunctionalInterface
public interface Trace {
  /** Hears nothing. */
  Trace NONE = (step, words) -> {};

  /**
   * Hears of one step.
   *
   * @param step {@code dns}, {@code connect}, {@code tls}, {@code sent}, {@code received} or {@code
   *     body}
   * @param words what happened; never a secret
   */
  void note(String step, String words);
}
