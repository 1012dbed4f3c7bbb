package io.feedloom.store.scan;

import io.feedloom.feed.EntryKey;
import io.feedloom.store.row.Hit;
import io.feedloom.store.row.Position;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the entries of a scan. */
public interface Places {
  /** Returns the next entries after a position, in the order of the scan. */
  List<Hit> beyond(Optional<Position> from, int most) throws SQLException;

  /** Returns the entries among these that the scan admits. */
  Set<EntryKey> admitted(List<EntryKey> keys) throws SQLException;
}
