package io.feedloom.store.scan;

import io.feedloom.feed.Scan;
import java.sql.SQLException;

/** Answers scans that ask for words, authors or languages. */
public interface ScanSearch {
  /** Reads the entries of a scan. */
  <T> T search(Scan scan, Use<T> use);

  /** Reads from the entries that a scan finds. */
  interface Use<T> {
    /** Returns what it read. */
    T of(Merging merging) throws SQLException;
  }
}
