package io.feedloom.farm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Writes JSON Feed 1.0 and 1.1, which differ in how they name authors and languages. */
final class JsonFeed {
  private static final JsonMapper JSON = new JsonMapper();

  private final Publication publication;
  private final String base;

  JsonFeed(Publication publication, String base) {
    this.publication = publication;
    this.base = base;
  }

  String write(List<Story> stories) {
    var feed = new LinkedHashMap<String, Object>();
    boolean newer = publication.format() == Format.JSON_11;
    feed.put("version", "https://jsonfeed.org/version/" + (newer ? "1.1" : "1"));
    feed.put("title", publication.title());
    feed.put("description", publication.subtitle());
    feed.put("home_page_url", base + publication.home());
    feed.put("feed_url", base + publication.path());
    if (newer) {
      feed.put("language", publication.language());
    }
    feed.put("items", stories.stream().map(story -> item(story, newer)).toList());
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(feed);
  }

  private Map<String, Object> item(Story story, boolean newer) {
    var item = new LinkedHashMap<String, Object>();
    item.put("id", story.guid());
    item.put("url", base + story.path());
    item.put("title", story.title());
    item.put("summary", story.summary());
    item.put("content_html", story.html());
    story.picture().ifPresent(path -> item.put("image", base + path));
    item.put("date_published", story.published().toString());
    story.updated().ifPresent(when -> item.put("date_modified", when.toString()));
    var author = Map.of("name", story.author());
    if (newer) {
      item.put("authors", List.of(author));
    } else {
      item.put("author", author);
    }
    item.put("tags", story.categories());
    return item;
  }
}
