package io.feedloom.fetch;

import java.net.URI;
import java.util.Optional;

/**
 * Describes Feedloom to publishers.
 *
 * @param subscribers how many people read feeds here; at least 1, because someone added the feed
 * @param url a page about this server; without it, publishers get only name and version
 */
public record UserAgent(String version, Optional<URI> url, int subscribers) {
  public UserAgent {
    subscribers = Math.max(1, subscribers);
  }

  /**
   * Returns the header, in the form from which publishers' statistics read the number of
   * subscribers (support.feedpress.com/article/110). The word "subscribers" is always plural,
   * because they search for it.
   */
  public String header() {
    return "Feedloom/"
        + version
        + url.map(page -> " (+%s; %d subscribers)".formatted(page, subscribers)).orElse("");
  }
}
