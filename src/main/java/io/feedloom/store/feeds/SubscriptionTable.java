package io.feedloom.store.feeds;

import io.feedloom.feed.Digest;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollTerms;
import io.feedloom.feed.Subscription;
import io.feedloom.store.api.Claim;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.feeds.Regrouping.Member;
import io.feedloom.store.json.FeedJson;
import io.feedloom.store.row.Combination;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Changes the feeds in the database to match the list of subscriptions. */
final class SubscriptionTable {
  private static final String TURN =
      "SELECT number FROM turn WHERE name = 'subscriptions' FOR UPDATE";

  private static final String FEEDS =
      "SELECT id, url_digest, name, title, tags, group_id, due, state, entries, first_url FROM"
          + " feed";

  private static final String GROUPS = "SELECT id, combination FROM feed_group ORDER BY id";

  private static final String GROUPS_IN_USE =
      """
      SELECT id, combination FROM feed_group g
      WHERE EXISTS (SELECT 1 FROM feed f WHERE f.group_id = g.id AND f.name IS NOT NULL)
      ORDER BY id
      """;

  private static final String RENAME_GROUP = "UPDATE feed_group SET combination = ? WHERE id = ?";

  private static final String ADD_GROUP = "INSERT INTO feed_group (combination) VALUES (?)";

  private static final String DROP_GROUPS =
      """
      DELETE FROM feed_group
      WHERE NOT EXISTS (SELECT 1 FROM feed f WHERE f.group_id = feed_group.id)
      """;

  private static final String ADD_FEED =
      """
      INSERT INTO feed
      (url_digest, url, first_url, name, title, tags, group_id, due, leased_until, state, entries)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0)
      """;

  /**
   * Removes the name of a feed. A feed without a name is not polled, and another feed can get the
   * name.
   */
  private static final String TAKE_NAME =
      "UPDATE feed SET name = NULL, due = NULL, unsubscribed = ? WHERE id = ?";

  /** Adds the time to feeds that an older version unsubscribed without writing the time. */
  private static final String NOTE_UNSUBSCRIBED =
      "UPDATE feed SET unsubscribed = ? WHERE name IS NULL AND unsubscribed IS NULL";

  private static final String DESCRIBE =
      """
      UPDATE feed SET name = ?, title = ?, tags = ?, due = ?, state = COALESCE(?, state),
      unsubscribed = NULL
      WHERE id = ?
      """;

  private final Map<Long, Row> rows = new HashMap<>();
  private final Map<Long, Wanted> wanted = new LinkedHashMap<>();

  SubscriptionTable(List<Subscription> subscriptions) {
    for (var subscription : subscriptions) {
      wanted.put(Digest.of(subscription.url().toString()), Wanted.of(subscription));
    }
  }

  /** A subscription. */
  private record Wanted(
      String url,
      String name,
      @Nullable String title,
      String tags,
      String combination,
      List<String> was) {
    static Wanted of(Subscription subscription) {
      return new Wanted(
          subscription.url().toString(),
          subscription.id().value(),
          subscription.title().map(Sql::clean).orElse(null),
          FeedJson.tags(subscription.tags()),
          Combination.of(subscription),
          subscription.was().stream().map(URI::toString).toList());
    }
  }

  /** A stored feed. */
  private record Row(
      int id,
      long url,
      @Nullable String name,
      @Nullable String title,
      String tags,
      int group,
      @Nullable Long due,
      String state,
      long entries,
      String firstUrl) {
    /** Returns the same feed at another address. */
    Row at(long newUrl, PollState next) {
      long nextDue = Millis.of(next.nextPoll());
      var text = FeedJson.state(next);
      return new Row(id, newUrl, name, title, tags, group, nextDue, text, entries, firstUrl);
    }

    boolean isDescribedBy(Wanted feed) {
      return feed.name().equals(name)
          && Objects.equals(feed.title(), title)
          && feed.tags().equals(tags);
    }
  }

  /**
   * A feed that moves to another group.
   *
   * @param to the group's number, or 0 for none
   */
  record Move(int feed, int to) {}

