package io.feedloom.parse.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An item of microformats2.
 *
 * @param types such as {@code h-entry}
 * @param properties by name without prefix, in the order of the page
 * @param children nested items that are no properties
 * @param titleLink where the element of the name leads; no part of the format
 */
record Microformat(
    List<String> types,
    Map<String, List<Value>> properties,
    List<Microformat> children,
    Optional<String> titleLink) {

  Microformat {
    types = List.copyOf(types);
    children = List.copyOf(children);
  }

  /** A value of a property. */
  sealed interface Value {
    /** The value as text, or as an address. */
    String text();
  }

  record Text(String text) implements Value {}

  /** An image. */
  record Picture(String text, String alt) implements Value {}

  /** Content with markup. */
  record Markup(String text, String html) implements Value {}

  /** A nested item. */
  record Nested(String text, Microformat item, Optional<String> html) implements Value {}

  boolean is(String type) {
    return types.contains(type);
  }

  Stream<Value> values(String name) {
    return properties.getOrDefault(name, List.of()).stream();
  }

  /** Returns the values of a property that are not blank, as text. */
  Stream<String> texts(String name) {
    return values(name).map(Value::text).map(HtmlPage::blanks).filter(text -> !text.isEmpty());
  }

  /** Returns the first such value that does not come from a nested item. */
  Optional<String> own(String name) {
    return values(name)
        .filter(value -> !(value instanceof Nested))
        .map(Value::text)
        .map(HtmlPage::blanks)
        .filter(text -> !text.isEmpty())
        .findFirst();
  }
}
