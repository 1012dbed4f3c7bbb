package io.feedloom.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files and folders that a reading depends on, each with its stamp from before it was read. A
 * file that is saved while the others are still being read thus differs from its stamp.
 */
final class LookedAt {
  private final Map<Path, String> stamps = new TreeMap<>();

  /** Stamps a file or folder unless that was done before; call this before it is read. */
  void add(Path file) {
    stamps.computeIfAbsent(file.toAbsolutePath(), FeedsStamp::stamp);
  }

  /** Returns the paths, absolute. */
  Set<Path> files() {
    return stamps.keySet();
  }

  /** Returns the stamp of all of them together, as {@link FeedsStamp#of} makes it. */
  String stamp() {
    return FeedsStamp.whole(stamps.values().stream());
  }
}
