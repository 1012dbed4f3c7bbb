package io.feedloom.store.row;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.store.db.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;

/** Finds the numbers and groups of the feeds that a scan names. */
public final class FeedPlaces {
  private static final String PLACES = "SELECT id, name, group_id FROM feed WHERE name = ANY(?)";

  private FeedPlaces() {}

  /**
   * The numbers by which the entries of a feed are found.
   *
   * @param feed the number of the feed
   * @param group the number of its group
   */
  public record Place(int feed, int group) {}

  /** Returns the places of the feeds that the scan names. Unknown feeds are missing. */
  public static Map<FeedId, Place> of(Connection c, Scan scan) throws SQLException {
    var ids = ids(scan);
    if (ids.isEmpty()) {
      return Map.of();
    }
    return Sql.map(
        c,
        PLACES,
        row -> new FeedId(row.getString("name")),
        row -> new Place(row.getInt("id"), row.getInt("group_id")),
        (Object) ids.stream().map(FeedId::value).toArray(String[]::new));
  }

  private static Collection<FeedId> ids(Scan scan) {
    var ids = new TreeSet<>(scan.without());
    for (var branch : scan.branches()) {
      if (branch instanceof Scan.OfFeed(FeedId feed, var _)) {
        ids.add(feed);
      }
    }
    return ids;
  }
}
