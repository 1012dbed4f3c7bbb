package io.feedloom.parse.html;

/** Makes HTML safe: {@link Html#sanitize}, but where the rest of the work is measured alone. */
@FunctionalInterface
public interface Sanitizer {
  /**
   * What is safe of it.
   *
   * @param base what relative addresses are resolved against
   */
  String sanitize(String html, String base);
}
