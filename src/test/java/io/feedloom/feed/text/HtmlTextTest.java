package io.feedloom.feed.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTextTest {
  @Test
  void plainTextIsMadeOnce() {
    var text = HtmlText.of("<p><b>Ko</b>tlin &amp; more</p>");

    assertThat(text.html()).isEqualTo("<p><b>Ko</b>tlin &amp; more</p>");
    assertThat(text.plain()).isEqualTo("Kotlin & more").isSameAs(text.plain());
  }

  @Test
  void equalityDependsOnTheHtmlAlone() {
    var made = HtmlText.of("<p>a</p>");
    made.plain();

    assertThat(made).isEqualTo(HtmlText.of("<p>a</p>")).hasSameHashCodeAs(HtmlText.of("<p>a</p>"));
    assertThat(made).isNotEqualTo(HtmlText.of("<p>b</p>")).hasToString("<p>a</p>");
  }
}
