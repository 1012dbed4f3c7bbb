package io.feedloom.store.row;

import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import io.feedloom.store.db.Sql;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * The text that identifies a group of feeds. It consists of a star if the feeds need a key; a plus
 * if their categories count as tags, else a minus; and the keys of the tags.
 */
public final class Combination {
  private static final String KEYED = "*";

  private Combination() {}

  /** Returns the text of the group to which a subscription belongs. */
  public static String of(Subscription subscription) {
    var keys = new TreeSet<String>();
    subscription.tags().stream().map(Tag::key).forEach(keys::add);
    return (subscription.keyed() ? KEYED : "")
        + (subscription.adoptsCategories() ? "+" : "-")
        + Sql.clean(String.join(",", keys));
  }

  /** Returns whether readers need a key for the entries of a group with this text. */
  public static boolean isKeyed(String combination) {
    return combination.startsWith(KEYED);
  }

  /** Returns the group with this number and text. */
  public static FeedGroup group(int number, String combination) {
    boolean keyed = isKeyed(combination);
    var rest = keyed ? combination.substring(KEYED.length()) : combination;
    var keys = rest.substring(1);
    var tags = keys.isEmpty() ? Set.<String>of() : Set.copyOf(Arrays.asList(keys.split(",")));
    return new FeedGroup(number, tags, rest.startsWith("+"), keyed, Set.of());
  }
}
