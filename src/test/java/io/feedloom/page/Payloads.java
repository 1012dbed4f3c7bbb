package io.feedloom.page;

import java.util.ArrayList;
import java.util.List;

/** A hundred ways to make a page run what a stranger wrote, each of which calls {@code hit()}. */
final class Payloads {
  private static final List<String> MARKUP =
      List.of(
          "<script>hit()</script>",
          "<SCRIPT SRC=data:text/javascript,hit()></SCRIPT>",
          "<script/x>hit()</script >",
          "<scr<script>ipt>hit()</scr</script>ipt>",
          "<script type=module>hit()</script>",
          "<script>/*</script><script>*/hit()</script>",
          "<noscript><p title=\"</noscript><img src=x onerror=hit()>\"></noscript>",
          "<style><img src=\"</style><img src=x onerror=hit()>\">",
          "<style>@import 'javascript:hit()';</style>",
          "<textarea><img title=\"</textarea><img src=x onerror=hit()>\"></textarea>",
          "<title><img title=\"</title><img src=x onerror=hit()>\"></title>",
          "<xmp><p title=\"</xmp><img src=x onerror=hit()>\"></xmp>",
          "<!--><img src=x onerror=hit()>-->",
          "<!--!> <img src=x onerror=hit()> -->",
          "<![CDATA[<img src=x onerror=hit()>]]>",
          "<?xml <img src=x onerror=hit()> ?>",
          "<img src=x onerror=hit()>",
          "<img src=x onerror='hit()'",
          "<img/src=x/onerror=hit()>",
          "<img src=x oNeRrOr=hit()>",
          "<img src=x\nonerror\n=\nhit()>",
          "<img src=x onerror&#61;hit()>",
          "<img src=`x`onerror=hit()>",
          "<img src='x' title='`' onerror=hit() alt='`'>",
          "<img \"\"\"><script>hit()</script>\">",
          "<img src=x:x onerror=&#104;&#105;&#116;()>",
          "<img src=1 srcset=\"x 1x, javascript:hit() 2x\" onerror=hit()>",
          "<image src=x onerror=hit()>",
          "<picture><source srcset=x onerror=hit()><img src=x onerror=hit()></picture>",
          "<svg onload=hit()>",
          "<svg><script>hit()</script></svg>",
          "<svg><script href=data:text/javascript,hit() /></svg>",
          "<svg><animate onbegin=hit() attributeName=x dur=1s></svg>",
          "<svg><set attributeName=href to=javascript:hit() /><a id=x><text>x</text></a></svg>",
          "<svg><a xlink:href=javascript:hit()><text y=20>click</text></a></svg>",
          "<svg><use href=\"data:image/svg+xml,<svg id='x' onload='hit()'/>#x\"></svg>",
          "<svg><foreignObject><img src=x onerror=hit()></foreignObject></svg>",
          "<svg></p><style><a id=\"</style><img src=x onerror=hit()>\">",
          "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x"
              + " onerror=hit()&gt;\"></table></mtext></math>",
          "<math href=javascript:hit()>click</math>",
          "<math><maction actiontype=statusline xlink:href=javascript:hit()>click</maction></math>",
          "<math><annotation-xml encoding=text/html><img src=x"
              + " onerror=hit()></annotation-xml></math>",
          "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=hit()>",
          "<iframe src=javascript:hit()></iframe>",
          "<iframe srcdoc=\"<script>parent.hit()</script>\"></iframe>",
          "<iframe src=\"data:text/html,<script>parent.hit()</script>\"></iframe>",
          "<iframe onload=hit()></iframe>",
          "<frameset onload=hit()><frame src=javascript:hit()></frameset>",
          "<object data=javascript:hit()></object>",
          "<object data=\"data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==\"></object>",
          "<embed src=javascript:hit()>",
          "<applet code=x onerror=hit()></applet>",
          "<a href=javascript:hit()>click</a>",
          "<a href=\"java\tscript:hit()\">click</a>",
          "<a href=\"&#106;avascript:hit()\">click</a>",
          "<a href=\"javascript&colon;hit()\">click</a>",
          "<a href=\" \u0001javascript:hit()\">click</a>",
          "<a href=\"JaVaScRiPt:hit()\">click</a>",
          "<a href=\"data:text/html,<script>opener.hit()</script>\">click</a>",
          "<a href=\"vbscript:hit()\">click</a>",
          "<a href=\"//x.example\" onclick=hit()>click</a>",
          "<a href=\"http://x.example/\" ping=javascript:hit() onmouseover=hit()>click</a>",
          "<area shape=default href=javascript:hit() coords=0,0,9,9>",
          "<map name=m><area href=javascript:hit() shape=default></map><img usemap=#m src=x>",
          "<base href=javascript:hit()//>",
          "<meta http-equiv=refresh content=\"0;url=javascript:hit()\">",
          "<meta http-equiv=Set-Cookie content=\"a=1\"><link rel=stylesheet href=javascript:hit()>",
          "<link rel=import href=\"data:text/html,<script>hit()</script>\">",
          "<form action=javascript:hit()><button>click</button></form>",
          "<form><button formaction=javascript:hit()>click</button></form>",
          "<input autofocus onfocus=hit()>",
          "<input type=image src=x onerror=hit()>",
          "<select autofocus onfocus=hit()></select>",
          "<textarea autofocus onfocus=hit()></textarea>",
          "<keygen autofocus onfocus=hit()>",
          "<isindex action=javascript:hit() type=submit>",
          "<details open ontoggle=hit()><summary>x</summary></details>",
          "<video src=x onerror=hit()></video>",
          "<video><source src=x onerror=hit()></video>",
          "<audio src=x onerror=hit()></audio>",
          "<audio src=javascript:hit() autoplay onloadstart=hit()></audio>",
          "<video poster=javascript:hit()></video>",
          "<track src=javascript:hit() default onerror=hit()>",
          "<body onload=hit()>",
          "<body background=javascript:hit()>",
          "<table background=javascript:hit()><td background=javascript:hit()></table>",
          "<marquee onstart=hit()>x</marquee>",
          "<bgsound src=javascript:hit()>",
          "<p style=\"background:url(javascript:hit())\">x</p>",
          "<p style=\"width:expression(hit())\" style=\"animation:x\" onanimationstart=hit()>x</p>",
          "<p id=x tabindex=1 onfocus=hit() onmouseover=hit() onclick=hit()>x</p>",
          "<p contenteditable onblur=hit() onkeyup=hit()>x</p>",
          "<x onclick=hit() onpointerenter=hit()>x</x>",
          "<template><script>hit()</script></template><dialog open onclose=hit()>x</dialog>",
          "<p title=\"x\" onmouseover=\"hit()\">x</p>",
          "</p></article></main><script>hit()</script>",
          "\"><script>hit()</script>",
          "' onmouseover='hit()' x='",
          "javascript:hit()",
          "${hit()}{{hit()}}<%= hit() %>");

