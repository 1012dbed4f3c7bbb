package io.feedloom.store.write;

import io.feedloom.store.db.Dialect;
import io.feedloom.store.db.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;

/** The owners of guids, stored only in a table. */
final class GuidOwnerTable implements GuidOwners {
  private static final String CLAIM =
      """
      INSERT INTO guid_owner (id, feed_id)
      SELECT k.id, CAST(? AS INTEGER) FROM UNNEST(?) k (id)
      WHERE NOT EXISTS (SELECT 1 FROM guid_owner o WHERE o.id = k.id)
      """;

  private static final String OWNERS =
      "SELECT o.id, o.feed_id FROM UNNEST(?) k (id) JOIN guid_owner o ON o.id = k.id";

  private static final String MOVE =
      "UPDATE guid_owner SET feed_id = ? WHERE id = ? AND feed_id = ?";

  /**
   * Deletes what a feed owns. All its identities are in {@code hidden_entry} then, because its last
   * entry was deleted.
   */
  private static final String RELEASE =
      """
      DELETE FROM guid_owner
      WHERE feed_id = ? AND id IN (SELECT h.id FROM hidden_entry h WHERE h.feed_id = ?)
      """;

  @Override
  public Map<Long, Integer> claim(Connection c, int feed, Collection<Long> ids)
      throws SQLException {
    var sql = CLAIM + Dialect.of(c).skipsExisting;
    return Sql.run(c, sql, feed, Sql.longs(ids)) < ids.size() ? owners(c, ids) : Map.of();
  }

  Map<Long, Integer> owners(Connection c, Collection<Long> ids) throws SQLException {
    return Sql.map(
        c, OWNERS, row -> row.getLong("id"), row -> row.getInt("feed_id"), Sql.longs(ids));
  }

  @Override
  public boolean move(Connection c, long id, int from, int to) throws SQLException {
    return Sql.run(c, MOVE, to, id, from) > 0;
  }

  @Override
  public void release(Connection c, int feed) throws SQLException {
    Sql.run(c, RELEASE, feed, feed);
  }
}
