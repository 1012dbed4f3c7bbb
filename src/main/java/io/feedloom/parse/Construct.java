package io.feedloom.parse;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdom2.Element;
import org.jdom2.Namespace;

/**
 * A text as its type says it is to be read (RFC 4287 section 3.1 and 4.1.3.3; Atom 0.3 section 3.1;
 * in RSS all text is HTML).
 *
 * @param value HTML, or text that is only text
 */
record Construct(String value, boolean isHtml) {
  private static final Pattern BLANK = Pattern.compile("\\s+");

  static Construct of(Element element, Bases bases) {
    var type = Fields.attribute(element, "type").orElse("").toLowerCase(Locale.ROOT);
    var mode = Fields.attribute(element, "mode").orElse("").toLowerCase(Locale.ROOT);
    if (mode.equals("base64") || isBinary(element, type)) {
      return base64(element, type);
    }
    boolean inline = hasMarkup(element) && !mode.equals("escaped");
    if (inline && !type.equals("text")) {
      return new Construct(Markup.inner(element, bases), true);
    }
    boolean atom = isAtom(element);
    return new Construct(Mojibake.repair(element.getValue()), isHtmlType(type, atom));
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

  private static boolean isAtom(Element element) {
    var namespace = element.getNamespace();
    return namespace.equals(Namespaces.ATOM) || namespace.equals(Namespaces.ATOM03);
  }

  private static boolean hasMarkup(Element element) {
    return !Fields.children(element).isEmpty();
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
  private static boolean isBinary(Element element, String type) {
    return type.contains("/")
        && element.getNamespace().equals(Namespaces.ATOM)
        && !type.startsWith("text/")
        && !type.endsWith("/xml")
        && !type.endsWith("+xml");
  }

  /** What is not in base64, whatever its type says, is only text. */
  private static Construct base64(Element element, String type) {
    var written = element.getValue();
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

  static Optional<String> language(Element element) {
    return Fields.attribute(element, "lang", Namespace.XML_NAMESPACE);
  }
}
