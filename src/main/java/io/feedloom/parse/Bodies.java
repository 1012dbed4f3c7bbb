package io.feedloom.parse;

import java.util.Optional;
import org.jdom2.Element;

/**
 * What an entry says, sanitized.
 *
 * @param summary where it says something else than the content
 */
record Bodies(Optional<String> content, Optional<String> summary) {
  private static final String[] CONTENT = {
    "content:encoded", "atom:content", "xhtml:body", "body", "fullitem", "content", "content:items"
  };
  private static final String[] DESCRIPTION = {
    "description", "abstract", "dc:description", "dcterms:abstract", "atom:description"
  };
  private static final String[] SUMMARY = {
    "atom:summary",
    "summary",
    "atom:tagline",
    "itunes:summary",
    "googleplay:description",
    "media:description",
    "itunes:subtitle"
  };

  /**
   * The content: RSS 1.0 {@code content:encoded}, Atom {@code content}, or inline XHTML; else what
   * RSS calls {@code description}. The summary: Atom's, or a description beside a content, or
   * iTunes' and Media RSS's.
   */
  static Bodies of(Fields item, Bases bases, Optional<String> link) {
    var content = first(item, bases, link, CONTENT);
    var described = first(item, bases, link, DESCRIPTION);
    var summary = content.isPresent() ? described : Optional.<String>empty();
    var body = content.or(() -> described);
    var other = summary.or(() -> first(item, bases, link, SUMMARY));
    return new Bodies(body, other.filter(text -> !body.map(text::equals).orElse(false)));
  }

  private static Optional<String> first(
      Fields item, Bases bases, Optional<String> link, String... names) {
    for (var element : item.all(names)) {
      var html = html(element, bases.within(element), link);
      if (html.isPresent()) {
        return html;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> html(Element element, Bases bases, Optional<String> link) {
    var construct = Construct.of(element, bases);
    if (construct.isBlank()) {
      return Optional.empty();
    }
    var base = bases.declared().or(() -> link).orElse(bases.feedUrl());
    var html = Html.sanitize(construct.html(), base).strip();
    return html.isEmpty() ? Optional.empty() : Optional.of(html);
  }
}
