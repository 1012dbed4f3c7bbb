package io.feedloom.serve;

import io.feedloom.feed.Entry;

/** Three public feeds and one behind a key, with entries about the same links. */
final class StoryFeeds {
  static final String FEEDS =
      """
      keys: { alice: sesame-open-long-key }
      feeds:
        - { url: https://a.example/feed, id: a, tags: news }
        - { url: https://b.example/feed, id: b, tags: news }
        - { url: https://c.example/feed, id: c, tags: other }
        - { url: https://d.example/feed, id: d, tags: news, access: key }
      """;

  private StoryFeeds() {}

  /** Adds an entry that links to an address, this many seconds before noon. */
  static void publish(Served served, String feed, int seconds, String link) {
    served.arrive(
        feed,
        Entry.builder("guid-" + feed)
            .title("Report of " + feed)
            .link(link)
            .content("<p>Text</p>")
            .published(Served.NOON.minusSeconds(seconds))
            .build());
  }
}
