package io.feedloom.parse;

import io.feedloom.feed.text.XmlChars;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads values of JSON leniently. Publishers write one value instead of a list, a list instead of
 * one value, a number instead of a text, and objects with numbered members instead of lists, as PHP
 * does.
 */
final class JsonValues {
  private JsonValues() {}

  /** Returns the elements of the first of these members that has any. */
  static List<JsonNode> list(JsonNode node, String... names) {
    for (var name : names) {
      var elements = new ArrayList<JsonNode>();
      collect(node.path(name), elements);
      if (!elements.isEmpty()) {
        return elements;
      }
    }
    return List.of();
  }

  private static void collect(JsonNode value, List<JsonNode> elements) {
    if (value.isArray() || isNumbered(value)) {
      value.forEach(element -> collect(element, elements));
    } else if (!value.isMissingNode() && !value.isNull()) {
      elements.add(value);
    }
  }

  private static boolean isNumbered(JsonNode value) {
    return value.isObject()
        && !value.isEmpty()
        && value.propertyNames().stream()
            .allMatch(name -> name.chars().allMatch(c -> c >= '0' && c <= '9'));
  }

  /** Returns the first of these members that is a text or a number, alone or in a list. */
  static Optional<String> text(JsonNode node, String... names) {
    for (var name : names) {
      var value = node.path(name);
      var text = scalar(value.isArray() && value.size() == 1 ? value.get(0) : value);
      if (text.isPresent()) {
        return text;
      }
    }
    return Optional.empty();
  }

  /** Returns a text, or a number where a text should be, if it is not blank. */
  static Optional<String> scalar(JsonNode value) {
    return value.isString() || value.isNumber()
        ? Optional.of(XmlChars.legal(value.asString())).filter(text -> !text.isBlank())
        : Optional.empty();
  }
}
