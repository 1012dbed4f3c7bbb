package io.feedloom.parse.page;

import io.feedloom.feed.WebAddress;
import io.feedloom.parse.html.PictureAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;

/** An HTML page and the address to which its links are relative. */
record HtmlPage(Document document, URI base) {
  private static final Pattern BACKGROUND =
      Pattern.compile("(?i)background[^;]{0,100}?url\\(\\s*(['\"]?)([^'\")]{1,2000})\\1\\s*\\)");

  static HtmlPage parse(String text, URI url) {
    var document = Jsoup.parse(text);
    var base =
        document.select("base[href]").stream()
            .findFirst()
            .flatMap(element -> WebAddress.resolve(url, element.attr("href")))
            .orElse(url);
    return new HtmlPage(document, base);
  }

  /** Returns the language of the page; blank if it names none. */
  String language() {
    var root = document.selectFirst("html");
    return root == null ? "" : root.hasAttr("lang") ? root.attr("lang") : root.attr("xml:lang");
  }

  /** Returns an absolute address; empty if the reference is none. */
  Optional<String> address(String reference) {
    return reference.isBlank()
        ? Optional.empty()
        : WebAddress.resolve(base, reference.strip()).map(URI::toString);
  }

  /** Returns the address of a picture. */
  Optional<String> picture(Element element) {
    var attributes = new ArrayList<String>();
    for (Attribute attribute : element.attributes()) {
      attributes.add(attribute.getKey());
      attributes.add(attribute.getValue());
    }
    return PictureAddress.of(attributes)
        .or(() -> background(element.attr("style")))
        .filter(address -> !address.startsWith("data:"))
        .flatMap(this::address);
  }

  private static Optional<String> background(String style) {
    var url = BACKGROUND.matcher(style);
    return url.find() ? Optional.of(url.group(2)) : Optional.empty();
  }

  /** Returns text without markup, character references and superfluous blanks. */
  static String plain(String html) {
    return html.indexOf('<') < 0 && html.indexOf('&') < 0
        ? blanks(html)
        : blanks(Jsoup.parseBodyFragment(html).body().text());
  }

  static String blanks(String text) {
    return String.join(" ", List.of(text.strip().split("[\\s\\u00A0]+")));
  }

  /** Returns HTML that shows a text. Text with tags is HTML already. */
  static String html(String text) {
    return text.indexOf('<') >= 0 && text.indexOf('>') >= 0 ? text : Entities.escape(text);
  }
}
