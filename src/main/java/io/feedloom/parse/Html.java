package io.feedloom.parse;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.owasp.html.AttributePolicy;
import org.owasp.html.ElementPolicy;
import org.owasp.html.HtmlPolicyBuilder;
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

  /** Hosts whose players may be embedded, over https only. */
  private static final Set<String> PLAYERS =
      Set.of(
          "www.youtube.com",
          "youtube.com",
          "www.youtube-nocookie.com",
          "player.vimeo.com",
          "www.dailymotion.com",
          "geo.dailymotion.com",
          "w.soundcloud.com",
          "open.spotify.com",
          "bandcamp.com",
          "archive.org",
          "www.archive.org");

  /** PeerTube runs on thousands of hosts, under this path on all of them. */
  private static final Pattern PEERTUBE =
      Pattern.compile(
          "https://[a-z0-9.-]+\\.[a-z]{2,}/videos/embed/[A-Za-z0-9-]+(?:\\?[A-Za-z0-9=&_-]*)?");

  private static final Pattern HOST = Pattern.compile("https://([a-z0-9.-]+)/\\S*");
  private static final Pattern INLINE_IMAGE =
      Pattern.compile(
          "data:image/(?:png|gif|jpeg|webp|avif);base64,[A-Za-z0-9+/=]+", Pattern.CASE_INSENSITIVE);
  private static final Pattern FRAME =
      Pattern.compile("<iframe([^<>]*)>", Pattern.CASE_INSENSITIVE);
  private static final Pattern EMBEDDED =
      Pattern.compile(
          "</?(?:object|applet|noscript|noembed|noframes)\\b[^<>]*>", Pattern.CASE_INSENSITIVE);
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}(?:\\.[0-9]{1,3})?%?");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N} _:.,+-]{0,200}");
  private static final int INLINE_IMAGE_SIZE = 16 * 1024;

  private static final ScopedValue<String> BASE = ScopedValue.newInstance();
  private static final PolicyFactory POLICY = policy();

  private Html() {}

  /**
   * @param base what relative addresses are resolved against
   */
  static String sanitize(String html, String base) {
    if (html.indexOf('<') < 0 && html.indexOf('&') < 0) {
      return html;
    }
    if (html.indexOf('>') < 0) {
      return Markup.escape(HtmlEntities.decode(html));
    }
    // What stands in a frame is meant for readers without frames, such as those that drop it.
    var frameless = FRAME.matcher(html).replaceAll("<iframe$1></iframe>");
    var plain = EMBEDDED.matcher(frameless).replaceAll("");
    return ScopedValue.where(BASE, base).call(() -> POLICY.sanitize(plain));
  }

  private static PolicyFactory policy() {
    return new HtmlPolicyBuilder()
        .allowElements(ELEMENTS)
        .allowElements(playerOrNothing(), "iframe")
        .allowWithoutAttributes("span", "font", "a")
        .allowUrlProtocols("http", "https", "mailto", "tel", "ftp", "magnet", "geo", "data")
        .allowAttributes("dir", "lang", "title")
        .globally()
        .allowAttributes("href")
        .matching(link())
        .onElements("a", "area")
        .allowAttributes("cite")
        .matching(link())
        .onElements("blockquote", "q", "del", "ins")
        .allowAttributes("src")
        .matching(image())
        .onElements("img")
        .allowAttributes("src")
        .matching(web())
        .onElements("audio", "video", "source", "track")
        .allowAttributes("poster")
        .matching(web())
        .onElements("video")
        .allowAttributes("src")
        .matching(player())
        .onElements("iframe")
        .allowAttributes("srcset")
        .matching(srcset())
        .onElements("img", "source")
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
        .allowAttributes(
            "colspan", "rowspan", "headers", "scope", "abbr", "align", "valign", "span")
        .matching(WORD)
        .onElements(
            "td", "th", "tr", "table", "col", "colgroup", "thead", "tbody", "tfoot", "p", "div")
        .allowAttributes("start", "reversed", "type", "value")
        .matching(WORD)
        .onElements("ol", "ul", "li", "data")
        .allowAttributes("datetime")
        .matching(WORD)
        .onElements("time", "del", "ins")
        .allowAttributes("open")
        .onElements("details")
        .allowAttributes("name", "shape", "coords", "usemap")
        .matching(Pattern.compile("#?" + WORD.pattern()))
        .onElements("map", "area", "img")
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
            "munderover")
        .toFactory();
  }

  private static ElementPolicy playerOrNothing() {
    return (name, attributes) -> attributes.contains("src") ? name : null;
  }

  private static AttributePolicy link() {
    return (element, attribute, value) ->
        absolute(value, List.of("http", "https", "mailto", "tel", "ftp", "magnet", "geo"));
  }

  private static AttributePolicy web() {
    return (element, attribute, value) -> absolute(value, List.of("http", "https"));
  }

  private static AttributePolicy image() {
    return (element, attribute, value) ->
        value.length() <= INLINE_IMAGE_SIZE && INLINE_IMAGE.matcher(value).matches()
            ? value
            : absolute(value, List.of("http", "https"));
  }

  private static AttributePolicy player() {
    return (element, attribute, value) -> {
      var address = absolute(value, List.of("https"));
      if (address == null) {
        return null;
      }
      var host = HOST.matcher(address);
      boolean listed = host.matches() && PLAYERS.contains(host.group(1));
      return listed || PEERTUBE.matcher(address).matches() ? address : null;
    };
  }

  /** Candidates as in WHATWG HTML 4.8.4.2.1, each of which may be dropped for itself. */
  private static AttributePolicy srcset() {
    return (element, attribute, value) -> {
      var kept = new StringBuilder();
      for (var candidate : value.strip().split(",\\s+|(?<=[0-9][wx])\\s*,\\s*", -1)) {
        var parts = candidate.strip().split("\\s+", 2);
        var address = absolute(parts[0], List.of("http", "https"));
        if (address != null) {
          kept.append(kept.isEmpty() ? "" : ", ").append(address.replace(",", "%2C"));
          if (parts.length > 1 && parts[1].matches("[0-9.]+[wxh]")) {
            kept.append(' ').append(parts[1]);
          }
        }
      }
      return kept.isEmpty() ? null : kept.toString();
    };
  }

  private static @Nullable String absolute(String value, List<String> schemes) {
    var address = Addresses.resolve(BASE.orElse(""), value).orElse("");
    int colon = address.indexOf(':');
    boolean allowed =
        colon > 0 && schemes.contains(address.substring(0, colon).toLowerCase(Locale.ROOT));
    return allowed ? address : null;
  }
}
