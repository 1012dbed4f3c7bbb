package io.feedloom.farm;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes pieces of HTML and XML. */
final class Markup {
  private static final DateTimeFormatter RFC_822 =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Markup() {}

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  static String paragraph(String html) {
    return "<p>" + html + "</p>\n";
  }

  static String figure(String src, String alt, Grammar grammar, Grammar.Filler filler) {
    var caption =
        grammar.has("caption") ? "<figcaption>" + filler.one("caption") + "</figcaption>" : "";
    return "<figure><img src=\""
        + escape(src)
        + "\" alt=\""
        + escape(alt)
        + "\" width=\"800\" height=\"450\" loading=\"lazy\">"
        + caption
        + "</figure>\n";
  }

  /** Returns an element with a text; nothing for an empty text. */
  static String element(String name, String text) {
    return text.isEmpty() ? "" : "<" + name + ">" + escape(text) + "</" + name + ">\n";
  }

  /** Returns an element with HTML in CDATA, like most publishers. */
  static String cdata(String name, String html) {
    return "<" + name + "><![CDATA[" + html.replace("]]>", "]]&gt;") + "]]></" + name + ">\n";
  }

  /** Returns a date in the form of RSS 2.0. */
  static String rfc822(Instant when) {
    return RFC_822.format(when);
  }

  /** Returns a page of the farm. */
  static String page(String language, String title, String head, String body) {
    return """
    <!DOCTYPE html>
    <html lang="%s">
    <head><meta charset="utf-8"><title>%s</title>%s
    <style>body { font: 18px/1.6 Georgia, serif; max-width: 40em; margin: 3em auto; padding: 0 1em }
    img { max-width: 100%%; height: auto } table { border-collapse: collapse } td, th { padding: .2em .8em; border-bottom: 1px solid #ccc }
    pre { background: #f3f3f0; padding: 1em; overflow: auto }</style></head>
    <body><h1>%s</h1>
    %s
    </body>
    </html>
    """
        .formatted(escape(language), escape(title), head, escape(title), body);
  }
}
