package io.feedloom.config;

import java.util.Optional;

/**
 * One key that may stand in {@code feeds.yml}. The reader, the JSON Schema, "did you mean" and the
 * table of options are all made from these declarations.
 *
 * @param key as written
 * @param kind of its value
 * @param fallback what holds where the key is missing
 * @param required whether it is a fault that the key is missing
 * @param doc what it means, in one or two sentences of Markdown
 */
record Option<T>(String key, Kind<T> kind, Optional<T> fallback, boolean required, String doc) {
  /** One that has a default. */
  static <T> Option<T> of(String key, Kind<T> kind, T fallback, String doc) {
    return new Option<>(key, kind, Optional.of(fallback), false, doc);
  }

  /** One that may be absent. */
  static <T> Option<T> optional(String key, Kind<T> kind, String doc) {
    return new Option<>(key, kind, Optional.empty(), false, doc);
  }

  /** One that must be there. */
  static <T> Option<T> required(String key, Kind<T> kind, String doc) {
    return new Option<>(key, kind, Optional.empty(), true, doc);
  }

  /** The default as a JSON value. */
  Optional<Object> writtenFallback() {
    return fallback.map(kind::written);
  }
}
