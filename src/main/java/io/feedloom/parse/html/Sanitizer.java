package io.feedloom.parse.html;

/** Makes HTML safe. The program uses {@link Html#sanitize}; measurements can replace it. */
@FunctionalInterface
public interface Sanitizer {
  /**
   * Returns the HTML without anything unsafe.
   *
   * @param base the base of relative addresses
   */
  String sanitize(String html, String base);
}
