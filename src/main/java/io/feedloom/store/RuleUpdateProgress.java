package io.feedloom.store;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.RuleResult;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** One feed's stored entries on their way from one set of rules to another. For one thread. */
public final class RuleUpdateProgress {
  /** Entries in a transaction: polls of the feed wait no longer than these take. */
  private static final int PIECE = 100;

  private final Changing changing;
  private final FeedId feed;
  private final long rules;
  private final BiFunction<Entry, Optional<String>, RuleResult> judge;
  private Optional<RuleUpdate.Position> position = Optional.of(RuleUpdate.Position.START);

  /** Runs work in a transaction and lets other processes know what it changed. */
  @FunctionalInterface
  interface Changing {
    RuleUpdate.Step run(
        Database.Work<RuleUpdate.Step> work, Function<RuleUpdate.Step, List<Arrival>> told);
  }

  RuleUpdateProgress(
      Changing changing,
      FeedId feed,
      long rules,
      BiFunction<Entry, Optional<String>, RuleResult> judge) {
    this.changing = changing;
    this.feed = feed;
    this.rules = rules;
    this.judge = judge;
  }

  /** Whether entries are left to judge. */
  public boolean hasMore() {
    return position.isPresent();
  }

  /** Judges some, and returns those that changed. */
  public List<Arrival> next() {
    var from = position.orElseThrow();
    var step =
        changing.run(
            c -> RuleUpdate.step(c, feed, from, PIECE, rules, judge), RuleUpdate.Step::arrivals);
    position = step.next();
    return step.arrivals();
  }
}