  /** Makes all changes except the moves, which change entries, and returns the moves. */
  List<Move> apply(Connection c, Instant now) throws SQLException {
    lock(c);
    load(c);
    moveFeeds(c, now);
    var groups = regroup(c);
    freeNames(c, now);
    add(c, now, groups);
    describe(c);
    return moves(groups);
  }

  /** Waits until no other node changes the subscriptions, for the rest of the transaction. */
  static void lock(Connection c) throws SQLException {
    Sql.list(c, TURN, row -> row.getLong(1));
  }

  /** Waits like {@link #lock}, and returns whether a claim is still the newest then. */
  static boolean isNewest(Connection c, Claim claim) throws SQLException {
    lock(c);
    return ConfigurationTable.settle(c, claim).isPresent();
  }

  /**
   * Returns the groups in use, those with feeds that still have to move to a keyed one as keyed.
   */
  List<FeedGroup> restricted(Connection c) throws SQLException {
    load(c);
    var groups = new HashMap<String, Integer>();
    stored(c).forEach((group, combination) -> groups.putIfAbsent(combination, group));
    return restricted(c, moves(groups));
  }

  /** Returns the groups in use. Those from which feeds move to a keyed group count as keyed. */
  static List<FeedGroup> restricted(Connection c, List<Move> moves) throws SQLException {
    var combinations = stored(c);
    var leaving = new HashSet<Integer>();
    for (var move : moves) {
      if (Combination.isKeyed(combinations.getOrDefault(move.to(), ""))) {
        Sql.first(c, "SELECT group_id FROM feed WHERE id = ?", row -> row.getInt(1), move.feed())
            .ifPresent(leaving::add);
      }
    }
    return groups(c).stream()
        .map(group -> leaving.contains(group.number()) ? group.withKey() : group)
        .toList();
  }

  /** Deletes the groups without feeds. */
  static void dropUnusedGroups(Connection c) throws SQLException {
    Sql.run(c, DROP_GROUPS);
  }

  /** Returns the groups of subscribed feeds. */
  static List<FeedGroup> groups(Connection c) throws SQLException {
    return Sql.list(
        c, GROUPS_IN_USE, row -> Combination.group(row.getInt("id"), row.getString("combination")));
  }

  private void load(Connection c) throws SQLException {
    rows.clear();
    Sql.list(
            c,
            FEEDS,
            row ->
                new Row(
                    row.getInt("id"),
                    row.getLong("url_digest"),
                    row.getString("name"),
                    row.getString("title"),
                    row.getString("tags"),
                    row.getInt("group_id"),
                    Sql.number(row, "due").orElse(null),
                    row.getString("state"),
                    row.getLong("entries"),
                    row.getString("first_url")))
        .forEach(row -> rows.put(row.url(), row));
  }

  /**
   * Gives a feed its new address if the list names its old one as an earlier address, or if its
   * name is still in the list and its old address is not. If a feed with the new address is stored,
   * that feed gets the name instead.
   */
  private void moveFeeds(Connection c, Instant now) throws SQLException {
    var byName = new HashMap<String, Row>();
    for (var row : rows.values()) {
      if (row.name() != null && !wanted.containsKey(row.url())) {
        byName.put(row.name(), row);
      }
    }
    for (var entry : wanted.entrySet()) {
      long url = entry.getKey();
      var row = rows.containsKey(url) ? null : former(entry.getValue(), byName);
      if (row != null) {
        var state = FeedMove.moved(FeedJson.state(row.state()), now);
        FeedMove.write(c, row.id(), entry.getValue().url(), state);
        rows.remove(row.url());
        rows.put(url, row.at(url, state));
      }
    }
  }

  /** Returns the stored feed that has a new address; the latest of its earlier ones counts. */
  private @Nullable Row former(Wanted feed, Map<String, Row> byName) {
    for (var address : feed.was().reversed()) {
      var row = rows.get(Digest.of(address));
      if (row != null && !wanted.containsKey(row.url())) {
        return row;
      }
    }
    return byName.get(feed.name());
  }

