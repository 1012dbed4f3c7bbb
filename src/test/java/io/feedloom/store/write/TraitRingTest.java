package io.feedloom.store.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.EntryKey;
import io.feedloom.store.row.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraitRingTest {
  private static final int CAPACITY = 4_096;

  private record Added(long trait, Position at) {}

  private final List<Added> added = new ArrayList<>();
  private final TraitRing ring = new TraitRing(CAPACITY);
  private final Random random = new Random(7);

  private void add(long trait) {
    int number = added.size();
    var at = new Position(number * 10L, new EntryKey(number % 5, random.nextLong()));
    ring.add(trait, at);
    added.add(new Added(trait, at));
  }

  private List<Position> found(long trait, int most) {
    var found = new ArrayList<Position>();
    ring.find(trait, most, found::add);
    return found;
  }

  /** What was added last of the trait, the newest first, among the last so many of all. */
  private List<Position> expected(long trait, int window, int most) {
    return added.subList(Math.max(0, added.size() - window), added.size()).reversed().stream()
        .filter(one -> one.trait() == trait)
        .map(Added::at)
        .limit(most)
        .toList();
  }

  @Test
  void findsTheNewestOfATraitWhileItGrowsAndWhenItIsFull() {
    for (int i = 0; i < 5 * CAPACITY; i++) {
      add(random.nextInt(50) * 1_000_003L);
      if (i % 97 == 0) {
        long trait = random.nextInt(50) * 1_000_003L;
        assertThat(found(trait, 1_000)).isEqualTo(expected(trait, CAPACITY, 1_000));
        assertThat(found(trait, 3)).isEqualTo(expected(trait, CAPACITY, 3));
      }
    }
    assertThat(found(-1, 10)).isEmpty();
  }

  @Test
  void removedTraitsLeaveNoTrace() {
    for (int round = 0; round < 40; round++) {
      int kept = random.nextInt(60);
      for (int i = 0; i < kept; i++) {
        add(random.nextInt(10));
      }
      long mark = ring.end();
      int before = added.size();
      for (int i = random.nextInt(30); i > 0; i--) {
        add(random.nextInt(10));
      }
      ring.cut(mark);
      added.subList(before, added.size()).clear();
      for (long trait = 0; trait < 10; trait++) {
        assertThat(found(trait, 1_000)).isEqualTo(expected(trait, CAPACITY, 1_000));
      }
    }
  }

  @Test
  void cutOfMoreThanTheContentLeavesNothing() {
    long mark = ring.end();
    for (int i = 0; i < 3 * CAPACITY; i++) {
      add(1);
    }
    ring.cut(mark);

    assertThat(found(1, 10)).isEmpty();
    added.clear();
    add(1);
    assertThat(found(1, 10)).hasSize(1);
  }
}
