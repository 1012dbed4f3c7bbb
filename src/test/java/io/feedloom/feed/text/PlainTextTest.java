package io.feedloom.feed.text;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "<b>Ko</b>tlin                                | Kotlin",
        "<p>one</p><p>two</p>                         | one two",
        "one<br>two<BR/>three                         | one two three",
        "<ul><li>one</li><li>two</li></ul>            | one two",
        "<table><tr><td>1</td><td>2</td></tr></table> | 1 2",
        "<section>one</section>two                    | one two",
        "<math><mi>x</mi><mo>=</mo><mn>1</mn></math>  | x=1",
        "a&amp;lt;b                                   | a&lt;b",
        "&lt;b&gt; &#34;so&#34; &#x201C;              | <b> \"so\" “",
        "&hearts;&nsubE;&copy 2024 &notit;            | ♥⫅̸© 2024 ¬it;",
        "AT&T &unknown; & co &#; &#xg;                | AT&T &unknown; & co &#; &#xg;",
        "one&nbsp;two&#160; three                     | one two three",
        "one<!-- <p>two --> three                     | one three",
        "one<!-->two                                  | onetwo",
        "one<script>if (a<b) x('</p>')</script>two    | onetwo",
        "one<STYLE>p > b {}</style>two                | onetwo",
        "<a title=\"a > b\" href='>'>one</a>          | one",
        "<a title=\"it's\">one</a> two                | one two",
        "List<String> of <T>                          | List<String> of <T>",
        "1 < 2 <3 <                                   | 1 < 2 <3 <",
        "<!DOCTYPE html><title>one</title>            | one",
        "&#xD83D;&#xDE00; &#128512;                   | 😀 😀",
        "&#0;&#x110000;&#99999999999;                 | ���",
        "&#150; &#x80;                                | – €",
      })
  void htmlBecomesTheTextThatReadersSee(String html, String text) {
    assertThat(PlainText.of(html)).isEqualTo(text);
  }

  @Test
  void noBreakSpaceStaysInTheTextOfAField() {
    assertThat(PlainText.ofField("one&nbsp;two\u00A0 three")).isEqualTo("one\u00A0two\u00A0 three");
    assertThat(PlainText.collapse(" one \n\t two\u00A0")).isEqualTo("one two\u00A0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<",
        "</",
        "<a",
        "<a ",
        "<a \"",
        "<a x=\"",
        "<!",
        "<!--",
        "<!-- -",
        "<script>",
        "<p>",
        "&",
        "&#",
        "&a",
        "&#x",
        "&#1",
        "&amp",
        "&#xD83D;",
        "<script></script",
        "a ",
        "\u00A0",
        "<!doctype",
        "<aaaaaaaaaaaaaaaaaaaaaaaaa",
        "&nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
      })
  void longTextIsReadInLinearTime(String part) {
    var html = part.repeat(2_000_000 / part.length());
    assertTimeoutPreemptively(ofSeconds(20), () -> PlainText.of(html));
  }

  @Test
  void beginningIsReadWithoutTheRest() {
    assertThat(PlainText.of("<p>one two</p>".repeat(1000), 5)).isEqualTo("one tw");
  }
}
