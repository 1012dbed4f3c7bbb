package io.feedloom.parse.field;

import java.util.List;

/**
 * Names of fields, in order of preference. Most are absent from an element: their bits show that at
 * once.
 *
 * @param bits one for each name, or for several
 */
public record FieldNames(List<String> names, long bits) {
  public static FieldNames of(String... names) {
    long bits = 0;
    for (var name : names) {
      bits |= bit(name);
    }
    return new FieldNames(List.of(names), bits);
  }

  public static long bit(String name) {
    int hash = name.hashCode();
    return 1L << (hash ^ hash >>> 6);
  }
}
