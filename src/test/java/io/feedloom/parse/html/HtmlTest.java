package io.feedloom.parse.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {
  private static final String BASE = "https://example.com/posts/one.html";

  private static String sanitize(String html) {
    return Html.sanitize(html, BASE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>",
        "<img src=\"x\" oNeRrOr='alert(1)'>",
        "<img/src=x/onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
        "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x</maction></math>",
        "<math href=\"javascript:alert(1)\">x</math>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
        "<a href=\" &#14; javascript:alert(1)\">x</a>",
        "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
        "<a href=\"jav\nascript:alert(1)\">x</a>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<a href=\"vbscript:msgbox(1)\">x</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<img src=\"data:text/html;base64,PHNjcmlwdD4=\">",
        "<img src=\"data:image/svg+xml;base64,PHN2Zz4=\">",
        "<iframe src=\"javascript:alert(1)\"></iframe>",
        "<iframe src=\"https://evil.example/\"></iframe>",
        "<iframe src=\"https://www.youtube.com.evil.example/embed/x\"></iframe>",
        "<iframe src=\"https://evil.example/?https://www.youtube.com/\"></iframe>",
        "<iframe src=\"https://user@evil.example/www.youtube.com/\"></iframe>",
        "<iframe src=\"http://www.youtube.com/embed/x\"></iframe>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<object data=\"https://evil.example/x.swf\"></object>",
        "<embed src=\"https://evil.example/x.swf\">",
        "<applet code=X></applet>",
        "<form action=\"https://evil.example/\"><input name=q><button>go</button></form>",
        "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<link rel=stylesheet href=\"https://evil.example/x.css\">",
        "<base href=\"https://evil.example/\">",
        "<style>@import 'https://evil.example/x.css';</style>",
        "<p style=\"background:url(javascript:alert(1))\">x</p>",
        "<p style=\"width:expression(alert(1))\">x</p>",
        "<div onmouseover=alert(1)>x</div>",
        "<details open ontoggle=alert(1)>x</details>",
        "<video onerror=alert(1)><source onerror=alert(1) src=x></video>",
        "<audio src=\"javascript:alert(1)\"></audio>",
        "<video poster=\"javascript:alert(1)\"></video>",
        "<img srcset=\"javascript:alert(1) 2x\">",
        "<body onload=alert(1)>x</body>",
        "<table background=\"javascript:alert(1)\"><tr><td>x</td></tr></table>",
        "<a href=x formaction=javascript:alert(1)>x</a>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<textarea><img src=x onerror=alert(1)></textarea>",
        "<title><img src=x onerror=alert(1)></title>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<![CDATA[<img src=x onerror=alert(1)>]]>",
        "<a title='\"><img src=x onerror=alert(1)>'>x</a>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1"
            + " onerror=alert(1)&gt;\">",
        "<img src='x' alt='``onerror=alert(1)'>",
        "<x onclick=alert(1)>x</x>",
        "<a href=\"//evil.example\" ping=\"https://evil.example/\" target=_top>x</a>",
        "<blockquote cite=\"javascript:alert(1)\">x</blockquote>",
      })
  void nothingThatRunsGetsThrough(String html) {
    var clean = Jsoup.parse(sanitize(html));
    assertThat(
            clean.select(
                "script, style, object, embed, applet, form, input, button, meta[http-equiv], link,"
                    + " base, svg, iframe, textarea"))
        .as(sanitize(html))
        .isEmpty();
    for (var element : clean.getAllElements()) {
      for (var attribute : element.attributes()) {
        assertThat(attribute.getKey())
            .doesNotStartWith("on")
            .isNotIn("style", "srcdoc", "formaction", "ping", "target", "background", "xlink:href");
        if (!attribute.getKey().equals("alt") && !attribute.getKey().equals("title")) {
          assertThat(attribute.getValue().toLowerCase(java.util.Locale.ROOT))
              .doesNotContain("javascript:", "vbscript:", "data:");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<table><caption>c</caption><thead><tr><th"
            + " colspan=\"2\">h</th></tr></thead><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
        "<figure><img src=\"https://example.com/a.png\" alt=\"a\""
            + " /><figcaption>c</figcaption></figure>",
        "<pre><code>int i;</code></pre>",
        "<details open=\"open\"><summary>s</summary><p>d</p></details>",
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
        "<p><del>a</del><ins datetime=\"2021-11-23\">b</ins></p>",
        "<p dir=\"rtl\" lang=\"ar\">مرحبا</p>",
        "<iframe src=\"https://www.youtube-nocookie.com/embed/abc\" width=\"560\""
            + " height=\"315\"></iframe>",
        "<iframe src=\"https://player.vimeo.com/video/1\"></iframe>",
        "<iframe"
            + " src=\"https://tube.example.org/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d\"></iframe>",
        "<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>",
        "<img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw\" />",
        "<p>a<br />b</p>",
        "<dl><dt>t</dt><dd>d</dd></dl>",
        "<ol start=\"3\" reversed=\"reversed\"><li value=\"7\">a</li></ol>",
        "<p>H<sub>2</sub>O, x<sup>2</sup>, <kbd>Ctrl</kbd>, <samp>s</samp>, <var>v</var></p>",
        "<p><mark>m</mark> <small>s</small> <s>s</s> <u>u</u> <abbr title=\"t\">a</abbr></p>",
        "<blockquote cite=\"https://example.com/q\"><p>q</p></blockquote>",
        "<math display=\"block\"><msubsup><mo>∫</mo><mn>0</mn><mn>1</mn></msubsup>"
            + "<msqrt><mi>x</mi></msqrt><mtable><mtr><mtd><mn>1</mn></mtd></mtr></mtable></math>",
        "<iframe src=\"https://open.spotify.com/embed/track/1\"></iframe>",
        "<iframe src=\"https://w.soundcloud.com/player/?url=x\"></iframe>",
        "<iframe src=\"https://bandcamp.com/EmbeddedPlayer/album=1\"></iframe>",
        "<iframe src=\"https://embed.podcasts.apple.com/us/podcast/x\"></iframe>",
        "<time datetime=\"2021-11-23\">today</time>",
      })
  void elementsOfArticlesStay(String html) {
    var wanted = Jsoup.parseBodyFragment(html).body().html();
    assertThat(Jsoup.parseBodyFragment(sanitize(html)).body().html()).isEqualTo(wanted);
  }

  @Test
  void picturesAndFilmsStayWithAllTheirSources() {
    var clean =
        Jsoup.parseBodyFragment(
            sanitize(
                "<picture><source srcset=\"a.webp 1x, b.webp 2x\" type=\"image/webp\"><img"
                    + " src=\"c.png\"></picture><video controls poster=\"p.jpg\"><source"
                    + " src=\"v.mp4\" type=\"video/mp4\"><track src=\"t.vtt\""
                    + " kind=\"captions\"></video><audio controls src=\"s.mp3\"></audio>"));
    assertThat(clean.select("picture > source").attr("srcset"))
        .isEqualTo("https://example.com/posts/a.webp 1x, https://example.com/posts/b.webp 2x");
    assertThat(clean.select("picture > img").attr("src"))
        .isEqualTo("https://example.com/posts/c.png");
    assertThat(clean.select("video > source").attr("src"))
        .isEqualTo("https://example.com/posts/v.mp4");
    assertThat(clean.select("video > track").attr("src"))
        .isEqualTo("https://example.com/posts/t.vtt");
    assertThat(clean.select("audio[controls]").attr("src"))
        .isEqualTo("https://example.com/posts/s.mp3");
  }

  @ParameterizedTest
  @CsvSource({
    "two.html, https://example.com/posts/two.html",
    "/two.html, https://example.com/two.html",
    "../two.html, https://example.com/two.html",
    "//other.example/x, https://other.example/x",
    "?page=2, https://example.com/posts/one.html?page=2",
    "#part, https://example.com/posts/one.html#part",
    "https://other.example/x, https://other.example/x",
    "mailto:joe@example.com, mailto:joe@example.com",
  })
  void linksBecomeAbsolute(String href, String absolute) {
    var clean = Jsoup.parseBodyFragment(sanitize("<a href=\"" + href + "\">x</a>"));
    assertThat(clean.select("a").attr("href")).isEqualTo(absolute);
  }

  @Test
  void textWithoutMarkupIsUntouched() {
    assertThat(sanitize("It’s \"quoted\" + 'more' = 1 @ home"))
        .isEqualTo("It’s \"quoted\" + 'more' = 1 @ home");
  }

  @Test
  void signsStayThemselvesBesideMarkup() {
    var html = "<p title=\"it's\">it's 1 + 1 = 2 @ home</p>";
    assertThat(sanitize(html)).isEqualTo(html);
    assertThat(sanitize("<p>&#38;#39; &lt;b&gt;</p>")).isEqualTo("<p>&amp;#39; &lt;b&gt;</p>");
  }

  @Test
  void picturesOfOnePixelAreLeftOut() {
    assertThat(sanitize("<p>a<img src='/t.gif' width='1' height='1'/>b</p>"))
        .isEqualTo("<p>ab</p>");
    assertThat(sanitize("<img src='/t.gif' width='0' height=0>")).isEmpty();
    assertThat(sanitize("<img src='/line.gif' width='500' height='1'>")).contains("line.gif");
  }

  @Test
  void nothingInAnAddressEndsIt() {
    assertThat(sanitize("<a href='https://example.com/a b\"c<d>`'>x</a>"))
        .isEqualTo("<a href=\"https://example.com/a%20b%22c%3Cd%3E%60\">x</a>");
  }

  @Test
  void unclosedFrameLosesNoText() {
    assertThat(sanitize("<p>a</p><iframe src=\"https://evil.example/\"><p>b</p>"))
        .contains("<p>a</p>")
        .contains("<p>b</p>");
  }

  @Test
  void textDoesNotAffectTheNext() {
    for (int i = 0; i < 3; i++) {
      sanitize("<table><tr><td><ul><li><b>unclosed <script>if (a > b)");
      assertThat(sanitize("a > b <i>c</i>")).isEqualTo("a &gt; b <i>c</i>");
    }
  }

  @Test
  void blanksOfAnyKindAroundAnAddressAreRemoved() {
    var html =
        Html.sanitize(
            "<img src='\u00a0https://x.example/a.png \u00a0'><img"
                + " src='\u200bhttps://x.example/b.png'><a"
                + " href='\u200bhttps://x.example/c'>c</a><video controls"
                + " src='\u3000https://x.example/d.mp4' poster='\ufeff/e.png'></video>",
            "https://x.example/");

    assertThat(html)
        .contains("src=\"https://x.example/a.png\"", "src=\"https://x.example/b.png\"")
        .contains("href=\"https://x.example/c\"", "src=\"https://x.example/d.mp4\"")
        .contains("poster=\"https://x.example/e.png\"");
  }
}
