package io.feedloom.parse.xml;

import java.util.Locale;

/** Reads what precedes a document's first element, without reading the document. */
public final class Prolog {
  private Prolog() {}

  /**
   * Returns the name of the first element in lower case, whatever precedes it: text, comments,
   * instructions, a DOCTYPE. Empty if there is no element.
   */
  public static String firstElement(String head) {
    int at = head.indexOf('<');
    while (at >= 0 && at + 1 < head.length()) {
      if (Character.isLetter(head.charAt(at + 1))) {
        return name(head, at + 1);
      }
      int end = head.startsWith("<!--", at) ? head.indexOf("-->", at) : end(head, at);
      at = end < 0 ? -1 : head.indexOf('<', end);
    }
    return "";
  }

  private static int end(String head, int at) {
    int subset = head.indexOf('[', at);
    int end = head.indexOf('>', at);
    boolean declares = head.startsWith("<!", at) && subset >= 0 && subset < end;
    return declares ? head.indexOf("]", subset) : end;
  }

  private static String name(String head, int start) {
    int end = start;
    while (end < head.length() && LenientXml.isNamePart(head.charAt(end))) {
      end++;
    }
    return head.substring(start, end).toLowerCase(Locale.ROOT);
  }
}
