package io.feedloom.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes updates for tests that do not need all components. */
public final class SampleUpdate {
  private SampleUpdate() {}

  /** Returns an update without aliases. */
  public static Update of(
      Due lease,
      PollState next,
      Optional<FeedInfo> info,
      List<Problem> problems,
      List<Update.Change> changed,
      Optional<long[]> carried,
      long rules,
      Instant at,
      Duration took,
      Update.Withdrawal withdrawal) {
    return new Update(
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
        Update.Aliases.NONE);
  }

  /** Returns an update of a document that withdraws nothing. */
  public static Update of(
      Due lease,
      PollState next,
      Optional<FeedInfo> info,
      List<Problem> problems,
      List<Update.Change> changed,
      Optional<long[]> carried,
      long rules,
      Instant at,
      Duration took) {
    var none = Update.Withdrawal.NONE;
    return of(lease, next, info, problems, changed, carried, rules, at, took, none);
  }

  /** Returns an update without rules that does not list the ids in its document. */
  public static Update of(
      Due lease,
      PollState next,
      Optional<FeedInfo> info,
      List<Problem> problems,
      List<Update.Change> changed,
      Instant at,
      Duration took) {
    long rules = RuleResult.NO_RULES;
    return of(lease, next, info, problems, changed, Optional.empty(), rules, at, took);
  }

  /** Returns an update of a poll that took no time. */
  public static Update of(
      Due lease,
      PollState next,
      Optional<FeedInfo> info,
      List<Problem> problems,
      List<Update.Change> changed,
      Instant at) {
    return of(lease, next, info, problems, changed, at, Duration.ZERO);
  }
}
