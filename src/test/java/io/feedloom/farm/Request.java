package io.feedloom.farm;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A received request.
 *
 * @param target the path and the query
 * @param head everything after the request line, with CRLF at the end of lines
 * @param body as many bytes as {@code Content-Length} says, as ISO 8859-1
 */
public record Request(String method, String target, String head, String body) {

  /** Returns the target without its query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** Returns a header's value. Several values are joined by a comma. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers().get(name));
  }

  /** Returns all headers, by name in any case. */
  public Map<String, String> headers() {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    head.lines()
        .filter(line -> line.indexOf(':') > 0)
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              headers.merge(
                  line.substring(0, colon),
                  line.substring(colon + 1).strip(),
                  (a, b) -> a + ", " + b);
            });
    return headers;
  }
}
