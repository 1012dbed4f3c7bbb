package io.feedloom.store.rules;

import io.feedloom.feed.Declared;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.RuleResult;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Sql;
import io.feedloom.store.log.LoggedWriter;
import io.feedloom.store.write.Digests;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Applies changed rules to stored entries. */
public final class RuleUpdates {
  /** Selects feeds that have entries. */
  private static final String JUDGED =
      """
      SELECT name, judged FROM feed WHERE name IS NOT NULL AND (entries > 0 OR hidden > 0)
      """;

  private final Database database;
  private final LoggedWriter writer;
  private final Digests digests;

  public RuleUpdates(Database database, LoggedWriter writer, Digests digests) {
    this.digests = digests;
    this.database = database;
    this.writer = writer;
  }

  /**
   * Returns the subscribed feeds whose entries need these rules applied.
   *
   * @param rules the fingerprint of the wanted rules of each feed
   */
  public List<FeedId> outdated(Map<FeedId, Long> rules) {
    return database
        .read(
            c ->
                Sql.map(
                    c,
                    JUDGED,
                    row -> new FeedId(row.getString("name")),
                    row -> row.getLong("judged")))
        .entrySet()
        .stream()
        .filter(feed -> !rules.getOrDefault(feed.getKey(), feed.getValue()).equals(feed.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Returns an object that applies rules to the stored entries of a feed, including the hidden
   * ones. An entry that the rules drop becomes hidden. An entry that they no longer drop appears at
   * its old place.
   *
   * @param rules the fingerprint of the rules
   * @param at when entries change in which the rules change other fields than before
   * @param applyRules returns the result of the rules for an entry and what its feed declares
   */
  public RuleUpdateProgress update(
      FeedId feed, long rules, Instant at, BiFunction<Entry, Declared, RuleResult> applyRules) {
    return new RuleUpdateProgress(writer, digests, feed, rules, at, applyRules);
  }
}
