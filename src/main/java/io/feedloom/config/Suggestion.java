package io.feedloom.config;

import io.feedloom.feed.NearestWord;
import java.util.List;
import java.util.stream.Collectors;

/** Faults of keys that do not exist, with the key that was probably meant. */
final class Suggestion {
  private Suggestion() {}

  /**
   * The fault of an unknown key, with the key that was meant or else all that could stand there.
   */
  static String unknownKey(String key, List<Option<?>> known) {
    var unknown = "unknown key \"" + QuotedText.of(key) + "\"";
    if (key.equals("<<")) {
      return unknown + "; merging is not read here, repeat the keys";
    }
    return unknown
        + NearestWord.of(key, known.stream().map(Option::key).toList())
            .map(meant -> " – did you mean \"" + meant + "\"?")
            .orElseGet(
                () ->
                    known.stream()
                        .map(Option::key)
                        .collect(Collectors.joining(", ", "; known here: ", "")));
  }
}
