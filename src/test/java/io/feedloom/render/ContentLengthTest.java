package io.feedloom.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Selection.Content;
import io.feedloom.feed.StoredEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContentLengthTest {
  @Test
  void fullKeepsAllTexts() {
    var entry = stored("<p>All</p>", "Some");

    assertThat(ContentLength.of(entry, Content.FULL)).isEqualTo(entry);
  }

  @Test
  void summaryOfThePublisherIsPreferred() {
    var cut = cut("<p>All</p>", "<b>Some</b>", Content.SUMMARY);

    assertThat(cut.summary()).contains("<b>Some</b>");
    assertThat(cut.content()).isEmpty();
  }

  @Test
  void elseItIsTheBeginningOfTheTextCutBetweenWords() {
    var cut = cut("<p>1 &lt; 2 &amp; so</p><p>" + "word ".repeat(200), null, Content.SUMMARY);

    assertThat(cut.summary().orElseThrow())
        .startsWith("1 &lt; 2 &amp; so word word")
        .endsWith(" word…")
        .hasSizeBetween(300, 450);
  }

  @Test
  void textWithoutSpacesIsCutBetweenCharacters() {
    var cut = cut("x" + "🦀".repeat(500), null, Content.SUMMARY);

    assertThat(cut.summary().orElseThrow()).isEqualTo("x" + "🦀".repeat(399) + "…");
  }

  @Test
  void noneKeepsNoText() {
    var cut = cut("<p>All</p>", "Some", Content.NONE);

    assertThat(cut.content()).isEmpty();
    assertThat(cut.summary()).isEmpty();
    assertThat(cut.title()).isEqualTo("Title");
  }

  private static Entry cut(String content, @Nullable String summary, Content how) {
    return ContentLength.of(stored(content, summary), how).entry();
  }

  private static StoredEntry stored(String content, @Nullable String summary) {
    var entry = Entry.builder("g").title("Title").content(content).summary(summary).build();
    return Samples.stored("f", entry, Instant.EPOCH);
  }
}
