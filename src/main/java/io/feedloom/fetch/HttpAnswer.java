package io.feedloom.fetch;

import java.util.Optional;
import java.util.function.Function;

/**
 * The answer to one request.
 *
 * @param headers returns the value of a header by its name in any case, with several values joined
 *     by a comma (RFC 9110 section 5.3)
 * @param body decompressed; empty for statuses whose body we do not read
 * @param damage why the body is incomplete; empty if it is complete
 */
record HttpAnswer(
    int status, Function<String, Optional<String>> headers, byte[] body, Optional<String> damage) {

  Optional<String> header(String name) {
    return headers.apply(name);
  }
}
