package io.feedloom.fetch;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a server answered to one request.
 *
 * @param headers gives the value of a header by its name in any case, several values joined by a
 *     comma (RFC 9110 section 5.3)
 * @param body decompressed; empty for statuses whose body means nothing to us
 * @param damage why the body ends before its end, in words, where it does
 */
record HttpAnswer(
    int status, Function<String, Optional<String>> headers, byte[] body, Optional<String> damage) {

  Optional<String> header(String name) {
    return headers.apply(name);
  }
}
