package io.feedloom.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files and folders that the settings depend on, each with a stamp that was computed before it
 * was read. So a file that is saved during the reading no longer has the same stamp.
 */
final class StampedFiles {
  private final Map<Path, String> stamps = new TreeMap<>();

  /**
   * Computes the stamp of a file or folder, unless it has one. Must be called before reading it.
   */
  void add(Path file) {
    stamps.computeIfAbsent(file.toAbsolutePath(), FeedsStamp::stamp);
  }

  /** Returns the paths, absolute. */
  Set<Path> files() {
    return stamps.keySet();
  }

  /** Returns the stamp of all of them together, in the form of {@link FeedsStamp#of}. */
  String stamp() {
    return FeedsStamp.whole(stamps.values().stream());
  }
}
