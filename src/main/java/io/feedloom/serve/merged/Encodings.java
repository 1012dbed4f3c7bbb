package io.feedloom.serve.merged;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.feedloom.serve.http.Encoding;
import java.util.Optional;

/** Stores the coding for each {@code Accept-Encoding}. There are few different ones. */
final class Encodings {
  private static final int MAX_STORED = 256;

  private final Cache<String, Encoding> chosen =
      Caffeine.newBuilder().maximumSize(MAX_STORED).build();

  Encoding of(Optional<String> acceptEncoding) {
    return acceptEncoding
        .map(header -> chosen.get(header, h -> Encoding.forHeader(Optional.of(h))))
        .orElse(Encoding.IDENTITY);
  }
}
