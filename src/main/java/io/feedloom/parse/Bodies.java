package io.feedloom.parse;

import io.feedloom.parse.field.Bases;
import io.feedloom.parse.field.Construct;
import io.feedloom.parse.field.ElementFields;
import io.feedloom.parse.field.FieldNames;
import io.feedloom.parse.html.Sanitizer;
import io.feedloom.parse.rome.Prepared;
import io.feedloom.parse.rome.Standard;
import java.util.Optional;

/**
 * The texts of an entry, sanitized.
 *
 * @param summary present if it differs from the content
 */
record Bodies(Optional<String> content, Optional<String> summary) {
  private static final FieldNames CONTENT =
      FieldNames.of(
          "content:encoded",
          "atom:content",
          "xhtml:body",
          "body",
          "fullitem",
          "content",
          "content:items");

  private static final FieldNames DESCRIPTION =
      FieldNames.of(
          "description", "abstract", "dc:description", "dcterms:abstract", "atom:description");

  private static final FieldNames SUMMARY =
      FieldNames.of(
          "atom:summary",
          "summary",
          "atom:tagline",
          "itunes:summary",
          "googleplay:description",
          "media:description",
          "itunes:subtitle");

  private static final FieldNames MEDIA_GROUP = FieldNames.of("media:group");
  private static final FieldNames MEDIA_DESCRIPTION = FieldNames.of("media:description");
  private static final FieldNames OPEN_GRAPH = FieldNames.of("og");
  private static final FieldNames OPEN_GRAPH_DESCRIPTION = FieldNames.of("description");

  /** Reads the texts of one entry. */
  record Reader(Bases bases, Optional<String> link, Sanitizer sanitizer) {
    /**
     * Returns content and summary. The content is RSS 1.0 {@code content:encoded}, Atom {@code
     * content} or inline XHTML, or else the RSS {@code description}. The summary is the first of
     * these: Atom's summary; the description, if the content is another element; the description of
     * iTunes or Media RSS, also of a group; and a description that a few publishers write for Open
     * Graph.
     */
    Bodies of(Prepared item, Standard known) {
      var rest = item.rest();
      var content = html(known.content(), item.content()).or(() -> first(rest, CONTENT));
      var described =
          html(known.description(), item.summary())
              .or(() -> first(rest, DESCRIPTION))
              .or(() -> html(described(known), bases));
      var summary = content.isPresent() ? described : Optional.<String>empty();
      var body = content.or(() -> described);
      var other =
          summary
              .or(() -> html(known.summary(), item.summary()))
              .or(() -> first(rest, SUMMARY))
              .or(() -> inner(rest, MEDIA_GROUP, MEDIA_DESCRIPTION))
              .or(() -> inner(rest, OPEN_GRAPH, OPEN_GRAPH_DESCRIPTION));
      return new Bodies(body, other.filter(text -> !body.map(text::equals).orElse(false)));
    }

    private Optional<String> inner(ElementFields item, FieldNames outer, FieldNames name) {
      return item.first(outer).flatMap(element -> first(ElementFields.of(element), name));
    }

    private static Optional<Construct> described(Standard known) {
      var texts = known.dublinCore().getDescriptions();
      return texts.isEmpty()
          ? Optional.empty()
          : Optional.of(new Construct(texts.getFirst(), true));
    }

    private Optional<String> first(ElementFields item, FieldNames names) {
      for (var element : item.all(names)) {
        var within = bases.within(element);
        var html = html(Optional.of(Construct.of(element, within)), within);
        if (html.isPresent()) {
          return html;
        }
      }
      return Optional.empty();
    }

    private Optional<String> html(Optional<Construct> construct, Bases bases) {
      if (construct.isEmpty() || construct.get().isBlank()) {
        return Optional.empty();
      }
      var base = bases.declared().or(() -> link).orElse(bases.feedUrl());
      var html = sanitizer.sanitize(construct.get().html(), base).strip();
      return html.isEmpty() ? Optional.empty() : Optional.of(html);
    }
  }
}
