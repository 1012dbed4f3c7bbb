package io.feedloom.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.feed.Cursor;
import io.feedloom.feed.EntryKey;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {
  private static final Cursor CURSOR =
      new Cursor(Instant.parse("2026-11-24T01:02:03.004Z"), new EntryKey(42, -9_000_000_000L));

  @Test
  void cursorIsTheSameTextOnEveryNode() {
    assertThat(Cursors.print(CURSOR)).isEqualTo("AAABogsS-vwAAAAq_____eeO5gCqEb6J");
  }

  @Test
  void cursorCanBeReadBackAndNeedsNoEncodingInAddresses() throws BadSelection {
    var random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      var cursor =
          new Cursor(
              Instant.ofEpochMilli(random.nextLong() >> 16),
              new EntryKey(random.nextInt(), random.nextLong()));

      var text = Cursors.print(cursor);

      assertThat(text).matches("[A-Za-z0-9_-]{32}");
      assertThat(Cursors.parse(text)).isEqualTo(cursor);
    }
  }

  @Test
  void manipulatedCursorIsRefused() {
    var text = Cursors.print(CURSOR);
    for (int i = 0; i < text.length(); i++) {
      var other = text.charAt(i) == 'A' ? 'B' : 'A';
      var changed = text.substring(0, i) + other + text.substring(i + 1);
      assertThatThrownBy(() -> Cursors.parse(changed)).isInstanceOf(BadSelection.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "AAABogsS-vwAAAAq_____eeO5gCqEb6", "%%%%", "ä", "𝄞"})
  void invalidCursorsAreRefused(String text) {
    assertThatThrownBy(() -> Cursors.parse(text))
        .isInstanceOf(BadSelection.class)
        .hasMessageContaining("next link");
  }
}
