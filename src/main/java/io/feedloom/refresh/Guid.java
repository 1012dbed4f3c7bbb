package io.feedloom.refresh;

import io.feedloom.feed.Digest;
import io.feedloom.feed.TrackingParameters;
import java.util.List;
import java.util.Optional;

/**
 * Compares guids that are web addresses. Such a guid means the same entry with {@code http} and
 * {@code https}.
 */
final class Guid {
  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";

  private Guid() {}

  /** Returns the id of an entry whose guid is not shared. */
  static long id(String guid) {
    return Digest.of(guid);
  }

  /**
   * Returns a guid or link without its scheme. So addresses that differ only in the scheme are
   * equal.
   */
  static String withoutScheme(String guid) {
    if (begins(guid, HTTPS)) {
      return HTTP + guid.substring(HTTPS.length());
    }
    return begins(guid, HTTP) ? HTTP + guid.substring(HTTP.length()) : guid;
  }

  /**
   * Returns a guid or link without its scheme and its tracking parameters. So addresses of one page
   * are equal, however readers find it.
   */
  static String ofPage(String guid) {
    return begins(guid, HTTP) || begins(guid, HTTPS)
        ? TrackingParameters.removed(withoutScheme(guid))
        : guid;
  }

  /** Returns the guid with the other scheme, if it begins with one of the two. */
  static Optional<String> twin(String guid) {
    if (begins(guid, HTTP)) {
      return Optional.of(HTTPS + guid.substring(HTTP.length()));
    }
    return begins(guid, HTTPS) ? Optional.of(withoutScheme(guid)) : Optional.empty();
  }

  /** Returns the guids that are equal without their scheme. */
  static List<String> all(String withoutScheme) {
    return twin(withoutScheme)
        .map(twin -> List.of(withoutScheme, twin))
        .orElseGet(() -> List.of(withoutScheme));
  }

  private static boolean begins(String guid, String scheme) {
    return guid.regionMatches(true, 0, scheme, 0, scheme.length());
  }
}