  /** Changes the groups, and returns the number of each combination's group. */
  private Map<String, Integer> regroup(Connection c) throws SQLException {
    var combinations = new LinkedHashSet<String>();
    wanted.values().forEach(feed -> combinations.add(feed.combination()));
    var plan = Regrouping.plan(stored(c), members(), combinations);
    var renames = new ArrayList<@Nullable Object[]>();
    plan.renamed().forEach((group, combination) -> renames.add(Sql.values(combination, group)));
    Sql.batch(c, RENAME_GROUP, renames);
    var creations = new ArrayList<@Nullable Object[]>();
    plan.created().forEach(combination -> creations.add(Sql.values(combination)));
    Sql.batch(c, ADD_GROUP, creations);
    var groups = new HashMap<>(plan.kept());
    stored(c).forEach((group, combination) -> groups.putIfAbsent(combination, group));
    return groups;
  }

  private static Map<Integer, String> stored(Connection c) throws SQLException {
    return Sql.map(c, GROUPS, row -> row.getInt(1), row -> row.getString(2));
  }

  private List<Member> members() {
    var members = new ArrayList<Member>();
    wanted.forEach(
        (url, feed) -> {
          var row = rows.get(url);
          if (row != null && row.group() != 0) {
            members.add(new Member(row.group(), feed.combination(), row.entries()));
          }
        });
    return members;
  }

  /** Removes the names of feeds that are no longer in the list or have another name there. */
  private void freeNames(Connection c, Instant now) throws SQLException {
    var freed = new ArrayList<@Nullable Object[]>();
    for (var row : rows.values()) {
      var feed = wanted.get(row.url());
      if (row.name() != null && (feed == null || !feed.name().equals(row.name()))) {
        freed.add(Sql.values(Millis.of(now), row.id()));
      }
    }
    Sql.batch(c, TAKE_NAME, freed);
    Sql.run(c, NOTE_UNSUBSCRIBED, Millis.of(now));
  }

  private void add(Connection c, Instant now, Map<String, Integer> groups) throws SQLException {
    var unpolled = FeedJson.state(PollState.unpolled(now));
    var scopes = rows.values().stream().map(Row::firstUrl).collect(Collectors.toSet());
    var added = new ArrayList<@Nullable Object[]>();
    wanted.forEach(
        (url, feed) -> {
          if (!rows.containsKey(url)) {
            added.add(
                Sql.values(
                    url,
                    feed.url(),
                    unused(feed.url(), scopes),
                    feed.name(),
                    feed.title(),
                    feed.tags(),
                    groups.get(feed.combination()),
                    Millis.of(now),
                    unpolled));
          }
        });
    Sql.batch(c, ADD_FEED, added);
  }

  /** Returns the address. Adds a suffix if another feed was first subscribed under it. */
  private static String unused(String url, Set<String> scopes) {
    var scope = url;
    for (int n = 2; !scopes.add(scope); n++) {
      scope = url + "#" + n;
    }
    return scope;
  }

  private void describe(Connection c) throws SQLException {
    var described = new ArrayList<@Nullable Object[]>();
    wanted.forEach(
        (url, feed) -> {
          var row = rows.get(url);
          if (row != null && !row.isDescribedBy(feed)) {
            described.add(
                Sql.values(
                    feed.name(),
                    feed.title(),
                    feed.tags(),
                    due(row),
                    returned(row).orElse(null),
                    row.id()));
          }
        });
    Sql.batch(c, DESCRIBE, described);
  }

  /** Returns when a feed is due. A feed that comes back keeps the time of its old plan. */
  private static @Nullable Long due(Row row) {
    if (row.name() != null) {
      return row.due();
    }
    var state = FeedJson.state(row.state());
    return state.outcome() == PollState.Outcome.GONE ? null : Millis.of(state.nextPoll());
  }

  /**
   * Returns the new state of a feed that comes back after failures. Its plan counts as outdated.
   */
  private static Optional<String> returned(Row row) {
    if (row.name() != null) {
      return Optional.empty();
    }
    var state = FeedJson.state(row.state());
    return state.failures() == 0
        ? Optional.empty()
        : Optional.of(FeedJson.state(state.plannedBy(PollTerms.NONE)));
  }

  private List<Move> moves(Map<String, Integer> groups) {
    var moves = new ArrayList<Move>();
    for (var row : rows.values()) {
      var feed = wanted.get(row.url());
      int to = feed == null ? 0 : groups.getOrDefault(feed.combination(), 0);
      if (to != row.group()) {
        moves.add(new Move(row.id(), to));
      }
    }
    return moves;
  }
}
