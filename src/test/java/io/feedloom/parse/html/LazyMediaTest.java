package io.feedloom.parse.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures, frames and players that the publisher's page loads by a script. */
class LazyMediaTest {
  private static final String BASE = "https://example.com/posts/one.html";
  private static final String REAL = "https://cdn.example.com/2026/gate.jpg";
  private static final String DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP";

  private static final List<String> ATTRIBUTES =
      List.of(
          "data-src",
          "data-lazy-src",
          "data-original",
          "data-lazyload",
          "data-lazy",
          "data-echo",
          "data-cfsrc",
          "data-ezsrc",
          "data-litespeed-src",
          "data-actualsrc",
          "data-orig-file",
          "data-url",
          "data-srcset",
          "data-lazy-srcset",
          "data-original-set",
          "lazy-src");

  private static final List<String> PLACEHOLDERS =
      List.of(
          "",
          "src=''",
          "src='#'",
          "src='about:blank'",
          "src='//:0'",
          "src='" + DOT + "'",
          "src='/images/loading.gif'",
          "src='/a/blank.png'",
          "src='spacer.gif?v=1'",
          "src='https://example.com/p/1x1.png'",
          "src='/wp/lazy_placeholder.gif'");

  private static final List<String> FRAMES =
      List.of(
          "%s",
          "%s<noscript>%s</noscript>",
          "<noscript>%2$s</noscript>%1$s",
          "<figure><a href='/page'>%s</a><noscript>%s</noscript></figure>",
          "%s\n<noscript><p>%s</p></noscript>",
          "<picture>%s</picture><noscript>%s</noscript>");

  static Stream<Arguments> everyWay() {
    var ways = new ArrayList<Arguments>();
    for (var attribute : ATTRIBUTES) {
      for (var placeholder : PLACEHOLDERS) {
        var lazy = "<img %s %s='%s' alt='a gate'>".formatted(placeholder, attribute, REAL);
        for (var frame : FRAMES) {
          ways.add(Arguments.of(frame.formatted(lazy, "<img src='" + REAL + "' alt='a gate'>")));
        }
      }
    }
    return ways.stream();
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void realPictureIsThereOnceAndNothingElse(String html) {
    var clean = Html.sanitize(html, BASE);
    assertThat(clean.split("gate\\.jpg", -1)).as(clean).hasSize(2);
    assertThat(Jsoup.parse(clean).select("img")).hasSize(1);
    assertThat(Jsoup.parse(clean).select("img").attr("src")).isEqualTo(REAL);
    assertThat(clean).doesNotContain("data-", "data:", "noscript");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          <img src=tiny.jpg data-src=full.jpg>                          | full.jpg
          <img src=full.jpg data-large-file=huge.jpg>                   | full.jpg
          <img src=full.jpg data-src=true data-original={"a":1}>        | full.jpg
          <img src=full.jpg data-id=7>                                  | full.jpg
          <img data-src="javascript:alert(1)" src=full.jpg>             | full.jpg
          <img data-srcset="s.jpg 400w, full.jpg 800w, m.jpg 600w">     | full.jpg
          <img data-src=" full.jpg ">                                   | full.jpg
          <img data-src="full_{width}.jpg">                             | full_1080.jpg
          <picture><source data-srcset="a.webp 1x"><img data-src=full.jpg></picture> | full.jpg
          <picture><source srcset="full.webp 1x"><img src=/blank.gif></picture>      | full.webp
          </picture></svg><picture><source data-src=full.webp><img src=/blank.gif></picture> | full.webp
          <amp-img src=full.jpg><noscript><img src=full.jpg></noscript></amp-img>    | full.jpg
          <img src=60/full.jpg><noscript><img src=1400/full.jpg></noscript>          | 1400/full.jpg
          <img src=/blank.gif><noscript><img src=full.jpg></noscript>   | full.jpg
          """)
  void pictureIsFound(String html, String file) {
    var pictures = Jsoup.parse(Html.sanitize(html, BASE)).select("img");
    assertThat(pictures.eachAttr("src")).containsExactly("https://example.com/posts/" + file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          <img src=a.jpg><noscript><img src=b.jpg></noscript>                         | 2
          <img src=a.jpg><noscript><img src=b.gif width=1 height=1></noscript>        | 1
          <img src=a.jpg> text <noscript><img src=a.jpg></noscript>                   | 1
          <img data-src=a.jpg> text <noscript><img src=b.jpg></noscript>              | 2
          <noscript><img src=b.jpg></noscript><img data-src=a.jpg><noscript><img src=a.jpg></noscript> | 2
          <img src=/blank.gif><noscript>none</noscript>                               | 1
          """)
  void onlyTwinsAreLeftOut(String html, int count) {
    assertThat(Jsoup.parse(Html.sanitize(html, BASE)).select("img")).hasSize(count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          <iframe data-src="https://www.youtube.com/embed/a"></iframe>
          <iframe src=about:blank data-lazy-src="https://www.youtube.com/embed/a"></iframe>
          <iframe src=about:blank data-lazy-src="https://www.youtube.com/embed/a"></iframe><noscript><iframe src="https://www.youtube.com/embed/a"></iframe></noscript>
          <iframe data-src-cmplz="https://www.youtube.com/embed/a" src="/consent/placeholder.html"></iframe>
          """)
  void lazyPlayerBecomesOnePlayer(String html) {
    assertThat(Html.sanitize(html, BASE))
        .isEqualTo("<iframe src=\"https://www.youtube.com/embed/a\"></iframe>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          <video data-src=v.mp4></video>                              | video
          <video><source data-src=v.mp4 type=video/mp4></video>       | source
          <audio data-lazy-src=v.mp4></audio>                         | audio
          """)
  void lazySoundOrFilmHasItsAddress(String html, String element) {
    var found = Jsoup.parse(Html.sanitize(html, BASE)).select(element);
    assertThat(found.attr("src")).isEqualTo("https://example.com/posts/v.mp4");
  }
}
