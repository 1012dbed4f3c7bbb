package io.feedloom.parse.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.parse.Feeds;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that may not be embedded become links. */
class EmbedTest {
  private static final String BASE = "https://example.com/posts/one.html";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          <iframe src="https://maps.example.org/e?x=1" title="A map"></iframe>   | https://maps.example.org/e?x=1   | A map
          <iframe src="https://maps.example.org/e?x=1"/>                         | https://maps.example.org/e?x=1   | maps.example.org/e
          <iframe src=about:blank data-src="//maps.example.org/e"></iframe>      | https://maps.example.org/e       | maps.example.org/e
          <iframe src="http://www.youtube.com/embed/a"></iframe>                 | http://www.youtube.com/embed/a   | youtube.com/embed/a
          <iframe srcdoc="<p>x</p>" src=/inner></iframe>                         | https://example.com/inner        | example.com/inner
          <frameset><frame src=/menu></frameset>                                 | https://example.com/menu         | example.com/menu
          <embed src=/5.pdf>                                                     | https://example.com/5.pdf        | example.com/5.pdf
          <object data=/5.pdf aria-label=Report></object>                        | https://example.com/5.pdf        | Report
          <object data=/5.pdf><embed src=/5.pdf></object>                        | https://example.com/5.pdf        | example.com/5.pdf
          <object data=/5.pdf><a href=/5.pdf>PDF</a></object>                    | https://example.com/5.pdf        | PDF
          <a href=/5.pdf><object data=/5.pdf></object></a>                       | https://example.com/5.pdf        | example.com/5.pdf
          <object><param name=movie value=/m.swf></object>                       | https://example.com/m.swf        | example.com/m.swf
          <object data=/5.pdf>                                                   | https://example.com/5.pdf        | example.com/5.pdf
          <svg><image xlink:href=/a.png /></svg>                                 | https://example.com/a.png        | example.com/a.png
          <svg><a xlink:href=/a><text>go</text></a></svg>                        | https://example.com/a            | go
          <video src="rtsp://cam.example.org/1"></video>                         | rtsp://cam.example.org/1         | rtsp://cam.example.org/1
          <audio><source src="ftp://example.org/a.mp3"></audio>                  | ftp://example.org/a.mp3          | ftp://example.org/a.mp3
          """)
  void oneLinkIsLeft(String html, String address, String label) {
    var clean = Jsoup.parse(Html.sanitize(html, BASE));
    assertThat(clean.select("a").eachAttr("href")).containsExactly(address);
    assertThat(clean.text()).isEqualTo(label);
    assertThat(clean.select("iframe, embed, object, svg, image, frame, video, audio")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<iframe src=\"javascript:alert(1)\"></iframe>",
        "<iframe src=\"data:text/html,x\"></iframe>",
        "<iframe></iframe><iframe src=\"\"></iframe><object></object><embed>",
        "<embed src=\" java&#10;script:alert(1)\">",
        "<object data=\"file:///etc/passwd\"></object>",
        "<object><param name=movie value=\"vbscript:x\"></object>",
        "<svg><image href=\"blob:https://example.com/1\"/></svg>",
        "<video src=\"blob:https://example.com/1\"></video>",
        "<iframe src=https://t.example/ width=1 height=1></iframe>",
        "<noscript><iframe src=https://t.example/ style=\"display: none\"></iframe></noscript>",
        "<iframe hidden src=https://t.example/></iframe>",
      })
  void invisibleEmbedsAndCodeLeaveNoLink(String html) {
    assertThat(Html.sanitize(html, BASE).strip()).isEmpty();
  }

  @Test
  void linkIsPutAfterTheSentence() {
    assertThat(Html.sanitize("<p>safe <embed src=/x> <b>word</b></p><p>next</p>", BASE))
        .isEqualTo(
            "<p>safe  <b>word</b> <a"
                + " href=\"https://example.com/x\">example.com/x</a></p><p>next</p>");
  }

  @Test
  void contentOfAnEmbedStaysReadable() {
    assertThat(Html.sanitize("<object data=/a.pdf><p>No PDF here</p></object><p>b</p>", BASE))
        .startsWith("<p>No PDF here</p>")
        .contains("href=\"https://example.com/a.pdf\"")
        .endsWith("<p>b</p>");
  }

  @Test
  void frameWithMarkupInItsAttributesLosesNoText() {
    assertThat(Html.sanitize("<iframe title=\"<b>\" src=https://u.example/ /><p>b</p>", BASE))
        .contains("&lt;b&gt;</a>")
        .endsWith("<p>b</p>");
  }

  @Test
  void playableVideoStaysAndItsOtherSourcesAreDropped() {
    var html =
        "<video poster=/p.jpg><source src=\"blob:https://x.example/1\"><source src=/v.mp4>"
            + "</video>";
    assertThat(Html.sanitize(html, BASE))
        .isEqualTo(
            "<video poster=\"https://example.com/p.jpg\"><source src=\"https://example.com/v.mp4\""
                + " /></video>");
  }

  @Test
  void copyOfAFrameLeavesNoSecondLink() {
    var html =
        "<iframe data-src=\"https://u.example/x\"></iframe>"
            + "<noscript><iframe src=\"https://u.example/x\"></iframe></noscript>";
    assertThat(Jsoup.parse(Html.sanitize(html, BASE)).select("a")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          <base href="/d/"><a href=x>x</a>                                | https://example.com/d/x
          <a href=x>x</a><base href="https://o.example/d/e">            | https://o.example/d/x
          <base href="/first/"><base href="/second/"><a href=x>x</a>    | https://example.com/first/x
          <base target=_top><base href="../d/"><a href=x>x</a>            | https://example.com/d/x
          <!-- <base href=/no/> --><a href=x>x</a>                      | https://example.com/posts/x
          <base href="javascript:alert(1)"><a href=x>x</a>              | https://example.com/posts/x
          <base href="data:text/html,x"><a href=x>x</a>                 | https://example.com/posts/x
          <BASE HREF="//o.example"><a href=x>x</a>                      | https://o.example/x
          <p title="<base href=/no/>"><a href=x>x</a>                   | https://example.com/posts/x
          """)
  void baseInTheTextAppliesToItsLinks(String html, String address) {
    assertThat(Jsoup.parse(Html.sanitize(html, BASE)).select("a").attr("href")).isEqualTo(address);
  }

  @Test
  void basesNestInTheXmlAndInTheText() {
    var entry =
        Feeds.atom(
            """
            <id>1</id><link href="https://example.com/entry"/>
            <content type="xhtml" xml:base="https://example.com/a/"><div xmlns="http://www.w3.org/1999/xhtml">
            <p xml:base="b/"><a href="x">1</a><span xml:base="/c/"><img src="y.png"/></span></p><a href="z">2</a>
            </div></content>
            """);
    assertThat(entry.content().orElseThrow())
        .contains(
            "https://example.com/a/b/x", "https://example.com/c/y.png", "https://example.com/a/z");
    var escaped =
        Feeds.rss(
            "<description xml:base='https://example.com/a/'>&lt;base href='d/'&gt;&lt;a"
                + " href='x'&gt;x&lt;/a&gt;</description>");
    assertThat(escaped.content().orElseThrow()).contains("https://example.com/a/d/x");
  }
}
