package io.feedloom.store.scan;

import io.feedloom.feed.Scan;
import java.sql.SQLException;

/** Finds the entries of scans with conditions on words, authors or languages. */
public interface ScanSearch {
  /** Reads the entries of a scan. */
  <T> T search(Scan scan, Use<T> use);

  /** Work on the entries that a scan finds. */
  interface Use<T> {
    /** Does the work and returns its result. */
    T of(Merging merging) throws SQLException;
  }
}
