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
 * @param anew whether the index must be rebuilt
 * @param at when it occurred, as {@link System#nanoTime()}
 */
record IndexFailure(String message, int count, boolean anew, long at) {
  private static final Duration FIRST_REST = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 4;

  /** After more failures in a row, the index is rebuilt. */
  private static final int PATIENT_FAILURES = 3;

  static IndexFailure after(Optional<IndexFailure> last, IOException fault, long now) {
    int count = last.map(IndexFailure::count).orElse(0) + 1;
    boolean anew = TextFiles.isDamage(fault) || (count > PATIENT_FAILURES && !isHopeless(fault));
    return new IndexFailure(words(fault), count, anew, now);
  }

  /** Returns whether rebuilding the index would fail as well. */
  private static boolean isHopeless(IOException fault) {
    return Explanation.isDiskFull(fault) || fault instanceof AccessDeniedException;
  }

  static String words(IOException fault) {
    return Explanation.isDiskFull(fault)
        ? "the text index cannot be written: the disk is full"
        : "the text index failed: " + fault.getMessage();
  }

  /** Returns whether it is too early to open the index again. */
  boolean rests(long now) {
    return now - at < FIRST_REST.toNanos() << Math.min(count - 1, MOST_DOUBLINGS);
  }
}
