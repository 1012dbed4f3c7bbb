package io.feedloom.parse.text;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.nodes.Entities;
import org.jsoup.parser.Parser;

/** Character references of HTML, which feeds use whether or not they may. */
public final class HtmlEntities {
  /** What browsers read the references 128 to 159 as (WHATWG HTML 13.2.5.80); 0: as they are. */
  private static final String C1 =
      "\u20AC\0\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\0\u017D\0"
          + "\0\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\0\u017E\u0178";

  private static final int LONGEST = 40;

  /** Two references to surrogates, U+D800 to U+DBFF and U+DC00 to U+DFFF. */
  private static final Pattern HALVES =
      Pattern.compile(
          "(?i)&#(?:x0*d[89ab][0-9a-f]{2}|0*5[56]\\d{3});&#(?:x0*d[c-f][0-9a-f]{2}|0*5[67]\\d{3});");

  private HtmlEntities() {}

  /** What an entity stands for; empty when HTML has none of that name. */
  public static Optional<String> named(String name) {
    var value = Entities.getByName(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** The text with every reference replaced once, as HTML reads text. */
  public static String decode(String text) {
    int next = text.indexOf('&');
    if (next < 0) {
      return text;
    }
    var out = new StringBuilder(text.length());
    int done = 0;
    while (next >= 0) {
      out.append(text, done, next);
      int before = out.length();
      int length = begins(text, next + 1) ? reference(text, next, out) : ampersand(out);
      if (length == 0 || out.length() == before) {
        return Parser.unescapeEntities(text, false); // written as only browsers read it
      }
      done = next + length;
      next = text.indexOf('&', done);
    }
    return out.append(text, done, text.length()).toString();
  }

  private static boolean begins(String text, int at) {
    return at < text.length() && isNamePart(text.charAt(at));
  }

  private static int ampersand(StringBuilder out) {
    out.append('&');
    return 1;
  }

  /**
   * Reads the reference at an ampersand as XML should have it, with a semicolon.
   *
   * @return how many characters it takes; 0 when there is none, and the ampersand is only that
   */
  public static int reference(String text, int at, StringBuilder out) {
    int semicolon = at + 1;
    int last = Math.min(text.length(), at + LONGEST);
    while (semicolon < last && isNamePart(text.charAt(semicolon))) {
      semicolon++;
    }
    if (semicolon >= last || text.charAt(semicolon) != ';' || semicolon == at + 1) {
      return 0;
    }
    var name = text.substring(at + 1, semicolon);
    if (name.charAt(0) != '#') {
      var value = named(name);
      value.ifPresent(out::append);
      return value.isPresent() ? semicolon + 1 - at : 0;
    }
    int code = number(name);
    int pair = isHalf(code, true) ? pair(text, semicolon + 1, (char) code, out) : 0;
    if (code < 0 || pair > 0) {
      return code < 0 ? 0 : semicolon + 1 - at + pair;
    }
    out.append(character(code));
    return semicolon + 1 - at;
  }

  /** Reads the second of two references that are the halves of one character. */
  private static int pair(String text, int at, char high, StringBuilder out) {
    int end = text.startsWith("&#", at) ? text.indexOf(';', at) : -1;
    if (end < 0 || end - at > LONGEST) {
      return 0;
    }
    int low = number(text.substring(at + 1, end));
    if (!isHalf(low, false)) {
      return 0;
    }
    out.append(high).append((char) low);
    return end + 1 - at;
  }

  private static boolean isHalf(int code, boolean high) {
    return code >= 0
        && code <= 0xFFFF
        && (high ? Character.isHighSurrogate((char) code) : Character.isLowSurrogate((char) code));
  }

  /** Returns HTML with the characters that it writes as two references, which browsers lose. */
  public static String withoutHalves(String html) {
    var pairs = HALVES.matcher(html);
    return html.indexOf("&#") >= 0 && pairs.find()
        ? pairs.replaceAll(match -> decode(match.group()))
        : html;
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '#';
  }

  /** The sign of windows-1252 that a control character from 128 to 159 was meant for. */
  static char sign(char control) {
    char sign = C1.charAt(control - 128);
    return sign == 0 ? control : sign;
  }

  /** The number of a reference, such as that of {@code #x41}; -1 where it is none. */
  private static int number(String name) {
    try {
      boolean hex = name.length() > 1 && (name.charAt(1) == 'x' || name.charAt(1) == 'X');
      return hex
          ? Integer.parseInt(name, 2, name.length(), 16)
          : Integer.parseInt(name, 1, name.length(), 10);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static String character(int number) {
    int code = number >= 128 && number < 160 ? sign((char) number) : number;
    return XmlChars.isLegal(code) ? Character.toString(code) : "";
  }
}
