package io.feedloom.store.feeds;

import io.feedloom.feed.Declared;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Polled;
import io.feedloom.feed.Problem;
import io.feedloom.store.api.FeedOutcome;
import io.feedloom.store.api.FeedWithEntries;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.json.FeedJson;
import io.feedloom.store.row.History;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the table of feeds. */
final class FeedTable {
  private static final String SELECT_FEEDS =
      """
      SELECT id, name, url, title, tags, group_id, state, info, problems, article_problems,
      push_problems, entries, newest
      FROM feed
      """;

  private static final String OUTCOMES =
      "SELECT name, state, entries FROM feed WHERE name IS NOT NULL";

  private static final String PROFILES =
      "SELECT name, url, title, tags, info FROM feed WHERE name = ANY(?)";

  private static final String ALL = "SELECT id, url, tags, info FROM feed ORDER BY id";

  private FeedTable() {}

  static List<FeedStatus> subscribed(Connection c) throws SQLException {
    return Sql.list(c, SELECT_FEEDS + "WHERE name IS NOT NULL ORDER BY name", FeedTable::status);
  }

  static List<FeedOutcome> outcomes(Connection c) throws SQLException {
    return Sql.list(
        c,
        OUTCOMES,
        row ->
            FeedJson.outcome(
                new FeedId(row.getString("name")), row.getString("state"), row.getLong("entries")));
  }

  static Map<FeedId, FeedStatus> named(Connection c, Collection<FeedId> ids) throws SQLException {
    return Sql.list(c, SELECT_FEEDS + "WHERE name = ANY(?)", FeedTable::status, (Object) names(ids))
        .stream()
        .collect(Collectors.toMap(FeedStatus::id, Function.identity()));
  }

  static Map<FeedId, FeedProfile> profiles(Connection c, Collection<FeedId> ids)
      throws SQLException {
    return Sql.list(c, PROFILES, FeedTable::profile, (Object) names(ids)).stream()
        .collect(Collectors.toMap(FeedProfile::id, Function.identity()));
  }

  static Optional<FeedStatus> named(Connection c, FeedId id) throws SQLException {
    return Sql.first(c, SELECT_FEEDS + "WHERE name = ?", FeedTable::status, id.value());
  }

  static Map<FeedId, List<Polled>> history(Connection c, Collection<FeedId> ids)
      throws SQLException {
    return Sql.map(
        c,
        "SELECT name, history FROM feed WHERE name = ANY(?)",
        row -> new FeedId(row.getString("name")),
        row -> History.read(row.getBytes("history")),
        (Object) names(ids));
  }

  /** Returns all feeds in the database, subscribed or not. */
  static List<FeedWithEntries> all(Connection c) throws SQLException {
    Map<Integer, FeedStatus> byNumber = new HashMap<>();
    subscribed(c).forEach(feed -> byNumber.put(feed.number(), feed));
    Map<Integer, FeedGroup> groups =
        SubscriptionTable.groups(c).stream()
            .collect(Collectors.toMap(FeedGroup::number, Function.identity()));
    return Sql.list(
        c,
        ALL,
        row -> {
          var status = Optional.ofNullable(byNumber.get(row.getInt("id")));
          return new FeedWithEntries(
              row.getInt("id"),
              URI.create(row.getString("url")),
              status,
              FeedJson.tags(row.getString("tags")),
              status
                  .flatMap(feed -> Optional.ofNullable(groups.get(feed.group())))
                  .filter(FeedGroup::adoptsCategories)
                  .isPresent(),
              Declared.of(Sql.text(row, "info").map(FeedJson::info)));
        });
  }

  private static String[] names(Collection<FeedId> ids) {
    return ids.stream().map(FeedId::value).toArray(String[]::new);
  }

  private static FeedStatus status(ResultSet row) throws SQLException {
    return new FeedStatus(
        row.getInt("id"),
        profile(row),
        row.getInt("group_id"),
        FeedJson.state(row.getString("state")),
        problems(row),
        row.getLong("entries"),
        Sql.number(row, "newest").map(Millis::at));
  }

  /** Returns the problems of the document, of the pages of its entries and of deliveries. */
  private static List<Problem> problems(ResultSet row) throws SQLException {
    var problems =
        new ArrayList<>(Sql.text(row, "problems").map(FeedJson::problems).orElse(List.of()));
    for (var column : List.of("article_problems", "push_problems")) {
      Sql.text(row, column).map(FeedJson::datedProblems).stream()
          .flatMap(List::stream)
          .forEach(dated -> problems.add(dated.problem()));
    }
    return problems;
  }

  private static FeedProfile profile(ResultSet row) throws SQLException {
    return new FeedProfile(
        new FeedId(row.getString("name")),
        URI.create(row.getString("url")),
        Sql.text(row, "title"),
        FeedJson.tags(row.getString("tags")),
        Sql.text(row, "info").map(FeedJson::info));
  }
}
