package io.feedloom.store;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;

/** The files of an index of texts: where they lie, and whether they are at fault. */
final class TextFiles {
  /** Lucene advises of a faster way to compare vectors; there are none here. */
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  /** Causes are followed no deeper than this. */
  private static final int MOST_CAUSES = 20;

  /** Processes on one machine that share a folder; each has an index of its own in it. */
  private static final int MOST_PROCESSES = 100;

  private TextFiles() {}

  /**
   * Merges on threads of its own. What fails there closes the writer, which tells its next user.
   */
  static final class QuietMerges extends ConcurrentMergeScheduler {
    @Override
    protected void handleMergeException(Throwable fault) {
      if (fault instanceof OutOfMemoryError error) {
        throw error;
      }
    }
  }

  /**
   * Opens the index, empty where there is none. One that is damaged is made anew.
   *
   * @param folder that holds it; empty to keep it in memory
   * @param anew whether to delete what is there
   */
  static TextIndex open(Optional<Path> folder, boolean anew) throws IOException {
    LUCENE.setLevel(Level.SEVERE);
    return folder.isEmpty()
        ? TextIndex.in(new ByteBuffersDirectory())
        : firstFree(folder.get(), anew);
  }

  private static TextIndex firstFree(Path folder, boolean anew) throws IOException {
    for (int number = 1; ; number++) {
      var own = number == 1 ? folder : folder.resolveSibling(folder.getFileName() + "-" + number);
      try {
        return whole(FSDirectory.open(own), anew);
      } catch (LockObtainFailedException e) {
        if (number == MOST_PROCESSES) {
          throw e;
        }
      }
    }
  }

  private static TextIndex whole(Directory directory, boolean anew) throws IOException {
    if (!anew) {
      try {
        return TextIndex.in(directory);
      } catch (IOException | IllegalArgumentException e) {
        if (!isDamage(e)) {
          throw e;
        }
      }
    }
    empty(directory);
    return TextIndex.in(directory);
  }

  private static void empty(Directory directory) throws IOException {
    try (var _ = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
      for (var file : directory.listAll()) {
        if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
          directory.deleteFile(file);
        }
      }
    }
  }

  /**
   * Returns whether the files themselves are at fault, so that only making the index anew helps. A
   * full disk or a missing right are not: the same files are good again when these are over.
   */
  static boolean isDamage(Throwable fault) {
    return Stream.iterate(fault, Objects::nonNull, Throwable::getCause)
        .limit(MOST_CAUSES)
        .anyMatch(
            cause ->
                cause instanceof CorruptIndexException
                    || cause instanceof IndexFormatTooOldException
                    || cause instanceof IndexFormatTooNewException
                    || cause instanceof IndexNotFoundException
                    || cause instanceof FileNotFoundException
                    || cause instanceof NoSuchFileException
                    || cause instanceof EOFException
                    || cause instanceof IllegalArgumentException
                    || cause instanceof InternalError);
  }
}
