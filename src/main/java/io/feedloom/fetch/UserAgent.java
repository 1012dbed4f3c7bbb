package io.feedloom.fetch;

import java.net.URI;
import java.util.Optional;

/**
 * How we name ourselves to publishers.
 *
 * @param url where people find out who we are; publishers are told nothing more where there is none
 */
public record UserAgent(String version, Optional<URI> url) {
  /**
   * The header, in the form from which publishers and their statistics read an audience
   * (support.feedpress.com/article/110); the word stays in the plural, as they look for it.
   *
   * @param subscribers how many people read the feed here
   */
  public String header(int subscribers) {
    return "Feedloom/"
        + version
        + url.map(page -> " (+%s; %d subscribers)".formatted(page, subscribers)).orElse("");
  }
}
