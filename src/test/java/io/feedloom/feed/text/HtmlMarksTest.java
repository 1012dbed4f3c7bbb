package io.feedloom.feed.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes and ids are taken out of HTML, and put in again. */
class HtmlMarksTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p class=\"a b\">x</p>",
        "<p>1</p><div id=\"m\"><p class=\"a\">2</p><br /></div><ul><li class=\"z\""
            + " id=\"y\">3</li></ul>",
        "text <b>b</b> 1 &lt; 2 <img class=\"i\" src=\"https://e.org/?a=1&amp;b=2\" />",
        "<p>no marks</p>",
        "<p class=\"&quot;&gt; x\" title=\"a\">x</p>",
        ""
      })
  void marksComeBackWhereTheyWere(String marked) {
    var text = HtmlText.ofMarked(marked);

    assertThat(text.html()).doesNotContain(" class=").doesNotContain(" id=");
    assertThat(text.marked().replaceAll(" (class|id)=\"[^\"]*\"", "")).isEqualTo(text.html());
    assertThat(HtmlText.of(text.html(), text.marks()).marked()).isEqualTo(text.marked());
    assertThat(HtmlText.ofMarked(text.marked()).marked()).isEqualTo(text.marked());
  }

  @Test
  void otherAttributesStay() {
    var text = HtmlText.ofMarked("<p dir=\"rtl\" class=\"a\tb\n c\" title=\"class\">x</p>");
    assertThat(text.html()).isEqualTo("<p dir=\"rtl\" title=\"class\">x</p>");
    assertThat(text.marked()).isEqualTo("<p class=\"a b c\" dir=\"rtl\" title=\"class\">x</p>");
  }

  @Test
  void longMarksAreCut() {
    var one = HtmlText.ofMarked("<p class=\"" + "word ".repeat(1_000) + "\">x</p>");
    assertThat(one.marks().length()).isBetween(250, 310);
    var many = HtmlText.ofMarked("<p class=\"abcdefghijklmnopqrst\">x</p>".repeat(50_000));
    assertThat(many.marks().length()).isLessThan(70_000);
    assertThat(many.html()).isEqualTo("<p>x</p>".repeat(50_000));
  }

  @Test
  void brokenMarksLeaveTheText() {
    assertThat(HtmlText.of("<p>x</p>", "5\ta\tb\n").marked()).isEqualTo("<p>x</p>");
    assertThat(HtmlText.of("<p>x</p>", "0\ta").marked()).isEqualTo("<p>x</p>");
  }
}
