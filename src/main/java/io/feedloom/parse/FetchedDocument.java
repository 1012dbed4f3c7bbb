package io.feedloom.parse;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.DocumentHeaders;
import java.net.URI;
import java.util.Optional;

/**
 * A document as it was received.
 *
 * @param url its address after redirects; relative addresses are resolved against it
 * @param body decompressed
 * @param headers the headers of the answer
 * @param cleaning what is cleaned in its entries
 */
public record FetchedDocument(URI url, byte[] body, DocumentHeaders headers, Cleaning cleaning) {
  /** Creates a document with only type and language known. */
  public FetchedDocument(
      URI url, byte[] body, Optional<String> contentType, Optional<String> contentLanguage) {
    this(url, body, DocumentHeaders.of(contentType, contentLanguage), Cleaning.ALL);
  }

  Optional<String> contentType() {
    return headers.contentType();
  }

  Optional<String> contentLanguage() {
    return headers.contentLanguage();
  }
}
