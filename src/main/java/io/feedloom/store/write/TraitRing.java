package io.feedloom.store.write;

import io.feedloom.feed.EntryKey;
import io.feedloom.store.row.Position;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A ring buffer of positions that finds the last added ones by their trait. Takes 36 bytes for
 * each. Not thread-safe.
 *
 * <p>Additions are numbered consecutively. Those of one hash bucket are linked, from the newest to
 * the oldest. The chain ends where a link leads to an addition that was already overwritten.
 */
final class TraitRing {
  private static final int INITIAL_CAPACITY = 1 << 10;
  private static final long NONE = -1;

  private final int largest;
  private long[] traits = new long[INITIAL_CAPACITY];
  private long[] rivers = new long[INITIAL_CAPACITY];
  private long[] ids = new long[INITIAL_CAPACITY];
  private int[] feeds = new int[INITIAL_CAPACITY];

  /** By slot, the distance to the next older addition of the same bucket; 0 ends the chain. */
  private int[] steps = new int[INITIAL_CAPACITY];

  /** The number of the newest addition, by bucket. */
  private long[] newest = empty(INITIAL_CAPACITY);

  private long end;

  /**
   * @param most about how many positions it keeps
   */
  TraitRing(int most) {
    largest = Integer.highestOneBit(Math.max(most, INITIAL_CAPACITY) - 1) << 1;
  }

  private static long[] empty(int size) {
    var buckets = new long[size];
    Arrays.fill(buckets, NONE);
    return buckets;
  }

  /** Returns the number of the next addition. */
  long end() {
    return end;
  }

  void add(long trait, Position at) {
    if (end == traits.length && traits.length < largest) {
      grow();
    }
    int slot = slot(end);
    traits[slot] = trait;
    rivers[slot] = at.river();
    ids[slot] = at.key().id();
    feeds[slot] = at.key().feed();
    link(end);
    end++;
  }

  private void link(long number) {
    int slot = slot(number);
    int bucket = bucket(traits[slot]);
    long before = newest[bucket];
    steps[slot] = before == NONE || number - before > traits.length ? 0 : (int) (number - before);
    newest[bucket] = number;
  }

  /**
   * Passes the positions with this trait to the consumer, the last added first, until {@code most}
   * were found.
   */
  void find(long trait, int most, Consumer<Position> each) {
    long first = Math.max(0, end - traits.length);
    int found = 0;
    long number = newest[bucket(trait)];
    while (number >= first && found < most) {
      int slot = slot(number);
      if (traits[slot] == trait) {
        each.accept(new Position(rivers[slot], new EntryKey(feeds[slot], ids[slot])));
        found++;
      }
      number = steps[slot] == 0 ? NONE : number - steps[slot];
    }
  }

  /**
   * Removes the additions from this number on. Older additions that they overwrote do not come
   * back.
   *
   * @param from at most {@link #end}
   */
  void cut(long from) {
    if (end - from > traits.length) {
      Arrays.fill(newest, NONE);
      end = from;
    }
    while (end > from) {
      end--;
      int slot = slot(end);
      newest[bucket(traits[slot])] = steps[slot] == 0 ? NONE : end - steps[slot];
    }
  }

  private void grow() {
    int size = traits.length * 2;
    traits = Arrays.copyOf(traits, size);
    rivers = Arrays.copyOf(rivers, size);
    ids = Arrays.copyOf(ids, size);
    feeds = Arrays.copyOf(feeds, size);
    steps = new int[size];
    newest = empty(size);
    for (long number = 0; number < end; number++) {
      link(number);
    }
  }

  private int slot(long number) {
    return (int) (number & (traits.length - 1));
  }

  private int bucket(long trait) {
    return (int) ((trait * 0x9E3779B97F4A7C15L) >>> 32) & (newest.length - 1);
  }
}
