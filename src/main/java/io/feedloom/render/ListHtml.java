package io.feedloom.render;

import java.util.List;
import java.util.stream.Collectors;

/** Plain texts as an HTML list. */
public final class ListHtml {
  private ListHtml() {}

  /** Returns an ordered list of these texts. */
  public static String ordered(List<String> texts) {
    return texts.stream()
        .map(text -> "<li>" + Text.escaped(text) + "</li>")
        .collect(Collectors.joining("", "<ol>", "</ol>"));
  }
}
