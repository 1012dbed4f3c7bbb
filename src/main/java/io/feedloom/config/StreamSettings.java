package io.feedloom.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A named merged feed with the address {@code /streams/{name}}.
 *
 * @param name 1 to 100 characters of {@code a-z 0-9 _ -} that begin with a letter or digit
 * @param parameters its selection as query parameters with their values, all valid
 * @param webhooks the names of the webhooks that get its new entries
 */
public record StreamSettings(
    String name,
    Optional<String> title,
    Map<String, List<String>> parameters,
    List<String> webhooks) {
  public StreamSettings {
    var copy = new LinkedHashMap<String, List<String>>();
    parameters.forEach((key, values) -> copy.put(key, List.copyOf(new ArrayList<>(values))));
    parameters = java.util.Collections.unmodifiableMap(copy);
    webhooks = List.copyOf(webhooks);
  }

  /** Returns the text to show: the title, or the name if there is none. */
  public String display() {
    return title.orElse(name);
  }
}
