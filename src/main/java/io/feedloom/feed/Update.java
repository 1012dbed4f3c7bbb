package io.feedloom.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the store is to make of one poll of one feed, all of it or nothing.
 *
 * @param lease as it was taken; the update is refused when another process has taken the feed since
 * @param info what the publisher now says of the feed, where it was read
 * @param problems found in reading, where it was read
 * @param changed the entries that are new or changed
 * @param carried the ids of all entries in the document, where it was read
 * @param rules the fingerprint of those that the changes were judged by, {@link
 *     RuleResult#NO_RULES} for none
 * @param at the time of the poll
 * @param took how long the exchange took
 * @param withdrawal which entries the publisher withdrew
 * @param aliases of entries whose guid is shared
 */
public record Update(
    Due lease,
    PollState next,
    Optional<FeedInfo> info,
    List<Problem> problems,
    List<Change> changed,
    Optional<long[]> carried,
    long rules,
    Instant at,
    Duration took,
    Withdrawal withdrawal,
    Aliases aliases) {
  /**
   * Aliases to store.
   *
   * @param all of each entry named here, all that it has; they replace those that it had
   * @param ofOldEntries whether those of entries are among them that an older version identified
   */
  public record Aliases(List<Alias> all, boolean ofOldEntries) {
    /** None. */
    public static final Aliases NONE = new Aliases(List.of(), false);

    public Aliases {
      all = List.copyOf(all);
    }
  }

  /**
   * Which entries the publisher withdrew.
   *
   * @param tombstones those that it names; none of them is among the changes
   * @param missing which of those count too that were carried before and now no longer
   */
  public record Withdrawal(List<Tombstone> tombstones, Missing missing) {
    /** None. */
    public static final Withdrawal NONE = new Withdrawal(List.of(), Missing.NONE);

    /** Which of the entries that a feed carries no longer it has withdrawn. */
    public enum Missing {
      NONE,
      /** Those of which older ones are carried still. */
      BETWEEN,
      /** All: the feed says that it has no other entries than it carries. */
      ALL
    }

    public Withdrawal {
      tombstones = List.copyOf(tombstones);
    }
  }

  /**
   * One entry to write.
   *
   * @param river its place, for the case that it is new
   * @param isNew whether the store does not know it yet
   */
  public record Change(
      long id, long fingerprint, Instant river, boolean isNew, Entry entry, RuleResult judgement) {
    /** One that no rule concerns. */
    public Change(long id, long fingerprint, Instant river, boolean isNew, Entry entry) {
      this(id, fingerprint, river, isNew, entry, RuleResult.NONE);
    }
  }

  public Update {
    problems = List.copyOf(problems);
    changed = List.copyOf(changed);
  }
}
