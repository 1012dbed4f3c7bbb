package io.feedloom.parse.html;

/** Makes HTML safe. It is {@link Html#sanitize}, except in measurements of everything else. */
@FunctionalInterface
public interface Sanitizer {
  /**
   * Returns the HTML without anything unsafe.
   *
   * @param base the base of relative addresses
   */
  String sanitize(String html, String base);
}
