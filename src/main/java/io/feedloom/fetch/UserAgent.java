package io.feedloom.fetch;

import java.net.URI;
import java.util.Optional;

/**
 * How we name ourselves to publishers.
 *
 * @param subscribers how many people read feeds here; at least 1, as somebody named the feed
 * @param url where people find out who we are; publishers are told nothing more where there is none
 */
public record UserAgent(String version, Optional<URI> url, int subscribers) {
  public UserAgent {
    subscribers = Math.max(1, subscribers);
  }

  /**
   * The header, in the form from which publishers and their statistics read an audience
   * (support.feedpress.com/article/110); the word stays in the plural, as they look for it.
   */
  public String header() {
    return "Feedloom/"
        + version
        + url.map(page -> " (+%s; %d subscribers)".formatted(page, subscribers)).orElse("");
  }
}
