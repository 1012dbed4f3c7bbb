package io.feedloom.parse;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Item;
import io.feedloom.feed.Parsed;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Documents as tests write them. */
public final class Feeds {
  static final URI URL = URI.create("http://feeds.example.com/news/feed.xml");

  private static final FeedParser PARSER = new FeedParser();

  private Feeds() {}

  static Parsed parse(String document) {
    return parse(document.getBytes(StandardCharsets.UTF_8), "application/xml");
  }

  static Parsed parse(byte[] document, String contentType) {
    return PARSER.parse(
        new FetchedDocument(URL, document, Optional.of(contentType), Optional.empty()));
  }

  static Parsed.Feed feed(String document) {
    return feed(document.getBytes(StandardCharsets.UTF_8));
  }

  static Parsed.Feed feed(byte[] document) {
    return switch (parse(document, "application/xml")) {
      case Parsed.Feed feed -> feed;
      case Parsed.Page page -> throw new AssertionError("a page: " + page);
      case Parsed.Index index -> throw new AssertionError("an index: " + index);
      case Parsed.Unreadable unreadable ->
          throw new AssertionError(unreadable.problem().toString());
    };
  }

  public static List<Entry> entries(String document) {
    return feed(document).items().stream().map(Item::entry).toList();
  }

  /** The one entry of an RSS 2.0 feed with this item, all usual prefixes declared. */
  public static Entry rss(String item) {
    return entries(rssFeed("<item>" + item + "</item>")).getFirst();
  }

  static String rssFeed(String channel) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
        xmlns:content="http://purl.org/rss/1.0/modules/content/"
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
        xmlns:media="http://search.yahoo.com/mrss/" xmlns:georss="http://www.georss.org/georss"
        xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
        xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
      <channel><title>News</title>%s</channel></rss>
    """
        .formatted(channel);
  }

  /** The one entry of an Atom 1.0 feed with these contents. */
  public static Entry atom(String entry) {
    return entries(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>News</title><entry>"
                + entry
                + "</entry></feed>")
        .getFirst();
  }
}
