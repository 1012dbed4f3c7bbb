package io.feedloom.feed;

import java.util.Optional;

/**
 * The headers of an answer that describe its document or name other documents, each unchanged.
 *
 * @param contentType {@code Content-Type}
 * @param contentLanguage {@code Content-Language}
 * @param link {@code Link} (RFC 8288)
 * @param refresh {@code Refresh} (WHATWG HTML section 4.2.5.3)
 */
public record DocumentHeaders(
    Optional<String> contentType,
    Optional<String> contentLanguage,
    Optional<String> link,
    Optional<String> refresh) {
  /** Makes the headers of a document if only its type and language are known. */
  public static DocumentHeaders of(Optional<String> contentType, Optional<String> language) {
    return new DocumentHeaders(contentType, language, Optional.empty(), Optional.empty());
  }
}
