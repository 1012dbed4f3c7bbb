package io.feedloom.parse.html;

import io.feedloom.feed.Limits;

/**
 * Sanitizes at most {@link Limits#CONTENT} characters of HTML, and returns at most twice as many. A
 * text may grow in the sanitizer: short relative links become absolute, and some characters become
 * references.
 */
public final class BoundedSanitizer implements Sanitizer {
  private static final int MAX_OUT = 2 * Limits.CONTENT;

  /** How far the search for the start of a cut tag or reference goes back, in characters. */
  private static final int MAX_TAG_LENGTH = 20_000;

  private static final int MAX_REFERENCE_LENGTH = 12;

  private final Sanitizer sanitizer;
  private boolean cut;

  public BoundedSanitizer(Sanitizer sanitizer) {
    this.sanitizer = sanitizer;
  }

  @Override
  public String sanitize(String html, String base) {
    var within = within(html, Limits.CONTENT);
    var safe = sanitizer.sanitize(within, bounded(within, base));
    for (int most = within.length() / 2; safe.length() > MAX_OUT; most /= 2) {
      within = within(within, most);
      safe = sanitizer.sanitize(within, bounded(within, base));
    }
    return safe;
  }

  /** Returns whether any text was cut. */
  public boolean hasCut() {
    return cut;
  }

  private String within(String html, int most) {
    if (html.length() <= most) {
      return html;
    }
    cut = true;
    return html.substring(0, end(html, most)) + "…";
  }

  /** Returns where to cut: outside tags, references and words. */
  public static int end(String html, int most) {
    int end = Limits.end(html, most);
    int tag = html.lastIndexOf('<', end - 1);
    if (tag > html.lastIndexOf('>', end - 1) && tag > end - MAX_TAG_LENGTH) {
      return tag;
    }
    int reference = html.lastIndexOf('&', end - 1);
    return reference > html.lastIndexOf(';', end - 1) && reference > end - MAX_REFERENCE_LENGTH
        ? reference
        : end;
  }

  /**
   * Returns the base. If resolving all addresses against it could exceed the limit, returns an
   * empty base, so that relative links are dropped.
   */
  private static String bounded(String html, String base) {
    long tags = html.chars().filter(c -> c == '<').count();
    return base.length() <= Limits.ADDRESS && tags * base.length() <= 4L * MAX_OUT ? base : "";
  }
}
