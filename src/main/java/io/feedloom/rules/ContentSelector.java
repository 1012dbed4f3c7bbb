package io.feedloom.rules;

import io.feedloom.feed.SelectorText;
import org.jsoup.select.Evaluator;
import org.jsoup.select.Selector;

/** A CSS selector, ready for use. */
record ContentSelector(SelectorText text, Evaluator evaluator) {
  /**
   * Reads a selector that was checked when it was read from {@code feeds.yml}.
   *
   * @throws IllegalArgumentException if it is not valid
   */
  static ContentSelector of(String selector) {
    try {
      return new ContentSelector(SelectorText.of(selector), Selector.evaluatorOf(selector));
    } catch (SelectorText.Refused e) {
      throw new IllegalArgumentException("the selector " + e.getMessage(), e);
    }
  }
}
