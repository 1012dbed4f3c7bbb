package io.feedloom.parse.field;

import java.util.List;

/**
 * The names of the elements that may contain a field, the preferred name first. Each name has a
 * bit, which several names may share. An element without any of these bits has none of the names,
 * so most look-ups need only one comparison.
 *
 * @param bits the bits of all these names together
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
