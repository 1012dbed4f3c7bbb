package io.feedloom.parse.text;

import io.feedloom.feed.text.HtmlEntities;
import java.util.regex.Pattern;

/**
 * Removes the marks of CDATA sections that publishers escaped by mistake. Such marks are part of
 * the text, and browsers read the whole section as a comment, so its text would be lost.
 */
public final class CdataMarks {
  /** Matches the start of a section. HTML serializers turn it into a comment. */
  private static final Pattern OPENING = Pattern.compile("(?i)<!(?:--)?\\[CDATA\\[");

  private static final Pattern CLOSING = Pattern.compile("\\]\\](?:--)?>");

  /** At the start, some feeds lack the first character. */
  private static final Pattern OPENING_AT_START = Pattern.compile("(?i)\\s*<?!(?:--)?\\[CDATA\\[");

  /** Marks that were escaped twice, so that they are references in HTML. */
  private static final Pattern ESCAPED_AT_START =
      Pattern.compile("(?i)\\s*&(?:lt|#0*60|#x0*3c);!\\[CDATA\\[");

  private static final Pattern CLOSING_AT_END =
      Pattern.compile("\\]\\](?:--)?(?:>|&gt;|&#0*62;|&#[xX]0*3[eE];)\\s*$");

  private CdataMarks() {}

  /** Removes every mark from HTML or a value. */
  public static String removed(String text) {
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
  public static String unwrapped(String text) {
    var opening = OPENING_AT_START.matcher(text);
    boolean opened = opening.lookingAt();
    var rest = opened ? text.substring(opening.end()) : text;
    boolean closed = rest.indexOf("]]") >= 0 && (opened || rest.indexOf("[[") < 0);
    return closed ? CLOSING_AT_END.matcher(rest).replaceFirst("") : rest;
  }

  /**
   * Removes marks that are written as references. The markup of such a section was escaped, too,
   * unless there are tags in it.
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
