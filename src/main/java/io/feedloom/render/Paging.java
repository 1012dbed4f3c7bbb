package io.feedloom.render;

import io.feedloom.feed.OutputFormat;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Writes the links from a page of a merged feed to itself, to its hub, to its other formats and to
 * other pages. Also writes the marks of a complete feed or an archive (RFC 5005).
 */
final class Paging {
  private Paging() {}

  /** Returns the namespaces that the root must declare, besides Atom. */
  static List<Namespace> declared(MergedFeed feed) {
    return feed.complete() || feed.current().isPresent() ? List.of(Namespace.HISTORY) : List.of();
  }

  static void write(Xml xml, Namespace atom, MergedFeed feed, OutputFormat format) {
    if (feed.hub().isPresent()) {
      xml.start(atom, "link");
      xml.attribute("rel", "hub");
      xml.attribute("href", feed.hub().get().toString());
      xml.end();
    }
    link(xml, atom, "self", Optional.of(feed.self()), format);
    for (OutputFormat other : OutputFormat.values()) {
      if (other != format) {
        link(xml, atom, "alternate", Optional.ofNullable(feed.formats().get(other)), other);
      }
    }
    link(xml, atom, "first", feed.first(), format);
    link(xml, atom, "previous", feed.previous(), format);
    link(xml, atom, "next", feed.next(), format);
    link(xml, atom, "current", feed.current(), format);
    if (feed.current().isPresent()) {
      xml.start(Namespace.HISTORY, "archive");
      xml.end();
    }
    if (feed.complete()) {
      xml.start(Namespace.HISTORY, "complete");
      xml.end();
    }
  }

  private static void link(
      Xml xml, Namespace atom, String rel, Optional<URI> href, OutputFormat format) {
    if (href.isPresent()) {
      xml.start(atom, "link");
      xml.attribute("rel", rel);
      xml.attribute("type", format.contentType().replaceFirst(";.*", ""));
      xml.attribute("href", href.get().toString());
      xml.end();
    }
  }
}
