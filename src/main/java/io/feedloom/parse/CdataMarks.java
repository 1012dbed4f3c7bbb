package io.feedloom.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Removes the marks of CDATA sections that publishers escaped, so that they became text. HTML takes
 * such a section for a comment, and its text would be lost.
 */
final class CdataMarks {
  /** Serializers of HTML make a comment of a section. */
  private static final Pattern OPENING = Pattern.compile("(?i)<!(?:--)?\\[CDATA\\[");

  private static final Pattern CLOSING = Pattern.compile("\\]\\](?:--)?>");

  /** At the start the first character is seen to be missing. */
  private static final Pattern OPENING_AT_START = Pattern.compile("(?i)\\s*<?!(?:--)?\\[CDATA\\[");

  /** Marks that were escaped twice, so that they are references in HTML. */
  private static final Pattern ESCAPED_AT_START =
      Pattern.compile("(?i)\\s*&(?:lt|#0*60|#x0*3c);!\\[CDATA\\[");

  private static final Pattern CLOSING_AT_END =
      Pattern.compile("\\]\\](?:--)?(?:>|&gt;|&#0*62;|&#[xX]0*3[eE];)\\s*$");

  /** Elements that have their own text in elements, not markup. */
  private static final Set<String> PARTS =
      Set.of(
          "atom:author",
          "author",
          "atom:contributor",
          "contributor",
          "atom:source",
          "categories",
          "image",
          "itunes:owner",
          "media:group",
          "media:content");

  private CdataMarks() {}

  /**
   * Returns the element without such marks in its own texts and those of its fields; inline markup
   * stays, where a mark is a text that somebody writes about. Elements without marks are not
   * copied.
   */
  static XmlElement removed(XmlElement element) {
    var contents = new ArrayList<XmlContent>(element.size());
    boolean changed = false;
    for (int i = 0; i < element.size(); i++) {
      var content = element.content(i);
      var cleaned = content instanceof XmlElement child ? ofField(child) : content;
      changed |= !cleaned.equals(content);
      contents.add(cleaned);
    }
    return changed ? withContents(element, contents) : element;
  }

  private static XmlElement withContents(XmlElement element, List<XmlContent> contents) {
    var copy = new XmlElement(element.name(), element.attributeNames(), element.attributeValues());
    contents.forEach(copy::add);
    return copy;
  }

  private static XmlElement ofField(XmlElement field) {
    if (field.size() == 1 && field.content(0) instanceof XmlText only) {
      var text = isPlain(field) ? unwrapped(only.text()) : removed(only.text());
      return text.length() == only.text().length()
          ? field
          : withContents(field, List.of(new XmlText(text)));
    }
    return PARTS.contains(field.field()) ? removed(field) : field;
  }

  /** Checks for Atom's plain text, where a mark in the middle is a text like any other. */
  private static boolean isPlain(XmlElement field) {
    var type = field.attribute("type").orElse("").toLowerCase(Locale.ROOT);
    return type.isEmpty()
        ? field.prefix().equals("atom")
        : type.equals("text") || type.equals("text/plain");
  }

  /** Removes every mark from HTML or a value. */
  static String removed(String text) {
    if (text.indexOf("[CDATA[") < 0 && text.indexOf("]]") < 0 && text.indexOf("[cdata[") < 0) {
      return text;
    }
    var html = unwrappedReferences(text);
    int opened = (int) OPENING.matcher(html).results().count();
    return unwrapped(
        opened == 0 ? html : withoutClosings(OPENING.matcher(html).replaceAll(""), opened));
  }

  private static String withoutClosings(String text, int most) {
    var out = new StringBuilder(text.length());
    var closing = CLOSING.matcher(text);
    int at = 0;
    for (int i = 0; i < most && closing.find(); i++) {
      out.append(text, at, closing.start());
      at = closing.end();
    }
    return out.append(text, at, text.length()).toString();
  }

  /** Removes the marks around a whole text. */
  private static String unwrapped(String text) {
    var opening = OPENING_AT_START.matcher(text);
    boolean opened = opening.lookingAt();
    var rest = opened ? text.substring(opening.end()) : text;
    boolean closed = rest.indexOf("]]") >= 0 && (opened || rest.indexOf("[[") < 0);
    return closed ? CLOSING_AT_END.matcher(rest).replaceFirst("") : rest;
  }

  /**
   * A section whose marks are references has had all its markup escaped, too, unless there are tags
   * in it.
   */
  private static String unwrappedReferences(String text) {
    var opening = ESCAPED_AT_START.matcher(text);
    if (!opening.lookingAt()) {
      return text;
    }
    var inner = text.substring(opening.end());
    return unwrapped("<![CDATA[" + (inner.indexOf('<') < 0 ? HtmlEntities.decode(inner) : inner));
  }
}
