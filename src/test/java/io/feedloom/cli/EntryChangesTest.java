package io.feedloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import org.junit.jupiter.api.Test;

/** The examples of changes that {@code plan} shows. */
class EntryChangesTest {
  private static Entry entry(String content) {
    return Entry.builder("g").title("t").content(content).build();
  }

  private static String field(String before, String after) {
    var changes = new EntryChanges();
    changes.note("t", entry(before), entry(after));
    return changes.examples().getFirst().fields().getFirst();
  }

  @Test
  void contentIsShownWhereItChanges() {
    var start = "<p>" + "word ".repeat(100) + "</p>";
    assertThat(
            field(
                start + "<p>Subscribe now!</p><p>End of it all</p>",
                start + "<p>End of it all</p>"))
        .isEqualTo(
            "content: …\"word word word Subscribe now! End of it all\" → …\"word word word End of"
                + " it all\"");
  }

  @Test
  void longChangeIsShortened() {
    assertThat(field("<p>" + "a".repeat(500) + "</p>", "<p>b</p>"))
        .hasSizeLessThan(120)
        .contains(" … ")
        .endsWith("→ \"b\"");
  }

  @Test
  void changeOfMarkupAloneIsShownAsMarkup() {
    assertThat(field("<p>a<img src=\"https://e.org/x\" /></p>", "<p>a</p>")).contains("<img src=");
  }

  @Test
  void equalEntriesAreNotCountedAndExamplesAreFew() {
    var changes = new EntryChanges();
    changes.note("t", entry("a"), entry("a"));
    for (int i = 0; i < 9; i++) {
      changes.note("t", entry("a"), entry("b" + i));
    }
    assertThat(changes.count()).isEqualTo(9);
    assertThat(changes.examples()).hasSize(3);
  }
}
