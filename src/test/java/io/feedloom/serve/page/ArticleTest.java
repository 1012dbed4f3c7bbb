package io.feedloom.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArticleTest {
  @Test
  void picturesAndMediaLoadLazily() {
    assertThat(Article.html("<img src=\"http://a/b.png\" />"))
        .isEqualTo("<img loading=\"lazy\" decoding=\"async\" src=\"http://a/b.png\" />");
    assertThat(Article.html("<video poster=\"http://a/p\" preload=\"auto\" src=\"http://a/v\">"))
        .isEqualTo("<video controls preload=\"none\" src=\"http://a/v\">");
  }

  @Test
  void frameBecomesALink() {
    assertThat(
            Article.html(
                "<p><iframe width=\"9\" src=\"https://player.example/x?a=1&amp;b=2\""
                    + " allowfullscreen></iframe></p>"))
        .isEqualTo(
            "<p><a rel=\"noopener noreferrer\" class=\"frame\""
                + " href=\"https://player.example/x?a=1&amp;b=2\">Open at player.example</a></p>");
    assertThat(Article.html("a<iframe></iframe>b")).isEqualTo("ab");
  }

  @Test
  void headingsStartBelowTheEntrysTitle() {
    assertThat(Article.html("<h2>A</h2><h3>B</h3><h6>C</h6>"))
        .isEqualTo("<h4>A</h4><h5>B</h5><h6>C</h6>");
    assertThat(Article.html("<main><h1>A</h1></main>")).isEqualTo("<div><h4>A</h4></div>");
  }

  @Test
  void textThatLooksLikeTagsStaysText() {
    assertThat(Article.html("&lt;img src=x&gt;")).isEqualTo("&lt;img src=x&gt;");
  }
}
