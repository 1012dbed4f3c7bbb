package io.feedloom.parse.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.Cleaning.Part;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is cleaned in HTML, and what is not. */
class CleaningTest {
  private static final String BASE = "https://example.org/post/";

  private static String clean(String html) {
    return Html.sanitize(html, BASE);
  }

  private static String without(Part part, String html) {
    return Html.sanitizer(new Cleaning(Map.of(part, false))).sanitize(html, BASE);
  }

  @Test
  void linksLoseTrackingParameters() {
    var html =
        "<p><a href=\"/a?id=1&amp;utm_source=rss#c\">a</a> <a href=\"?fbclid=2\">b</a>"
            + "<a href=\"//x.org/?q=a+b&amp;utm_campaign=1&amp;z=%20\">c</a></p>";
    assertThat(clean(html))
        .contains("href=\"https://example.org/a?id=1#c\"")
        .contains("href=\"https://example.org/post/?\"")
        .contains("href=\"https://x.org/?q=a+b&amp;z=%20\"")
        .doesNotContain("utm_")
        .doesNotContain("fbclid");
    assertThat(without(Part.TRACKING, html)).contains("utm_source").contains("fbclid");
  }

  @Test
  void addressesOfPicturesAndPlayersKeepTheirParameters() {
    var html = "<img src=\"/p.jpg?utm_source=1\"><audio src=\"/a.mp3?utm_source=2\"></audio>";
    assertThat(clean(html)).contains("p.jpg?utm_source=1").contains("a.mp3?utm_source=2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<img src=\"/t.gif\" width=\"1\" height=\"1\">",
        "<img src=\"/t.gif\" width=\"0\" height=\"0\">",
        "<img src=\"/t.gif\" width=\"1px\" height=\"1px\">",
        "<img src=\"/t.gif\" style=\"display: none\">",
        "<img src=\"/t.gif\" style=\"border:0;visibility:hidden\">",
        "<img src=\"/t.gif\" style=\"width:1px; height: 1px !important\">",
        "<img src=\"/t.gif\" style=\"height:0;width:0\">",
        "<img src=\"/t.gif\" hidden>",
        "<noscript><img src=\"/t.gif\" height=\"1\" width=\"1\" style=\"display:none\"></noscript>"
      })
  void trackingPixelIsDropped(String pixel) {
    assertThat(clean("<p>text</p>" + pixel)).isEqualTo("<p>text</p>");
    assertThat(without(Part.PIXELS, "<p>text</p>" + pixel)).contains("https://example.org/t.gif");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<img src=\"/t.gif\" width=\"1\">",
        "<img src=\"/t.gif\" width=\"10\" height=\"1\">",
        "<img src=\"/t.gif\" style=\"max-width:1px;max-height:1px\">",
        "<img src=\"/t.gif\" style=\"width:100%;height:1px\">",
        "<img src=\"/t.gif\" style=\"display:none\" width=\"640\" height=\"480\">",
        "<img src=\"/blank.gif\" data-src=\"/t.gif\" style=\"display:none\">"
      })
  void pictureWithSomethingToSeeStays(String picture) {
    assertThat(clean(picture)).contains("https://example.org/t.gif");
  }

  @Test
  void lazyPicturesKeepTheirPlaceholderIfSwitchedOff() {
    var html = "<img src=\"/blank.gif\" data-src=\"/real.jpg\">";
    assertThat(clean(html)).contains("/real.jpg");
    assertThat(without(Part.LAZY_IMAGES, html)).contains("/blank.gif").doesNotContain("real");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div class=\"feedflare\"><a href=\"/s\"><img src=\"/s.png\"></a> Share</div>",
        "<div class='x sharedaddy"
            + " sd-sharing-enabled'><div><div>Share</div><ul><li>a</ul></div></div>",
        "<div id='jp-relatedposts' class='jp-relatedposts'><h3>Related</h3></div>",
        "<div class=\"a2a_kit a2a_kit_size_32\"><a class=\"a2a_button_x\""
            + " href=\"/s\">Share</a></div>",
        "<p class=addtoany_share_save_container>Share</p>",
        "<ul class=\"wp-block-social-links\"><li>Share</li></ul>",
        "<div class=\"ssba ssba-wrap\"><div>Share<br><foo><img src=/s.png></foo></div></div>"
      })
  void shareFooterIsDroppedWithItsContent(String footer) {
    var html = "<p>one</p>" + footer + "<div><p>two</p></div>";
    assertThat(clean(html)).isEqualTo("<p>one</p><div><p>two</p></div>");
    assertThat(without(Part.SHARE, html)).contains("one").contains("two").isNotEqualTo(clean(html));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div class=\"share\">Share this</div>",
        "<div class=\"my-sharedaddy-story\">Share</div>",
        "<div title=\"feedflare\">Share</div>",
        "<p>Share on feedflare sharedaddy</p>"
      })
  void wordsAndOtherClassesDropNothing(String html) {
    assertThat(clean(html)).contains("hare");
  }

  @Test
  void textThatConsistsOfAShareFooterStays() {
    assertThat(clean("<div class=\"sharedaddy\"><p>all there is</p></div>"))
        .contains("all there is");
  }

  @Test
  void picturesAfterAShareFooterMatchTheirTwins() {
    var html =
        "<div class=sharedaddy><img src=/s.png></div><p>x</p>"
            + "<img class=lazy src=data:image/gif;base64,R0lG data-src=/a.jpg>"
            + "<noscript><img src=/a.jpg></noscript><img src=/b.jpg>";
    var clean = clean(html);
    assertThat(clean.split("a\\.jpg", -1)).hasSize(2);
    assertThat(clean).contains("b.jpg").doesNotContain("s.png");
  }

  @Test
  void nothingIsCleanedIfAllIsSwitchedOff() {
    var html =
        "<a href=\"/a?utm_source=1\">a</a><img src=\"/t.gif\" width=\"1\" height=\"1\">"
            + "<div class=\"feedflare\">Share</div>";
    assertThat(Html.sanitizer(Cleaning.NONE).sanitize(html, BASE))
        .contains("utm_source")
        .contains("t.gif")
        .contains("Share");
  }
}
