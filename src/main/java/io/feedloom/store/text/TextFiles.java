package io.feedloom.store.text;

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
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;

/** The files of a text index: opens them, and recognizes damage. */
final class TextFiles {
  /** Lucene's logger. It recommends a module for fast vectors, which Feedloom does not use. */
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  /** How many causes of a failure are checked. */
  private static final int MAX_CAUSES = 20;

  /** How many processes can share a folder. Each has its own index. */
  private static final int MAX_PROCESSES = 100;

  private TextFiles() {}

  /**
   * Opens the index, or creates it if it is missing. A damaged index is replaced by an empty one.
   *
   * @param folder for the index; empty to keep it in memory
   * @param empty whether to replace the index by an empty one
   */
  static TextIndex open(Optional<Path> folder, boolean empty) throws IOException {
    LUCENE.setLevel(Level.SEVERE);
    return folder.isEmpty()
        ? TextIndex.in(new ByteBuffersDirectory())
        : firstFree(folder.get(), empty);
  }

  private static TextIndex firstFree(Path folder, boolean empty) throws IOException {
    for (int number = 1; ; number++) {
      var own = number == 1 ? folder : folder.resolveSibling(folder.getFileName() + "-" + number);
      try {
        return whole(FSDirectory.open(own), empty);
      } catch (LockObtainFailedException e) {
        if (number == MAX_PROCESSES) {
          throw e;
        }
      }
    }
  }

  private static TextIndex whole(Directory directory, boolean empty) throws IOException {
    if (!empty) {
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
   * Returns whether the files are damaged, so that only rebuilding the index helps. A full disk or
   * a missing permission is not damage: afterwards the same files are usable again.
   */
  static boolean isDamage(Throwable fault) {
    return Stream.iterate(fault, Objects::nonNull, Throwable::getCause)
        .limit(MAX_CAUSES)
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
