package io.feedloom.fetch;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The answer to one request.
 *
 * @param headers returns the value of a header by its name in any case, with several values joined
 *     by a comma (RFC 9110 section 5.3)
 * @param body decompressed; only its beginning for statuses whose body is no feed
 * @param damage why the body is incomplete; empty if it is complete
 * @param cookies the values of {@code Set-Cookie}
 */
record HttpAnswer(
    int status,
    Function<String, Optional<String>> headers,
    byte[] body,
    Optional<String> damage,
    List<String> cookies) {

  Optional<String> header(String name) {
    return headers.apply(name);
  }
}
