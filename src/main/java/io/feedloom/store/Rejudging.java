package io.feedloom.store;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Judgement;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** One feed's stored entries on their way from one set of rules to another. For one thread. */
public final class Rejudging {
  /** Entries in a transaction: polls of the feed wait no longer than these take. */
  private static final int PIECE = 100;

  private final Changing changing;
  private final FeedId feed;
  private final long rules;
  private final BiFunction<Entry, Optional<String>, Judgement> judge;
  private Optional<Judging.Position> position = Optional.of(Judging.Position.START);

  /** Runs work in a transaction and lets other processes know what it changed. */
  @FunctionalInterface
  interface Changing {
    Judging.Step run(Database.Work<Judging.Step> work, Function<Judging.Step, List<Arrival>> told);
  }

  Rejudging(
      Changing changing,
      FeedId feed,
      long rules,
      BiFunction<Entry, Optional<String>, Judgement> judge) {
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
        changing.run(c -> Judging.step(c, feed, from, PIECE, rules, judge), Judging.Step::arrivals);
    position = step.next();
    return step.arrivals();
  }
}
