package io.feedloom.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files and folders on which the settings depend, each with its stamp from before it was read.
 * If a file is saved during the reading, it differs from its stamp.
 */
final class StampedFiles {
  private final Map<Path, String> stamps = new TreeMap<>();

  /** Stamps a file or folder, unless it has a stamp. Call this before reading it. */
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
