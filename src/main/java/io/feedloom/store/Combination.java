package io.feedloom.store;

import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * The text that a group of feeds is known by: a star where a key is needed, how it is with
 * categories, then the tags' keys.
 */
final class Combination {
  private static final String KEYED = "*";

  private Combination() {}

  static String of(Subscription subscription) {
    var keys = new TreeSet<String>();
    subscription.tags().stream().map(Tag::key).forEach(keys::add);
    return (subscription.keyed() ? KEYED : "")
        + (subscription.adoptsCategories() ? "+" : "-")
        + Sql.clean(String.join(",", keys));
  }

  /** Returns whether the entries of a group with this text appear only where a key is given. */
  static boolean isKeyed(String combination) {
    return combination.startsWith(KEYED);
  }

  static FeedGroup group(int number, String combination) {
    boolean keyed = isKeyed(combination);
    var rest = keyed ? combination.substring(KEYED.length()) : combination;
    var keys = rest.substring(1);
    var tags = keys.isEmpty() ? Set.<String>of() : Set.copyOf(Arrays.asList(keys.split(",")));
    return new FeedGroup(number, tags, rest.startsWith("+"), keyed, Set.of());
  }
}
