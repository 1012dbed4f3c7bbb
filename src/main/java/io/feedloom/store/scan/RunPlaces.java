package io.feedloom.store.scan;

import io.feedloom.feed.EntryKey;
import io.feedloom.feed.Scan;
import io.feedloom.store.row.FeedPlaces;
import io.feedloom.store.row.Hit;
import io.feedloom.store.row.Position;
import io.feedloom.store.scan.Runs.Run;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the entries of a scan without conditions on words, authors or languages. */
record RunPlaces(Connection c, Scan scan, List<Run> runs, Direction direction) implements Places {
  RunPlaces(Connection c, Scan scan) throws SQLException {
    this(c, scan, new Runs(scan, FeedPlaces.of(c, scan)).all(), Direction.of(scan));
  }

  @Override
  public List<Hit> beyond(Optional<Position> from, int most) throws SQLException {
    return Scans.merge(c, runs, from, direction, most);
  }

  @Override
  public Set<EntryKey> admitted(List<EntryKey> keys) throws SQLException {
    return ScanFilter.of(c, scan, keys);
  }
}
