package io.feedloom.serve;

import io.feedloom.feed.Entry;

/** Three feeds that everyone sees and one behind a key, which tell what stands behind links. */
final class TellingFeeds {
  static final String FEEDS =
      """
      keys: { alice: sesame-open-long-key }
      feeds:
        - { url: https://a.example/feed, id: a, tags: news }
        - { url: https://b.example/feed, id: b, tags: news }
        - { url: https://c.example/feed, id: c, tags: other }
        - { url: https://d.example/feed, id: d, tags: news, access: key }
      """;

  private TellingFeeds() {}

  /** So many seconds before noon, a feed tells what a link leads to. */
  static void tell(Served served, String feed, int seconds, String link) {
    served.arrive(
        feed,
        Entry.builder("guid-" + feed)
            .title("Told by " + feed)
            .link(link)
            .content("<p>Text</p>")
            .published(Served.NOON.minusSeconds(seconds))
            .build());
  }
}
