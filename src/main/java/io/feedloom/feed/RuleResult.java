package io.feedloom.feed;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the admin's rules make of an entry.
 *
 * @param dropped whether it appears nowhere, as long as the rules stand
 * @param tags that they give it, beside those of its feed
 * @param because the rules that concern it, as people read them
 */
public record RuleResult(boolean dropped, Set<Tag> tags, List<String> because) {
  /** No rule concerns the entry. */
  public static final RuleResult NONE = new RuleResult(false, Set.of(), List.of());

  /** The fingerprint of no rules at all. */
  public static final long NO_RULES = 0;

  /** The fingerprint of rules of which not all entries were judged by the same. */
  public static final long MIXED_RULES = 1;

  /**
   * What the key of a tag given by a rule begins with, where it stands among the keys of
   * categories: no key of a tag or category has a slash in it.
   */
  private static final String GIVEN = "/";

  public RuleResult {
    tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
    because = List.copyOf(because);
  }

  public boolean isNone() {
    return !dropped && tags.isEmpty() && because.isEmpty();
  }

  /** How a tag that a rule gave stands among the keys of an entry's categories. */
  public static String given(String key) {
    return GIVEN + key;
  }

  /** Whether this key among those of an entry's categories is a tag that a rule gave. */
  public static boolean isGiven(String key) {
    return key.startsWith(GIVEN);
  }
}
