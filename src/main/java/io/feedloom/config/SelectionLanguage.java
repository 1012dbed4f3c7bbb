package io.feedloom.config;

import java.util.Optional;

/**
 * What {@code feeds.yml} needs to know of the language that readers choose entries in: streams are
 * written in it. The room that knows it is handed in, so that one parser judges both.
 */
@FunctionalInterface
public interface SelectionLanguage {
  /**
   * What is wrong with a value of a query parameter, and what is allowed; empty where nothing is.
   *
   * @param parameter its name, as in a query
   */
  Optional<String> fault(String parameter, String value);
}
