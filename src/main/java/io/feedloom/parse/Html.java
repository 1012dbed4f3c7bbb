package io.feedloom.parse;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.owasp.html.ElementPolicy;
import org.owasp.html.Handler;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.HtmlSanitizer;
import org.owasp.html.HtmlStreamRenderer;
import org.owasp.html.PolicyFactory;

/**
 * Makes publishers' HTML safe by an allow-list and its addresses absolute. What is not listed is
 * dropped; text stays, but for that of scripts and styles.
 */
final class Html {
  private static final String[] ELEMENTS =
      ("a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code"
           + " col colgroup data dd del details dfn dir div dl dt em figcaption figure font footer"
           + " h1 h2 h3 h4 h5 h6 header hgroup hr i ins kbd li main map area mark ol p picture pre"
           + " q rp rt ruby s samp section small span strike strong sub summary sup table tbody td"
           + " tfoot th thead time tr tt u ul var wbr img audio video source track iframe math mi"
           + " mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle merror mpadded mphantom mfenced"
           + " msub msup msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd"
           + " semantics")
          .split(" ");

  private static final String[] MATH =
      "mathvariant mathsize displaystyle scriptlevel stretchy fence separator lspace rspace linethickness open close separators notation accent accentunder"
          .split(" ");

  private static final Pattern FRAME =
      Pattern.compile("<iframe([^<>]*)>", Pattern.CASE_INSENSITIVE);
  private static final Pattern OBJECT =
      Pattern.compile(
          "</?(?:object|applet|noscript|noembed|noframes)\\b[^<>]*>", Pattern.CASE_INSENSITIVE);

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}(?:\\.[0-9]{1,3})?%?");
  private static final Pattern PIXEL = Pattern.compile("[01](?:px)?");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N} _:.,+-]{0,200}");

  /** The length of a reference to a sign of two digits. */
  private static final int REFERENCE = 5;

  private static final PolicyFactory POLICY = policy();

  private Html() {}

  /**
   * What is safe of it.
   *
   * @param base what relative addresses are resolved against
   */
  static String sanitize(String html, String base) {
    if (html.indexOf('<') < 0 && html.indexOf('&') < 0) {
      return html;
    }
    if (html.indexOf('>') < 0) {
      return Markup.escape(HtmlEntities.decode(html));
    }
    var plain = withoutFallbacks(html);
    return readable(ScopedValue.where(SafeAddress.BASE, base).call(() -> Cleaner.clean(plain)));
  }

  /**
   * The policy at work on one text after the other. Making it ready, a copy of all its tables,
   * takes longer than a paragraph does.
   */
  private static final class Cleaner {
    /** As many as were at work at the same time. */
    private static final Queue<Cleaner> IDLE = new ConcurrentLinkedQueue<>();

    /** What is kept for the next text, in characters; a larger one is let go. */
    private static final int MOST_KEPT = 64 * 1024;

    private final StringBuilder out = new StringBuilder();
    private final HtmlSanitizer.Policy policy =
        POLICY.apply(HtmlStreamRenderer.create(out, Handler.DO_NOTHING));

    /** One that fails on a text is not used again. */
    static String clean(String html) {
      var idle = IDLE.poll();
      var cleaner = idle == null ? new Cleaner() : idle;
      HtmlSanitizer.sanitize(html, cleaner.policy);
      var clean = cleaner.out.toString();
      cleaner.out.setLength(0);
      if (cleaner.out.capacity() <= MOST_KEPT) {
        IDLE.add(cleaner);
      }
      return clean;
    }
  }

  /**
   * Signs that the sanitizer writes as references although they mean nothing in text or between
   * double quotes: as themselves they are found by a search, and take a fifth of the room.
   */
  private static String readable(String html) {
    int next = html.indexOf("&#");
    if (next < 0) {
      return html;
    }
    var out = new StringBuilder(html.length());
    int done = 0;
    while (next >= 0) {
      char sign = plainSign(html, next + 2);
      if (sign != 0) {
        out.append(html, done, next).append(sign);
        done = next + REFERENCE;
      }
      next = html.indexOf("&#", next + 2);
    }
    return out.append(html, done, html.length()).toString();
  }

  /** The sign whose number stands there, if it is one of these; else 0. */
  private static char plainSign(String html, int at) {
    if (at + 2 >= html.length() || html.charAt(at + 2) != ';') {
      return 0;
    }
    int number = (html.charAt(at) - '0') * 10 + html.charAt(at + 1) - '0';
    return switch (number) {
      case '\'', '+', '=', '@' -> (char) number;
      default -> 0;
    };
  }

  /** What stands in a frame or an object is meant for readers without it, as ours are. */
  private static String withoutFallbacks(String html) {
    if (!mayEmbed(html)) {
      return html;
    }
    var framed = FRAME.matcher(html).replaceAll("<iframe$1></iframe>");
    return OBJECT.matcher(framed).replaceAll("");
  }

  /** Whether any tag begins as those of frames and objects do. */
  private static boolean mayEmbed(String html) {
    for (int i = html.indexOf('<'); i >= 0; i = html.indexOf('<', i + 1)) {
      int name = html.startsWith("/", i + 1) ? i + 2 : i + 1;
      if (name + 1 < html.length() && begins(html.charAt(name), html.charAt(name + 1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean begins(char first, char second) {
    char lower = (char) (second | 0x20);
    return switch (first) {
      case 'i', 'I' -> lower == 'f';
      case 'o', 'O' -> lower == 'b';
      case 'a', 'A' -> lower == 'p';
      case 'n', 'N' -> lower == 'o';
      default -> false;
    };
  }

  private static PolicyFactory policy() {
    var policy =
        new HtmlPolicyBuilder()
            .allowElements(ELEMENTS)
            .allowElements(playerOrNothing(), "iframe")
            .allowElements(pictureOrNothing(), "img")
            .allowWithoutAttributes("span", "font", "a")
            .allowAttributes("dir", "lang", "title")
            .globally();
    allowAddresses(policy);
    allowMedia(policy);
    allowTables(policy);
    allowText(policy);
    return policy.toFactory();
  }

  /** The protocols are those of all attributes; each attribute has its own among them. */
  private static void allowAddresses(HtmlPolicyBuilder policy) {
    policy
        .allowUrlProtocols("http", "https", "mailto", "tel", "ftp", "magnet", "geo", "data")
        .allowAttributes("href")
        .matching(SafeAddress.link())
        .onElements("a", "area")
        .allowAttributes("cite")
        .matching(SafeAddress.link())
        .onElements("blockquote", "q", "del", "ins")
        .allowAttributes("src")
        .matching(SafeAddress.image())
        .onElements("img")
        .allowAttributes("src")
        .matching(SafeAddress.web())
        .onElements("audio", "video", "source", "track")
        .allowAttributes("poster")
        .matching(SafeAddress.web())
        .onElements("video")
        .allowAttributes("src")
        .matching(SafeAddress.player())
        .onElements("iframe")
        .allowAttributes("srcset")
        .matching(SafeAddress.srcset())
        .onElements("img", "source");
  }

  private static void allowMedia(HtmlPolicyBuilder policy) {
    policy
        .allowAttributes("alt", "sizes")
        .onElements("img", "area", "source")
        .allowAttributes("width", "height")
        .matching(NUMBER)
        .onElements("img", "video", "iframe", "table", "td", "th", "col", "source", "mspace")
        .allowAttributes("controls", "loop", "muted", "preload", "playsinline")
        .onElements("audio", "video")
        .allowAttributes("type", "media", "kind", "srclang", "label", "default")
        .onElements("source", "track", "audio", "video")
        .allowAttributes("allowfullscreen")
        .onElements("iframe")
        .allowAttributes("name")
        .matching(WORD)
        .onElements("map")
        .allowAttributes("shape", "coords", "usemap")
        .matching(Pattern.compile("#?" + WORD.pattern()))
        .onElements("area", "img");
  }

  private static void allowTables(HtmlPolicyBuilder policy) {
    policy
        .allowAttributes("colspan", "rowspan", "headers", "scope", "abbr", "span")
        .matching(WORD)
        .onElements("td", "th", "col", "colgroup")
        .allowAttributes("align", "valign")
        .matching(WORD)
        .onElements("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "p", "div");
  }

  private static void allowText(HtmlPolicyBuilder policy) {
    policy
        .allowAttributes("start", "reversed", "type", "value")
        .matching(WORD)
        .onElements("ol", "ul", "li", "data")
        .allowAttributes("datetime")
        .matching(WORD)
        .onElements("time", "del", "ins")
        .allowAttributes("open")
        .onElements("details")
        .allowAttributes("display", "alttext")
        .onElements("math")
        .allowAttributes(MATH)
        .matching(WORD)
        .onElements(
            "mi",
            "mn",
            "mo",
            "ms",
            "mtext",
            "mstyle",
            "mfrac",
            "mfenced",
            "munder",
            "mover",
            "munderover");
  }

  /** A picture of one pixel shows nothing to a reader, but the reader to somebody else. */
  private static ElementPolicy pictureOrNothing() {
    return (name, attributes) ->
        isPixel(attributes, "width") && isPixel(attributes, "height") ? null : name;
  }

  /** The sanitizer hands names and values over as one list, by turns. */
  private static boolean isPixel(List<String> attributes, String name) {
    for (int i = 0; i < attributes.size(); i += 2) {
      if (attributes.get(i).equals(name)) {
        return PIXEL.matcher(attributes.get(i + 1)).matches();
      }
    }
    return false;
  }

  private static ElementPolicy playerOrNothing() {
    return (name, attributes) -> attributes.contains("src") ? name : null;
  }
}
