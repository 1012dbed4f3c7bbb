package io.feedloom.farm;

import static io.feedloom.farm.Markup.element;
import static io.feedloom.farm.Markup.escape;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Writes Atom 1.0 (RFC 4287) and its draft, 0.3. */
final class Atom {
  private final Publication publication;
  private final String base;

  Atom(Publication publication, String base) {
    this.publication = publication;
    this.base = base;
  }

  /** Writes Atom 1.0 with relative addresses and {@code xml:base}. */
  String atom10(List<Story> stories) {
    var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"")
        .append(publication.language())
        .append("\" xml:base=\"")
        .append(base)
        .append(publication.home())
        .append("\">\n")
        .append(element("id", "tag:" + publication.slug() + ".example,2026:feed"))
        .append(element("title", publication.title()))
        .append(element("subtitle", publication.subtitle()))
        .append(element("updated", newest(stories).toString()))
        .append("<link rel=\"alternate\" type=\"text/html\" href=\"./\"/>\n")
        .append("<link rel=\"self\" type=\"application/atom+xml\" href=\"")
        .append(base)
        .append(publication.path())
        .append("\"/>\n")
        .append(element("rights", "© 2026 " + publication.title()))
        .append("<generator uri=\"https://example.org/presswork\" version=\"4.2\">Presswork")
        .append("</generator>\n");
    stories.forEach(story -> entry10(xml, story));
    return xml.append("</feed>\n").toString();
  }

  private void entry10(StringBuilder xml, Story story) {
    var html = story.html().replace("src=\"" + base, "src=\"");
    xml.append("<entry>\n")
        .append(element("id", story.guid()))
        .append("<title type=\"html\">")
        .append(escape(escape(story.title())))
        .append("</title>\n<link rel=\"alternate\" type=\"text/html\" href=\"")
        .append(story.path())
        .append("\"/>\n")
        .append(element("published", story.published().toString()))
        .append(element("updated", story.changed().toString()))
        .append("<author>")
        .append(element("name", story.author()))
        .append("</author>\n");
    for (var category : story.categories()) {
      xml.append("<category term=\"")
          .append(escape(category.replace(' ', '-')))
          .append("\" label=\"")
          .append(escape(category))
          .append("\"/>\n");
    }
    xml.append(element("summary", story.summary()))
        .append("<content type=\"html\">")
        .append(escape(html))
        .append("</content>\n</entry>\n");
  }

  /** Writes Atom 0.3, which a few installations still use. */
  String atom03(List<Story> stories) {
    var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\" xml:lang=\"")
        .append(publication.language())
        .append("\">\n")
        .append(element("title", publication.title()))
        .append(element("tagline", publication.subtitle()))
        .append(element("modified", newest(stories).toString()))
        .append("<link rel=\"alternate\" type=\"text/html\" href=\"")
        .append(base)
        .append(publication.home())
        .append("\"/>\n");
    for (var story : stories) {
      xml.append("<entry>\n")
          .append(element("id", story.guid()))
          .append(element("title", story.title()))
          .append("<link rel=\"alternate\" type=\"text/html\" href=\"")
          .append(base)
          .append(story.path())
          .append("\"/>\n")
          .append(element("issued", story.published().toString()))
          .append(element("modified", story.changed().toString()))
          .append("<author>")
          .append(element("name", story.author()))
          .append("</author>\n<content type=\"text/html\" mode=\"escaped\">")
          .append(escape(story.html()))
          .append("</content>\n</entry>\n");
    }
    return xml.append("</feed>\n").toString();
  }

  private static Instant newest(List<Story> stories) {
    return stories.stream()
        .map(Story::changed)
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }
}
