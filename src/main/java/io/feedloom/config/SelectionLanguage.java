package io.feedloom.config;

import java.util.Optional;

/**
 * Checks query parameters of the selection language, in which streams are written. The caller
 * passes the parser of the select room, so that streams and requests use the same one.
 */
@FunctionalInterface
public interface SelectionLanguage {
  /**
   * Returns what is wrong with a value of a query parameter, and what is allowed; empty if nothing
   * is wrong.
   *
   * @param parameter its name, as in a query
   */
  Optional<String> fault(String parameter, String value);
}
