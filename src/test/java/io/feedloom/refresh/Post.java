package io.feedloom.refresh;

import io.feedloom.farm.Answer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An entry that a test publishes; what is empty is left out. */
record Post(String guid, String title, String link, Optional<Instant> date, String text) {
  static Post of(String guid, String title, String link) {
    return new Post(guid, title, link, Optional.empty(), "About " + title);
  }

  Post dated(String time) {
    return new Post(guid, title, link, Optional.of(Instant.parse(time)), text);
  }

  Post titled(String other) {
    return new Post(guid, other, link, date, text);
  }

  Post saying(String other) {
    return new Post(guid, title, link, date, other);
  }

  /** Returns the same with another scheme in its addresses. */
  Post with(String scheme) {
    return new Post(
        guid.replaceFirst("^https?:", scheme + ":"),
        title,
        link.replaceFirst("^https?:", scheme + ":"),
        date,
        text);
  }

  Optional<String> mailDate() {
    return date.map(d -> DateTimeFormatter.RFC_1123_DATE_TIME.format(d.atOffset(ZoneOffset.UTC)));
  }

  private static String element(String name, String text) {
    return text.isEmpty() ? "" : "<%s>%s</%s>".formatted(name, text, name);
  }

  private static String member(String name, String text) {
    return text.isEmpty() ? "" : ", \"%s\": \"%s\"".formatted(name, text);
  }

  /** The formats in which a test publishes. */
  enum Format {
    RSS_2,
    RSS_1,
    ATOM,
    JSON_FEED;

    Answer answer(Post... posts) {
      var items = Arrays.stream(posts).map(this::item).collect(Collectors.joining("\n"));
      return switch (this) {
        case RSS_2 ->
            Answer.feed(
                "<rss version='2.0'><channel><title>F</title>" + items + "</channel></rss>");
        case RSS_1 ->
            Answer.feed(
                "<rdf:RDF xmlns='http://purl.org/rss/1.0/'"
                    + " xmlns:dc='http://purl.org/dc/elements/1.1/'"
                    + " xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
                    + "<channel rdf:about='urn:example:c'><title>F</title></channel>"
                    + items
                    + "</rdf:RDF>");
        case ATOM ->
            Answer.feed(
                "<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:example:f</id><title>F</title>"
                    + items
                    + "</feed>");
        case JSON_FEED ->
            Answer.of(
                200,
                Map.of("Content-Type", "application/feed+json"),
                "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"F\", \"items\": ["
                    + items.replace("}\n{", "},\n{")
                    + "]}");
      };
    }

    /** Returns one item as in a document. */
    String item(Post post) {
      var title = element("title", post.title());
      var link = element("link", post.link());
      return switch (this) {
        case RSS_2 ->
            "<item>"
                + element("guid", post.guid()).replace("<guid>", "<guid isPermaLink='false'>")
                + title
                + link
                + element("pubDate", post.mailDate().orElse(""))
                + element("description", post.text())
                + "</item>";
        case RSS_1 ->
            "<item rdf:about='%s'>".formatted(post.guid())
                + title
                + link
                + element("dc:date", post.date().map(Instant::toString).orElse(""))
                + element("description", post.text())
                + "</item>";
        case ATOM ->
            "<entry>"
                + element("id", post.guid())
                + title
                + (post.link().isEmpty() ? "" : "<link href='%s'/>".formatted(post.link()))
                + element("updated", post.date().map(Instant::toString).orElse(""))
                + element("content", post.text())
                + "</entry>";
        case JSON_FEED ->
            "{\"language\": \"en\""
                + member("id", post.guid())
                + member("title", post.title())
                + member("url", post.link())
                + member("date_published", post.date().map(Instant::toString).orElse(""))
                + member("content_text", post.text())
                + "}";
      };
    }
  }
}
