package io.feedloom.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the selections of streams, which are query parameters as in requests. The package {@code
 * select} implements it, so that streams and requests use the same parser.
 */
@FunctionalInterface
public interface SelectionLanguage {
  /**
   * Returns what is wrong with query parameters, and what is allowed; empty if they are valid.
   *
   * @param parameters by name, as in a query
   */
  Optional<String> fault(Map<String, List<String>> parameters);
}
