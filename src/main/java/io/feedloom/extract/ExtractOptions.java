package io.feedloom.extract;

import java.util.List;

/**
 * What the admin says about the pages of a feed.
 *
 * @param keep CSS selectors: if an element matches, the content consists of the matching elements
 * @param remove CSS selectors of elements that are not part of the content
 */
public record ExtractOptions(List<String> keep, List<String> remove) {
  /** Leaves all to the extractor. */
  public static final ExtractOptions NONE = new ExtractOptions(List.of(), List.of());

  /** Copies the lists. */
  public ExtractOptions {
    keep = List.copyOf(keep);
    remove = List.copyOf(remove);
  }
}
