package io.feedloom.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentEntriesTest {
  private static final EntryKey KEY = new EntryKey(1, 2);
  private static final Entry ENTRY = Entry.builder("guid").content("<p>Text</p>").build();

  private final RecentEntries recent = new RecentEntries();

  @Test
  void entryIsTakenOnce() {
    recent.add(KEY, new byte[] {1, 2}, ENTRY);

    assertThat(recent.take(KEY, new byte[] {1, 2})).containsSame(ENTRY);
    assertThat(recent.take(KEY, new byte[] {1, 2})).isEmpty();
  }

  @Test
  void entryOfAnotherPayloadIsNotUsed() {
    recent.add(KEY, new byte[] {1, 2}, ENTRY);

    assertThat(recent.take(KEY, new byte[] {1, 3})).isEmpty();
    assertThat(recent.take(new EntryKey(1, 3), new byte[] {1, 2})).isEmpty();
  }

  @Test
  void memoryIsBounded() {
    var large = Entry.builder("guid").content("x".repeat(1 << 20)).build();
    IntStream.range(0, 50).forEach(i -> recent.add(new EntryKey(1, i), new byte[] {1}, large));

    long kept =
        IntStream.range(0, 50)
            .filter(i -> recent.take(new EntryKey(1, i), new byte[] {1}).isPresent())
            .count();
    assertThat(kept).isBetween(1L, 4L);
  }
}
