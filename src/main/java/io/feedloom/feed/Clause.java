package io.feedloom.feed;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * One step that narrows a selection: any of the keys, or none of them.
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

  /** Whether something that bears these keys passes. */
  public boolean test(Collection<String> borne) {
    return borne.stream().anyMatch(keys::contains) != excludes;
  }

  /** Those that name come before those that exclude, then by text. */
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
