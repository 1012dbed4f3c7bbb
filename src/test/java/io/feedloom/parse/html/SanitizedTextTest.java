package io.feedloom.parse.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.text.PlainText;
import java.util.List;
import java.util.Random;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/** Compares the text of sanitized HTML with what another parser of HTML finds. */
class SanitizedTextTest {
  private static final List<String> NAMES =
      List.of("p", "div", "b", "i", "a", "span", "ul", "li", "h2", "blockquote", "pre", "em", "q");

  private static final List<String> PIECES =
      List.of(
          "one",
          "two",
          " ",
          " ",
          "\n",
          "&nbsp;",
          "<br>",
          "&amp;",
          "&lt;b&gt;",
          "&eacute;",
          "&copy",
          "&#8220;",
          "&#x1F600;",
          "&amp;amp;",
          "<",
          ">",
          "a < b",
          "\"",
          "'",
          "<!-- one > two -->",
          "<script>if (a < b) {}</script>",
          "<style>p > b {}</style>",
          "<img src=x alt='a > b'>",
          "<a href=\"/?a=1&b=2\" title='it is > \"so\"'>three</a>",
          "<custom>four</custom>",
          "日本",
          "é");

  private final Random random = new Random(11);

  @Test
  void textOfSanitizedHtmlEqualsTheTextOfJsoup() {
    for (int i = 0; i < 5_000; i++) {
      var written = html(3);
      var html = Html.sanitize(written, "https://a.example/");
      var expected = Jsoup.parseBodyFragment(html).body().wholeText();
      assertThat(withoutBlanks(PlainText.of(html)))
          .as("%s%n%s", written, html)
          .isEqualTo(withoutBlanks(expected));
    }
  }

  @Test
  void everyElementThatTheSanitizerKeepsIsAKnownTag() {
    for (var name : HtmlPolicy.ELEMENTS) {
      assertThat(PlainText.of("<" + name + " title=\"one\">")).as(name).isEmpty();
    }
  }

  private String html(int depth) {
    var out = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      if (depth > 0 && random.nextInt(3) == 0) {
        var name = NAMES.get(random.nextInt(NAMES.size()));
        out.append('<').append(name).append('>').append(html(depth - 1));
        out.append(random.nextInt(8) == 0 ? "" : "</" + name + ">");
      } else {
        out.append(PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return out.toString();
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("[\\s\\u00A0]+", "");
  }
}
