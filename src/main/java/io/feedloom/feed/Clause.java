package io.feedloom.feed;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * One condition of a selection: an entry needs at least one of the keys, or must have none of them.
 *
 * @param keys normal forms, not empty
 */
public record Clause(NavigableSet<String> keys, boolean excludes) implements Comparable<Clause> {
  /**
   * @throws IllegalArgumentException if there is no key
   */
  public Clause {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a clause has at least one key");
    }
    keys = Collections.unmodifiableNavigableSet(new TreeSet<>(keys));
  }

  public static Clause anyOf(Collection<String> keys) {
    return new Clause(new TreeSet<>(keys), false);
  }

  public static Clause noneOf(Collection<String> keys) {
    return new Clause(new TreeSet<>(keys), true);
  }

  /** Returns whether an entry with these keys meets the condition. */
  public boolean test(Collection<String> entryKeys) {
    return entryKeys.stream().anyMatch(keys::contains) != excludes;
  }

  /** Orders clauses that exclude after all others, then by text. */
  @Override
  public int compareTo(Clause other) {
    if (excludes != other.excludes) {
      return excludes ? 1 : -1;
    }
    return String.join(",", keys).compareTo(String.join(",", other.keys));
  }

  @Override
  public String toString() {
    return (excludes ? "-" : "") + String.join(",", keys);
  }
}
