package io.feedloom.store.text;

import io.feedloom.store.db.Explanation;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.Optional;

/**
 * A failure of the text index.
 *
 * @param message for the admin
 * @param count how many failures in a row
 * @param needsRebuild whether the index must be rebuilt
 * @param at when it occurred, as {@link System#nanoTime()}
 */
record IndexFailure(String message, int count, boolean needsRebuild, long at) {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 4;

  /** After more failures in a row, the index is rebuilt. */
  private static final int MAX_RETRIES = 3;

  static IndexFailure after(Optional<IndexFailure> last, IOException fault, long now) {
    int count = last.map(IndexFailure::count).orElse(0) + 1;
    boolean needsRebuild =
        TextFiles.isDamage(fault) || (count > MAX_RETRIES && !wouldRebuildFail(fault));
    return new IndexFailure(describe(fault), count, needsRebuild, now);
  }

  /** Returns whether rebuilding the index would fail as well. */
  private static boolean wouldRebuildFail(IOException fault) {
    return Explanation.isDiskFull(fault) || fault instanceof AccessDeniedException;
  }

  static String describe(IOException fault) {
    return Explanation.isDiskFull(fault)
        ? "the text index cannot be written: the disk is full"
        : "the text index failed: " + fault.getMessage();
  }

  /** Returns whether it is too early to open the index again. */
  boolean isTooEarly(long now) {
    return now - at < FIRST_PAUSE.toNanos() << Math.min(count - 1, MAX_DOUBLINGS);
  }
}
