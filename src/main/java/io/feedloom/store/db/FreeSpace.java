package io.feedloom.store.db;

import io.feedloom.feed.NativePath;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The free disk space for an H2 file. When H2 cannot write because the disk is full, it closes the
 * database, and reading fails too. So writing is refused a little earlier. Then reading still
 * works, and writing continues when there is space again.
 *
 * @param folder of the file; empty if the database is not a file on this machine
 */
record FreeSpace(Optional<Path> folder) {
  /**
   * Below this free space, nothing is written. It is more than one transaction writes, in bytes.
   */
  private static final long MIN_BYTES = 32L << 20;

  static FreeSpace of(String url) {
    return new FreeSpace(NativeFile.path(url).map(Path::getParent));
  }

  /** Returns why nothing can be written now; empty if there is space. */
  Optional<String> shortage() {
    return folder
        .filter(path -> NativePath.usableSpace(path) < MIN_BYTES)
        .map(
            path ->
                "the disk is full: nothing is written while less than %d MiB are free at %s; stored entries are still served, and writing continues when there is space"
                    .formatted(MIN_BYTES >> 20, path));
  }
}
