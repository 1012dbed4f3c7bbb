package io.feedloom.parse.html;

import java.util.regex.Pattern;
import org.owasp.html.ElementPolicy;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/** The allow-list of elements and attributes that {@link Html} keeps. */
final class HtmlPolicy {
  static final String[] ELEMENTS =
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

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}(?:\\.[0-9]{1,3})?%?");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N} _:.,+-]{0,200}");

  /**
   * The name of {@code href} while the sanitizer runs. The sanitizer drops schemes that are not on
   * its list, in all attributes that it knows as addresses. Only {@link SafeAddress} should decide
   * which schemes may be followed.
   */
  static final String LINK = "feedloom-href";

  static final PolicyFactory FACTORY = policy();

  private HtmlPolicy() {}

  private static PolicyFactory policy() {
    var policy =
        new HtmlPolicyBuilder()
            .allowElements(ELEMENTS)
            .allowElements(playerOrNothing(), "iframe")
            .allowElements(pictureOrNothing(), "img")
            .allowElements(link(), "a", "area")
            .allowWithoutAttributes("span", "font", "a")
            .allowAttributes("dir", "lang", "title", "class", "id")
            .globally();
    allowAddresses(policy);
    allowMedia(policy);
    allowTables(policy);
    allowText(policy);
    return policy.toFactory();
  }

  /**
   * Allows addresses. The policy has one list of schemes for all attributes, so each attribute also
   * has its own check.
   */
  private static void allowAddresses(HtmlPolicyBuilder policy) {
    policy
        .allowUrlProtocols("http", "https", "mailto", "tel", "ftp", "magnet", "geo", "data")
        .allowAttributes(LINK)
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

  /** Returns a policy that drops pictures with nothing but classes and ids. */
  private static ElementPolicy pictureOrNothing() {
    return (name, attributes) -> {
      for (int i = 0; i < attributes.size(); i += 2) {
        if (!attributes.get(i).equals("class") && !attributes.get(i).equals("id")) {
          return name;
        }
      }
      return null;
    };
  }

  private static ElementPolicy link() {
    return (name, attributes) -> {
      Attributes.rename(attributes, LINK, "href");
      return name;
    };
  }

  private static ElementPolicy playerOrNothing() {
    return (name, attributes) -> attributes.contains("src") ? name : null;
  }
}
