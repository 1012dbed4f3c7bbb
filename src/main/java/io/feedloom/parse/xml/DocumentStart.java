package io.feedloom.parse.xml;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Finds where feeds begin in a text with other content, such as a PHP notice, a script, a page or
 * another feed. It skips comments, CDATA sections, scripts and style sheets.
 */
public final class DocumentStart {
  private static final Set<String> ROOTS = Set.of("rss", "feed", "rdf", "channel");

  private final String text;

  /** End marks that were not found. No later search for them is necessary. */
  private final Set<String> missing = new HashSet<>();

  public DocumentStart(String text) {
    this.text = text;
  }

  /** Returns where the next root element of a feed begins; -1 if there is none. */
  public int xml(int from) {
    int at = text.indexOf('<', from);
    while (at >= 0 && !isRoot(at)) {
      at = text.indexOf('<', behindHidden(at));
    }
    return at;
  }

  /** Returns where the next JSON object begins; -1 if there is none. */
  public int json(int from) {
    int at = from;
    while (at >= 0 && at < text.length()) {
      char c = text.charAt(at);
      if (c == '{' && isObject(at)) {
        return at;
      }
      at = c == '<' ? behindHidden(at) : at + 1;
    }
    return -1;
  }

  private boolean isRoot(int at) {
    int end = at + 1;
    int local = end;
    while (end < text.length() && LenientXml.isNamePart(text.charAt(end))) {
      local = text.charAt(end) == ':' ? end + 1 : local;
      end++;
    }
    return end < text.length()
        && endsName(text.charAt(end))
        && ROOTS.contains(text.substring(local, end).toLowerCase(Locale.ROOT));
  }

  private static boolean endsName(char c) {
    return c == '>' || c == '/' || Character.isWhitespace(c);
  }

  /** Returns whether a member or an end follows the brace. Notices contain braces too. */
  private boolean isObject(int at) {
    int next = at + 1;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    return next < text.length() && (text.charAt(next) == '"' || text.charAt(next) == '}');
  }

  /** Returns the position after the tag, comment, section or script that begins at a position. */
  private int behindHidden(int at) {
    if (text.startsWith("<!--", at)) {
      return behind("-->", at);
    }
    if (text.startsWith("<![CDATA[", at)) {
      return behind("]]>", at);
    }
    if (isTag("script", at)) {
      return behind("</script", at);
    }
    return isTag("style", at) ? behind("</style", at) : at + 1;
  }

  private boolean isTag(String name, int at) {
    int end = at + 1 + name.length();
    return text.regionMatches(true, at + 1, name, 0, name.length())
        && end < text.length()
        && endsName(text.charAt(end));
  }

  private int behind(String end, int at) {
    if (!missing.contains(end)) {
      int last = text.length() - end.length();
      for (int i = text.indexOf(end.charAt(0), at + 1); i >= 0 && i <= last; ) {
        if (text.regionMatches(true, i, end, 0, end.length())) {
          return i + end.length();
        }
        i = text.indexOf(end.charAt(0), i + 1);
      }
      missing.add(end);
    }
    return at + 1;
  }
}
