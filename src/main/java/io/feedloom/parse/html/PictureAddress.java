package io.feedloom.parse.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the address of a picture, also of one that a script would load. */
public final class PictureAddress {
  private PictureAddress() {}

  /**
   * Returns the address.
   *
   * @param attributes of the element: names and values in turn
   */
  public static Optional<String> of(List<String> attributes) {
    var own = new ArrayList<>(attributes);
    LazyMedia.load(own);
    var src = Attributes.value(own, "src");
    if (src != null && !src.isBlank() && !LazyMedia.isPlaceholder(src)) {
      return Optional.of(src.strip());
    }
    var set = Attributes.value(own, "srcset");
    return set == null || set.isBlank() ? Optional.empty() : Optional.of(LazyMedia.widest(set));
  }
}
