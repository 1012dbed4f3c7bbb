package io.feedloom.feed.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnippetTest {
  @Test
  void shortTextStaysWhole() {
    assertThat(Snippet.of("<p>One <b>t</b>wo</p>", 7)).isEqualTo("One two");
    assertThat(Snippet.of("", 7)).isEmpty();
  }

  @Test
  void longTextEndsBetweenWords() {
    assertThat(Snippet.of("<p>word</p>".repeat(200), 22)).isEqualTo("word word word word…");
    assertThat(Snippet.of("one two three", 7)).isEqualTo("one two…");
    assertThat(Snippet.of("one two three", 6)).isEqualTo("one tw…");
  }

  @Test
  void textWithoutBlanksEndsBetweenCharacters() {
    assertThat(Snippet.of("😀".repeat(400), 300)).isEqualTo("😀".repeat(300) + "…");
    assertThat(Snippet.of("今週".repeat(10), 5)).isEqualTo("今週今週今…");
  }

  @Test
  void onlyTheBeginningOfALongTextIsRead() {
    assertThat(Snippet.of("word <!-- ".repeat(1_000_000), 3)).isEqualTo("wor…");
  }
}
