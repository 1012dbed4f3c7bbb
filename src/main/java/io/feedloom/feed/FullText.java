package io.feedloom.feed;

import java.util.Optional;

/**
 * Whether the entries of a feed get the full text of their pages.
 *
 * @param keep a CSS selector: if an element of the page matches, the text consists of the matching
 *     elements
 * @param remove a CSS selector of elements that are not part of the text
 * @param robots whether only pages are fetched that the robots.txt of their hosts allows
 */
public record FullText(Mode mode, Optional<String> keep, Optional<String> remove, boolean robots) {
  /** The pages are not fetched. */
  public static final FullText OFF = of(Mode.OFF);

  /** When readers see an entry whose page is to be fetched. */
  public enum Mode {
    /** Pages are not fetched. */
    OFF,
    /** At once, with the content of the feed. The entry changes when its full text is there. */
    ON,
    /** When its full text is there, or after an hour. */
    WAIT
  }

  /** Makes an option without selectors. */
  public static FullText of(Mode mode) {
    return new FullText(mode, Optional.empty(), Optional.empty(), true);
  }

  /** Returns whether pages are fetched. */
  public boolean isOn() {
    return mode != Mode.OFF;
  }

  /** Returns whether new entries are held back until their full text is there. */
  public boolean waits() {
    return mode == Mode.WAIT;
  }
}
