package io.feedloom.store;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Polled;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what is known of feeds. */
final class Feeds {
  private static final String COLUMNS =
      """
      SELECT id, name, url, title, tags, group_id, state, info, problems, entries, newest
      FROM feed
      """;

  private static final String PROFILES =
      "SELECT name, url, title, tags, info FROM feed WHERE name = ANY(?)";

  private Feeds() {}

  static List<FeedStatus> all(Connection c) throws SQLException {
    return Sql.list(c, COLUMNS + "WHERE name IS NOT NULL ORDER BY name", Feeds::status);
  }

  static Map<FeedId, FeedStatus> named(Connection c, Collection<FeedId> ids) throws SQLException {
    return Sql.list(c, COLUMNS + "WHERE name = ANY(?)", Feeds::status, (Object) names(ids)).stream()
        .collect(Collectors.toMap(FeedStatus::id, Function.identity()));
  }

  static Map<FeedId, FeedProfile> profiles(Connection c, Collection<FeedId> ids)
      throws SQLException {
    return Sql.list(c, PROFILES, Feeds::profile, (Object) names(ids)).stream()
        .collect(Collectors.toMap(FeedProfile::id, Function.identity()));
  }

  static Optional<FeedStatus> named(Connection c, FeedId id) throws SQLException {
    return Sql.first(c, COLUMNS + "WHERE name = ?", Feeds::status, id.value());
  }

  static Map<FeedId, List<Polled>> history(Connection c, Collection<FeedId> ids)
      throws SQLException {
    return Sql.list(
            c,
            "SELECT name, history FROM feed WHERE name = ANY(?)",
            row ->
                Map.entry(new FeedId(row.getString("name")), History.read(row.getBytes("history"))),
            (Object) names(ids))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Numbers and groups of the feeds with these names; unknown ones are missing. */
  static Map<FeedId, Place> places(Connection c, Collection<FeedId> ids) throws SQLException {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return Sql.list(
            c,
            "SELECT id, name, group_id FROM feed WHERE name = ANY(?)",
            row ->
                Map.entry(
                    new FeedId(row.getString("name")),
                    new Place(row.getInt("id"), row.getInt("group_id"))),
            (Object) names(ids))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * Where a feed's entries are found.
   *
   * @param feed its number
   * @param group its group's number
   */
  record Place(int feed, int group) {}

  private static String[] names(Collection<FeedId> ids) {
    return ids.stream().map(FeedId::value).toArray(String[]::new);
  }

  private static FeedStatus status(ResultSet row) throws SQLException {
    return new FeedStatus(
        row.getInt("id"),
        profile(row),
        row.getInt("group_id"),
        FeedJson.state(row.getString("state")),
        Sql.text(row, "problems").map(FeedJson::problems).orElse(List.of()),
        row.getLong("entries"),
        Sql.number(row, "newest").map(Millis::at));
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
