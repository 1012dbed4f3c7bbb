package io.feedloom.parse;

import java.net.URI;
import java.util.Optional;

/**
 * A document as a publisher answered it.
 *
 * @param url where it was answered, after redirects: relative addresses start from it
 * @param body decompressed
 * @param contentType the {@code Content-Type} header, as it came
 * @param contentLanguage the {@code Content-Language} header, as it came
 */
public record Source(
    URI url, byte[] body, Optional<String> contentType, Optional<String> contentLanguage) {}