  private Payloads() {}

  static List<String> all() {
    return MARKUP;
  }

  /** A feed with an entry for each, which has it wherever a publisher can write something. */
  static String feed() {
    var items = new ArrayList<String>();
    for (int i = 0; i < MARKUP.size(); i++) {
      items.add(item(i, MARKUP.get(i)));
    }
    return Site.rss(escape(MARKUP.getFirst()), "en\" onload=\"hit()", String.join("", items));
  }

  private static String item(int number, String payload) {
    var text = escape(payload);
    return """
    <item><guid isPermaLink="false">%d %s</guid><title>%s</title><link>%s</link>
    <pubDate>Tue, 03 Nov 2026 10:00:00 GMT</pubDate><dc:creator>%s</dc:creator>
    <category>%s</category><description>%s</description><content:encoded>%s</content:encoded>
    <enclosure url="%s" type="audio/mpeg" length="1"/>
    <media:content url="%s" type="video/mp4"><media:title>%s</media:title></media:content>
    <media:thumbnail url="%s"/><comments>%s</comments></item>
    """
        .formatted(number, text, text, text, text, text, text, text, text, text, text, text, text);
  }

  /** As text in XML, which has no control characters but these three. */
  private static String escape(String text) {
    return text.replace("\u0001", "&#9;")
        .replace("&", "&amp;")
        .replace("&amp;#9;", "&#9;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
