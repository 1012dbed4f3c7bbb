package io.feedloom.config;

import io.feedloom.feed.NearestWord;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the messages for unknown keys, with the key that was probably meant. */
final class Suggestion {
  private Suggestion() {}

  /**
   * Returns the message for an unknown key, with the key that was probably meant, or else all
   * allowed keys.
   */
  static String unknownKey(String key, List<Option<?>> known) {
    var unknown = "unknown key \"" + QuotedText.of(key) + "\"";
    if (key.equals("<<")) {
      return unknown + "; merge keys are not supported, repeat the keys";
    }
    return unknown
        + NearestWord.of(key, known.stream().map(Option::key).toList())
            .map(meant -> " – did you mean \"" + meant + "\"?")
            .orElseGet(
                () ->
                    known.stream()
                        .map(Option::key)
                        .collect(Collectors.joining(", ", "; allowed here: ", "")));
  }
}
