package io.feedloom.parse.html;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.owasp.html.HtmlStreamEventReceiver;

/**
 * Writes the links that replace removed embeds. Each link is written after the line of text that
 * contained the embed, so that it does not split a sentence.
 */
final class EmbedLinks {
  /** Elements within a line of text, and frames. */
  private static final Set<String> INLINE =
      Set.of(
          ("a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q ruby rt rp"
                  + " s samp small span strike strong sub sup time tt u var wbr embed param iframe"
                  + " frame frameset")
              .split(" "));

  private record Link(String address, String label) {}

  private final HtmlStreamEventReceiver sanitizer;
  private final Queue<Link> waiting = new ArrayDeque<>();

  EmbedLinks(HtmlStreamEventReceiver sanitizer) {
    this.sanitizer = sanitizer;
  }

  void add(String address, String label) {
    waiting.add(new Link(address, label));
  }

  /** Writes the waiting links, unless the tag is an inline element. */
  void endLine(String tag) {
    if (!waiting.isEmpty() && !INLINE.contains(tag)) {
      write();
    }
  }

  void write() {
    while (!waiting.isEmpty()) {
      var link = waiting.remove();
      sanitizer.text(" ");
      sanitizer.openTag("a", new ArrayList<>(List.of(HtmlPolicy.LINK, link.address)));
      sanitizer.text(link.label);
      sanitizer.closeTag("a");
    }
  }
}
