package io.feedloom.store.write;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;

/** Remembers for each guid the feed whose entry has it as public id. */
interface GuidOwners {
  /**
   * Claims guids for a feed.
   *
   * @param ids digests of the guids, sorted
   * @return the former owner of each guid that had one, by digest
   */
  Map<Long, Integer> claim(Connection c, int feed, Collection<Long> ids) throws SQLException;

  /** Makes another feed the owner of a guid. Returns false if {@code from} does not own it. */
  boolean move(Connection c, long id, int from, int to) throws SQLException;

  /** Deletes all ownerships of a feed that is being deleted and has no entries left. */
  void release(Connection c, int feed) throws SQLException;
}
