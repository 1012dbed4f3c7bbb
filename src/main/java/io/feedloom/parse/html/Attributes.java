package io.feedloom.parse.html;

import io.feedloom.parse.text.Addresses;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes the attributes of a tag. In the sanitizer's lists, names and values alternate.
 */
final class Attributes {
  private Attributes() {}

  /** Returns the value of an attribute; null if there is none. */
  static @Nullable String value(List<String> attributes, String name) {
    boolean isName = true;
    boolean found = false;
    for (var each : attributes) {
      if (found) {
        return each;
      }
      found = isName && each.equals(name);
      isName = !isName;
    }
    return null;
  }

  /** Removes the white space around an address. The sanitizer removes only that of ASCII. */
  static void trim(List<String> attributes, String name) {
    for (int i = 0; i < attributes.size(); i += 2) {
      if (attributes.get(i).equals(name)) {
        attributes.set(i + 1, Addresses.trim(attributes.get(i + 1)));
      }
    }
  }

  /** Sets an attribute. */
  static void put(List<String> attributes, String name, String value) {
    remove(attributes, name);
    attributes.add(name);
    attributes.add(value);
  }

  /** Renames an attribute. */
  static void rename(List<String> attributes, String from, String to) {
    boolean isName = true;
    for (var each = attributes.listIterator(); each.hasNext(); isName = !isName) {
      if (each.next().equals(from) && isName) {
        each.set(to);
      }
    }
  }

  /** Removes an attribute. */
  static void remove(List<String> attributes, String name) {
    for (var each = attributes.iterator(); each.hasNext(); ) {
      boolean wanted = each.next().equals(name);
      if (wanted) {
        each.remove();
      }
      each.next();
      if (wanted) {
        each.remove();
      }
    }
  }
}
