package io.feedloom.store.push;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.TopicSubscription;
import io.feedloom.store.api.TopicChange;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The subscriptions at WebSub hubs. Every change reads the stored subscription and locks its row
 * first, so any process may change it.
 */
public final class TopicSubscriptions {
  private static final String DUE =
      "SELECT path, due FROM topic_subscription WHERE due <= ? ORDER BY due, path"
          + " FETCH FIRST ? ROWS ONLY";

  private static final String NAMED =
      """
      SELECT s.*, f.name FROM topic_subscription s JOIN feed f ON f.id = s.feed_id
      WHERE f.name IS NOT NULL
      """;

  private final Database database;

  public TopicSubscriptions(Database database) {
    this.database = database;
  }

  private record DueTopic(String path, long due) {}

  /** Returns the subscription with this path. */
  public Optional<TopicSubscription> find(String path) {
    return database.read(
        c -> Sql.first(c, TopicTable.SELECT + "WHERE path = ?", TopicTable::read, path));
  }

  /** Returns the subscriptions of a feed. */
  public List<TopicSubscription> ofFeed(int feed) {
    return database.read(c -> TopicTable.ofFeed(c, feed));
  }

  /** Returns all subscriptions, in the order of their paths. */
  public List<TopicSubscription> all() {
    return database.read(c -> Sql.list(c, TopicTable.SELECT + "ORDER BY path", TopicTable::read));
  }

  /** Returns the subscriptions of each feed of feeds.yml that has any. */
  public Map<FeedId, List<TopicSubscription>> byFeed() {
    var byFeed = new HashMap<FeedId, List<TopicSubscription>>();
    database
        .read(
            c ->
                Sql.list(
                    c,
                    NAMED,
                    row -> Map.entry(new FeedId(row.getString("name")), TopicTable.read(row))))
        .forEach(
            each ->
                byFeed.computeIfAbsent(each.getKey(), _ -> new ArrayList<>()).add(each.getValue()));
    return byFeed;
  }

  /**
   * Leases the subscriptions that are due, the first due first.
   *
   * @param begin returns the subscription as it is while the process works on it; its {@code due}
   *     is the end of the lease
   */
  public List<TopicSubscription> takeDue(
      Instant now, int most, Function<TopicSubscription, TopicSubscription> begin) {
    var due =
        database.read(
            c ->
                Sql.list(
                    c,
                    DUE,
                    row -> new DueTopic(row.getString("path"), row.getLong("due")),
                    Millis.of(now),
                    most));
    var taken = new ArrayList<TopicSubscription>();
    for (var each : due) {
      change(
              each.path(),
              stored ->
                  Millis.of(stored.course().due()) == each.due()
                      ? List.of(new TopicChange.Put(begin.apply(stored)))
                      : List.of())
          .ifPresent(taken::add);
    }
    return taken;
  }

  /** Returns the id of a feed; empty if it is no longer in feeds.yml. */
  public Optional<FeedId> name(int feed) {
    return database
        .read(
            c ->
                Sql.first(
                    c, "SELECT name FROM feed WHERE id = ?", row -> Sql.text(row, "name"), feed))
        .flatMap(name -> name)
        .map(FeedId::new);
  }

  /** Returns when the next subscription is due. */
  public Optional<Instant> nextDue() {
    return database
        .read(
            c ->
                Sql.first(
                    c,
                    "SELECT MIN(due) AS due FROM topic_subscription",
                    row -> Sql.number(row, "due")))
        .flatMap(due -> due)
        .map(Millis::at);
  }

  /**
   * Changes a subscription in one transaction.
   *
   * @param change returns the changes for the stored subscription; none if it stays. May be called
   *     more than once
   * @return the subscription after the change; empty if it is unknown, stays, or was removed
   */
  public Optional<TopicSubscription> change(
      String path, Function<TopicSubscription, List<TopicChange>> change) {
    return database.write(
        c -> {
          var stored = TopicTable.lock(c, path);
          if (stored.isEmpty()) {
            return Optional.empty();
          }
          var changes = change.apply(stored.get());
          TopicTable.write(c, changes);
          return changes.stream()
              .filter(TopicChange.Put.class::isInstance)
              .map(each -> ((TopicChange.Put) each).subscription())
              .filter(each -> each.path().equals(path))
              .findFirst();
        });
  }

  /**
   * Changes the subscriptions of a feed in one transaction. Only one caller at a time does so.
   *
   * @param plan returns the changes for the stored subscriptions
   * @return how many subscriptions changed
   */
  public int plan(int feed, Function<List<TopicSubscription>, List<TopicChange>> plan) {
    return database.write(
        c -> {
          Sql.first(c, "SELECT id FROM feed WHERE id = ? FOR UPDATE", row -> row.getInt(1), feed);
          return TopicTable.write(c, plan.apply(TopicTable.ofFeed(c, feed)));
        });
  }
}
