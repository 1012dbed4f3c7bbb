package io.feedloom.store.rules;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Declared;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.RuleResult;
import io.feedloom.store.log.LoggedWriter;
import io.feedloom.store.write.Digests;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Applies changed rules to the stored entries of one feed, step by step. Not thread-safe. */
public final class RuleUpdateProgress {
  /** How many entries one transaction reads. Polls of the feed wait for it. */
  private static final int BATCH_SIZE = 100;

  private final LoggedWriter writer;
  private final Digests digests;
  private final FeedId feed;
  private final long rules;
  private final Instant at;
  private final BiFunction<Entry, Declared, RuleResult> applyRules;
  private Optional<RuleUpdate.Position> position = Optional.of(RuleUpdate.Position.START);

  RuleUpdateProgress(
      LoggedWriter writer,
      Digests digests,
      FeedId feed,
      long rules,
      Instant at,
      BiFunction<Entry, Declared, RuleResult> applyRules) {
    this.writer = writer;
    this.digests = digests;
    this.feed = feed;
    this.rules = rules;
    this.at = at;
    this.applyRules = applyRules;
  }

  /** Returns whether entries remain. */
  public boolean hasMore() {
    return position.isPresent();
  }

  /** Applies the rules to some entries, and returns the entries that changed. */
  public List<Arrival> next() {
    var from = position.orElseThrow();
    var step =
        writer.write(
            c -> RuleUpdate.step(c, digests, feed, from, BATCH_SIZE, rules, at, applyRules),
            RuleUpdate.Step::arrivals);
    position = step.next();
    return step.arrivals();
  }
}
