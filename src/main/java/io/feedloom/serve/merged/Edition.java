package io.feedloom.serve.merged;

import io.feedloom.feed.StoredEntry;
import java.util.Arrays;
import java.util.List;

/**
 * The entries of a document, each in its version. A client that has the document can get only the
 * entries that are new since.
 */
public final class Edition {
  private final long[] states;

  private Edition(long[] states) {
    this.states = states;
  }

  static Edition of(List<StoredEntry> entries) {
    return new Edition(entries.stream().mapToLong(Edition::state).sorted().toArray());
  }

  /** Returns whether the document contains this version of the entry. */
  boolean holds(StoredEntry entry) {
    return Arrays.binarySearch(states, state(entry)) >= 0;
  }

  /** Returns the number of entries. */
  int size() {
    return states.length;
  }

  /**
   * Returns a hash of an entry's version. Two entries of one page collide once in 10^14 pages. Uses
   * the finalizer of SplitMix64.
   */
  private static long state(StoredEntry entry) {
    long state = entry.key().id() + 0x9E37_79B9_7F4A_7C15L * entry.key().feed();
    return mix(mix(state) + entry.lastChanged().toEpochMilli());
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }
}
