package io.feedloom.parse.page;

import java.time.Duration;

/** The end of the time for the selectors of one page. For one thread. */
final class SelectorDeadline {
  /** Enough for any page that a browser shows. */
  static final Duration MAX_TIME = Duration.ofSeconds(5);

  private final long end;

  private SelectorDeadline(long end) {
    this.end = end;
  }

  /** Starts the time. */
  static SelectorDeadline after(Duration time) {
    return new SelectorDeadline(System.nanoTime() + time.toNanos());
  }

  /**
   * Returns normally while there is time.
   *
   * @throws Exceeded if the time is over
   */
  void check() {
    if (System.nanoTime() - end >= 0) {
      throw new Exceeded();
    }
  }

  /** Thrown if the selectors need too much time. */
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exceeded() {
      super("the selectors need too much time for this page");
    }
  }
}
