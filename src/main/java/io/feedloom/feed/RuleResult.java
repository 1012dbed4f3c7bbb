package io.feedloom.feed;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The effect of the admin's rules on an entry.
 *
 * @param dropped whether the entry appears nowhere while these rules apply
 * @param tags the tags that the rules add to those of its feed
 * @param because the rules that concern the entry, in a form for people
 * @param revision what the rules change in the entry
 */
public record RuleResult(boolean dropped, Set<Tag> tags, List<String> because, Revision revision) {
  /** No rule concerns the entry. */
  public static final RuleResult NONE = new RuleResult(false, Set.of(), List.of());

  /** The fingerprint of an empty list of rules. */
  public static final long NO_RULES = 0;

  /** The fingerprint of a feed to whose entries different rules were applied. */
  public static final long MIXED_RULES = 1;

  /**
   * Marks the key of a tag from a rule among the keys of categories. No key of a tag or category
   * contains a slash.
   */
  private static final String GIVEN = "/";

  public RuleResult {
    tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
    because = List.copyOf(because);
  }

  /** Makes a result that changes no field. */
  public RuleResult(boolean dropped, Set<Tag> tags, List<String> because) {
    this(dropped, tags, because, Revision.NONE);
  }

  public boolean isNone() {
    return !dropped && tags.isEmpty() && because.isEmpty() && revision.isNone();
  }

  /** Returns the key of a tag from a rule among the keys of an entry's categories. */
  public static String given(String key) {
    return GIVEN + key;
  }

  /** Returns whether this key of an entry's categories is that of a tag from a rule. */
  public static boolean isGiven(String key) {
    return key.startsWith(GIVEN);
  }
}
