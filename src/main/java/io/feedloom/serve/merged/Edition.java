package io.feedloom.serve.merged;

import io.feedloom.feed.StoredEntry;
import java.util.Arrays;
import java.util.List;

/**
 * Which entries a document held, each as it was then. Whoever has that document can be sent what is
 * new since.
 */
public final class Edition {
  private final long[] states;

  private Edition(long[] states) {
    this.states = states;
  }

  static Edition of(List<StoredEntry> entries) {
    return new Edition(entries.stream().mapToLong(Edition::state).sorted().toArray());
  }

  /** Whether it held this entry as it is now. */
  boolean holds(StoredEntry entry) {
    return Arrays.binarySearch(states, state(entry)) >= 0;
  }

  /** How many entries it held. */
  int size() {
    return states.length;
  }

  /** Mixes by the finalizer of SplitMix64; two of a few hundred are alike once in 10^14 pages. */
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
