package io.feedloom.store;

import io.feedloom.feed.NativePath;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The room that is left where an H2 file grows. H2 shuts a database down when a write finds the
 * disk full, and with it all reading; so nothing is written any more a little earlier, reading goes
 * on, and so does writing when there is room again.
 *
 * @param folder of the file; empty where the database is no file of this machine
 */
record FreeSpace(Optional<Path> folder) {
  /** More than the largest update of one feed writes at once. */
  private static final long LEAST_BYTES = 32L << 20;

  static FreeSpace of(String url) {
    return new FreeSpace(NativeFile.path(url).map(Path::getParent));
  }

  /** Why nothing can be written now; empty where something can. */
  Optional<String> shortage() {
    return folder
        .filter(path -> NativePath.usableSpace(path) < LEAST_BYTES)
        .map(
            path ->
                "the disk is full: nothing is written while less than %d MiB are free at %s; what is stored is still served, and it goes on by itself when there is room"
                    .formatted(LEAST_BYTES >> 20, path));
  }
}
