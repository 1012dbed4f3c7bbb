package io.feedloom.config;

import java.util.Optional;

/**
 * One option of {@code feeds.yml}. The reader, the JSON Schema, "did you mean" and the table of
 * options all use these declarations.
 *
 * @param key as written
 * @param kind the kind of its value
 * @param fallback the value if the key is missing
 * @param required whether a missing key is a fault
 * @param doc its meaning, in one or two sentences of Markdown
 */
record Option<T>(String key, Kind<T> kind, Optional<T> fallback, boolean required, String doc) {
  /** Makes an option with a default. */
  static <T> Option<T> of(String key, Kind<T> kind, T fallback, String doc) {
    return new Option<>(key, kind, Optional.of(fallback), false, doc);
  }

  /** Makes an option that may be absent. */
  static <T> Option<T> optional(String key, Kind<T> kind, String doc) {
    return new Option<>(key, kind, Optional.empty(), false, doc);
  }

  /** Makes an option that must be present. */
  static <T> Option<T> required(String key, Kind<T> kind, String doc) {
    return new Option<>(key, kind, Optional.empty(), true, doc);
  }

  /** Returns the default as a JSON value. */
  Optional<Object> writtenFallback() {
    return fallback.map(kind::written);
  }
}
