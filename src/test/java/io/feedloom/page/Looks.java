package io.feedloom.page;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;

/** What is wrong with a page as it is shown. */
final class Looks {
  private static final String TOO_WIDE =
      """
      [...document.querySelectorAll('body *')]
        .filter(e => !e.closest('.chips, pre, .unseen')
          && e.getBoundingClientRect().right > 0.5 + (e.matches('table')
            ? Math.min(innerWidth, e.parentElement.getBoundingClientRect().right) : innerWidth))
        .map(e => e.outerHTML).join()
        + (document.documentElement.scrollWidth > innerWidth ? ' the page scrolls sideways' : '')
      """;

  private Looks() {}

  /** What axe finds against WCAG 2.2 AA and good practice. */
  static List<String> violations(Page page) {
    return new AxeBuilder(page)
        .analyze().getViolations().stream()
            .map(
                rule ->
                    rule.getId()
                        + " "
                        + rule.getNodes().stream().map(node -> node.getHtml()).toList())
            .toList();
  }

  /** What does not fit into the window, tables into what they stand in; empty where all does. */
  static String tooWide(Page page) {
    return page.evaluate(TOO_WIDE).toString();
  }
}
