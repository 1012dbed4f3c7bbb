package io.feedloom.parse.field;

import io.feedloom.feed.text.HtmlEntities;
import io.feedloom.feed.text.PlainText;
import io.feedloom.feed.text.XmlChars;
import io.feedloom.parse.text.Markup;
import io.feedloom.parse.text.Mojibake;
import io.feedloom.parse.xml.Namespaces;
import io.feedloom.parse.xml.XmlElement;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdom2.Namespace;

/**
 * A text, read according to its type (RFC 4287 section 3.1 and 4.1.3.3; Atom 0.3 section 3.1; Media
 * RSS 1.5.1; in RSS all text is HTML).
 *
 * @param value HTML, or text that is only text
 */
public record Construct(String value, boolean isHtml) {
  private static final Namespace MEDIA = Namespaces.meant("media");
  private static final Pattern BLANK = Pattern.compile("\\s+");

  public static Construct of(XmlElement element, Bases bases) {
    var type = element.attribute("type").orElse("").toLowerCase(Locale.ROOT);
    var mode = element.attribute("mode").orElse("").toLowerCase(Locale.ROOT);
    if (mode.equals("base64") || isBinary(element, type)) {
      return base64(element, type);
    }
    boolean html = isHtmlType(type, isPlainByDefault(element));
    boolean inline = element.hasChildren() && !mode.equals("escaped");
    if (inline && (html || !isPlain(type))) {
      return new Construct(InlineXhtml.inner(element, bases), true);
    }
    var text = Mojibake.repair(element.value());
    return new Construct(html ? HtmlEntities.withoutHalves(text) : text, html);
  }

  /** Returns the text as HTML. Line breaks of plain text are kept. */
  public String html() {
    return isHtml ? value : Markup.paragraphs(value);
  }

  /** Returns the text without markup, on one line. */
  public String plain() {
    return isHtml ? PlainText.ofField(value) : PlainText.collapse(value);
  }

  public boolean isBlank() {
    return value.isBlank();
  }

  /**
   * Returns whether a text without a type attribute is plain text. This is so in Atom, and in
   * {@code media:title} and {@code media:description} (Media RSS 1.5.1).
   */
  private static boolean isPlainByDefault(XmlElement element) {
    var namespace = element.namespace();
    return namespace.equals(Namespaces.ATOM)
        || namespace.equals(Namespaces.ATOM03)
        || namespace.equals(MEDIA);
  }

  private static boolean isHtmlType(String type, boolean plainByDefault) {
    return switch (type) {
      case "" -> !plainByDefault;
      case "html", "xhtml" -> true;
      default ->
          !isPlain(type) && (type.contains("html") || type.contains("xml") || !type.contains("/"));
    };
  }

  /** Returns whether a type, perhaps with parameters, says that text is plain. */
  private static boolean isPlain(String type) {
    int parameters = type.indexOf(';');
    var bare = parameters < 0 ? type : type.substring(0, parameters).strip();
    return bare.equals("text") || bare.equals("plain") || bare.equals("text/plain");
  }

  /** Returns whether content is in base64: in Atom 1.0, if its type is neither text nor XML. */
  private static boolean isBinary(XmlElement element, String type) {
    return type.contains("/")
        && element.namespace().equals(Namespaces.ATOM)
        && !type.startsWith("text/")
        && !type.endsWith("/xml")
        && !type.endsWith("+xml");
  }

  /** Decodes base64. What is not base64 becomes plain text, whatever its type is. */
  private static Construct base64(XmlElement element, String type) {
    var written = element.value();
    try {
      var bytes = Base64.getDecoder().decode(BLANK.matcher(written).replaceAll(""));
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean html = !isPlain(type);
      return XmlChars.legal(text).length() == text.length()
          ? new Construct(text, html)
          : new Construct(written, false);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return new Construct(written, false);
    }
  }

  public static Optional<String> language(XmlElement element) {
    return element.attribute("lang", Namespace.XML_NAMESPACE);
  }
}
