package io.feedloom.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The changes that one poll of one feed makes in the store. The store applies all of them or none.
 *
 * @param lease the lease for the poll; the store refuses the update if another process has leased
 *     the feed since
 * @param next the state of the feed after the poll
 * @param info what the publisher now says about the feed, if it was read
 * @param problems the problems in the document, if it was read
 * @param changed the entries that are new or changed
 * @param documentIds the ids of all entries in the document, if it was read
 * @param rules the fingerprint of the rules that were applied to the changes, {@link
 *     RuleResult#NO_RULES} for none
 * @param polledAt the time of the poll
 * @param duration how long the exchange took
 * @param withdrawal which entries the publisher withdrew
 * @param aliases the aliases of entries with a shared guid
 * @param articles the entries whose pages are to be fetched
 * @param isPushed whether a hub delivered a part of the document. Then the history, the plan and
 *     the information about the feed stay, and entries that are missing in it have not left the
 *     document
 */
public record Update(
    Due lease,
    PollState next,
    Optional<FeedInfo> info,
    List<Problem> problems,
    List<Change> changed,
    Optional<long[]> documentIds,
    long rules,
    Instant polledAt,
    Duration duration,
    Withdrawal withdrawal,
    Aliases aliases,
    Articles articles,
    boolean isPushed) {
  /**
   * The entries whose pages are to be fetched.
   *
   * @param fetches whether the pages of the feed are fetched at all
   * @param wanted when to fetch the page, by the id of the changed entry
   * @param heldUntil if present, the new ones of these entries stay hidden until then, or until
   *     their full texts are stored
   */
  public record Articles(boolean fetches, Map<Long, Instant> wanted, Optional<Instant> heldUntil) {
    /** None. */
    public static final Articles NONE = new Articles(false, Map.of(), Optional.empty());

    public Articles {
      wanted = Map.copyOf(wanted);
    }

    /** Returns whether a new entry stays hidden. */
    public boolean holds(long id) {
      return heldUntil.isPresent() && wanted.containsKey(id);
    }
  }

  /**
   * Aliases to store.
   *
   * @param all all aliases of each entry in the list; they replace its old ones
   * @param ofOldEntries whether the list includes entries that an older version of Feedloom
   *     identified
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
   * @param tombstones the entries that the publisher names; none of them is among the changes
   * @param missing which entries that left the document count as withdrawn too
   */
  public record Withdrawal(List<Tombstone> tombstones, Missing missing) {
    /** None. */
    public static final Withdrawal NONE = new Withdrawal(List.of(), Missing.NONE);

    /** Which of the entries that left a feed's document are withdrawn. */
    public enum Missing {
      NONE,
      /** Entries that are newer than one that the document still contains. */
      BETWEEN,
      /** All: the feed says that it has no other entries than those in the document. */
      ALL
    }

    public Withdrawal {
      tombstones = List.copyOf(tombstones);
    }
  }

  /**
   * One entry to write.
   *
   * @param river its place in the river if it is new
   * @param isNew whether the store does not know it yet
   */
  public record Change(
      long id, long fingerprint, Instant river, boolean isNew, Entry entry, RuleResult judgement) {
    /** Makes a change of an entry that no rule concerns. */
    public Change(long id, long fingerprint, Instant river, boolean isNew, Entry entry) {
      this(id, fingerprint, river, isNew, entry, RuleResult.NONE);
    }
  }

  /** Makes an update of a feed whose pages are not fetched. */
  public Update(
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
    this(
        lease,
        next,
        info,
        problems,
        changed,
        carried,
        rules,
        at,
        took,
        withdrawal,
        aliases,
        Articles.NONE);
  }

  /** Makes an update of a poll. */
  public Update(
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
      Aliases aliases,
      Articles articles) {
    this(
        lease,
        next,
        info,
        problems,
        changed,
        carried,
        rules,
        at,
        took,
        withdrawal,
        aliases,
        articles,
        false);
  }

  /**
   * Makes the update of a document that a hub delivered.
   *
   * @param ids the ids of all entries in the document
   */
  public static Update pushed(
      Due lease,
      PollState next,
      FeedInfo info,
      List<Change> changed,
      long[] ids,
      long rules,
      Instant at,
      Withdrawal withdrawal,
      Aliases aliases,
      Articles articles) {
    return new Update(
        lease,
        next,
        Optional.of(info),
        List.of(),
        changed,
        Optional.of(ids),
        rules,
        at,
        Duration.ZERO,
        withdrawal,
        aliases,
        articles,
        true);
  }

  public Update {
    problems = List.copyOf(problems);
    changed = List.copyOf(changed);
  }
}
