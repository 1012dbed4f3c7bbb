package io.feedloom.parse;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdom2.Namespace;

/**
 * A text as its type says it is to be read (RFC 4287 section 3.1 and 4.1.3.3; Atom 0.3 section 3.1;
 * in RSS all text is HTML).
 *
 * @param value HTML, or text that is only text
 */
record Construct(String value, boolean isHtml) {
  private static final Pattern BLANK = Pattern.compile("\\s+");

  static Construct of(XmlElement element, Bases bases) {
    var type = element.attribute("type").orElse("").toLowerCase(Locale.ROOT);
    var mode = element.attribute("mode").orElse("").toLowerCase(Locale.ROOT);
    if (mode.equals("base64") || isBinary(element, type)) {
      return base64(element, type);
    }
    boolean inline = element.hasChildren() && !mode.equals("escaped");
    if (inline && !type.equals("text")) {
      return new Construct(Markup.inner(element, bases), true);
    }
    var text = Mojibake.repair(element.value());
    boolean html = isHtmlType(type, isAtom(element));
    return new Construct(html ? HtmlEntities.withoutHalves(text) : text, html);
  }

  /** As HTML. */
  String html() {
    return isHtml ? value : Markup.escape(value.strip());
  }

  /** As text without markup, on one line. */
  String plain() {
    return isHtml ? PlainText.ofHtml(value) : PlainText.collapse(value);
  }

  boolean isBlank() {
    return value.isBlank();
  }

  private static boolean isAtom(XmlElement element) {
    var namespace = element.namespace();
    return namespace.equals(Namespaces.ATOM) || namespace.equals(Namespaces.ATOM03);
  }

  private static boolean isHtmlType(String type, boolean atom) {
    return switch (type) {
      case "" -> !atom;
      case "text", "text/plain", "plain" -> false;
      case "html", "xhtml" -> true;
      default -> type.contains("html") || type.contains("xml") || !type.contains("/");
    };
  }

  /** Atom 1.0 content of a type that is neither text nor XML is in base64. */
  private static boolean isBinary(XmlElement element, String type) {
    return type.contains("/")
        && element.namespace().equals(Namespaces.ATOM)
        && !type.startsWith("text/")
        && !type.endsWith("/xml")
        && !type.endsWith("+xml");
  }

  /** What is not in base64, whatever its type says, is only text. */
  private static Construct base64(XmlElement element, String type) {
    var written = element.value();
    try {
      var bytes = Base64.getDecoder().decode(BLANK.matcher(written).replaceAll(""));
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean html = !type.equals("text") && !type.equals("text/plain");
      return XmlChars.legal(text).length() == text.length()
          ? new Construct(text, html)
          : new Construct(written, false);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return new Construct(written, false);
    }
  }

  static Optional<String> language(XmlElement element) {
    return element.attribute("lang", Namespace.XML_NAMESPACE);
  }
}
