package io.feedloom.config;

import java.util.Optional;

/**
 * Checks the selections of streams, which are query parameters as in requests. The package {@code
 * select} implements it, so that streams and requests use the same parser.
 */
@FunctionalInterface
public interface SelectionLanguage {
  /**
   * Returns what is wrong with the value of a query parameter, and what is allowed; empty if it is
   * valid.
   *
   * @param parameter its name, as in a query
   */
  Optional<String> fault(String parameter, String value);
}
