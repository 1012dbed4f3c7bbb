package io.feedloom.extract;

/**
 * Bounds the work for one page. All loops over a page are linear in what this budget lets through,
 * so the bound holds for their time.
 */
final class StepBudget {
  /** The characters of a page that are read. */
  static final int CHARACTERS = 3_000_000;

  /** The tags of a page that are read: three times those of the largest articles known. */
  static final int TAGS = 30_000;

  private int steps = TAGS;

  /** Cuts off what is too much of a page. */
  static String cut(String html) {
    int end = Math.min(html.length(), CHARACTERS);
    int tags = 0;
    for (int i = html.indexOf('<'); i >= 0 && i < end; i = html.indexOf('<', i + 1)) {
      if (i + 1 < end && html.charAt(i + 1) != '/' && ++tags > TAGS) {
        end = i;
      }
    }
    return end == html.length() ? html : html.substring(0, end);
  }

  /** Returns whether there is a step left, and takes it. */
  boolean take() {
    return steps-- > 0;
  }
}
