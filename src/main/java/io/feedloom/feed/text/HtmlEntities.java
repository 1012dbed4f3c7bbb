package io.feedloom.feed.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Resolves the character references of HTML (WHATWG HTML 13.2.5.72 to 13.2.5.80), which feeds use
 * in XML too.
 */
public final class HtmlEntities {
  /**
   * The characters that browsers show for the references 128 to 159 (WHATWG HTML 13.2.5.80). A 0
   * means no replacement.
   */
  private static final String C1 =
      "\u20AC\0\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\0\u017D\0"
          + "\0\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\0\u017E\u0178";

  private static final char REPLACEMENT = '\uFFFD';

  private static final int TOO_LARGE = Character.MAX_CODE_POINT + 1;

  /** No reference is longer, in characters. Zeros before a number count. */
  private static final int MAX_REFERENCE_LENGTH = 40;

  /** Two references to surrogates, U+D800 to U+DBFF and U+DC00 to U+DFFF. */
  private static final Pattern HALVES =
      Pattern.compile(
          "(?i)&#(?:x0*d[89ab][0-9a-f]{2}|0*5[56]\\d{3});&#(?:x0*d[c-f][0-9a-f]{2}|0*5[67]\\d{3});");

  private HtmlEntities() {}

  /** The names of WHATWG HTML 13.5, read when the first name is looked up. */
  private static final class Names {
    static final Map<String, String> VALUES = new HashMap<>();

    /** Names that need no semicolon. */
    static final Set<String> BARE = new HashSet<>();

    /** The longest name that needs no semicolon has this many characters. */
    static final int MAX_BARE_LENGTH;

    static {
      try (var lines = table()) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          add(line);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      MAX_BARE_LENGTH = BARE.stream().mapToInt(String::length).max().orElseThrow();
    }

    private static BufferedReader table() {
      var file = HtmlEntities.class.getResourceAsStream("html-entities.txt");
      return new BufferedReader(
          new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.US_ASCII));
    }

    private static void add(String line) {
      int space = line.indexOf(' ');
      boolean bare = line.charAt(space - 1) == '*';
      var name = line.substring(0, bare ? space - 1 : space);
      var value = new StringBuilder();
      for (var code : line.substring(space + 1).split(" ", -1)) {
        value.appendCodePoint(Integer.parseInt(code, 16));
      }
      VALUES.put(name, value.toString());
      if (bare) {
        BARE.add(name);
      }
    }
  }

  /** Returns the characters of a named reference; empty if HTML has no such name. */
  public static Optional<String> named(String name) {
    return Optional.ofNullable(Names.VALUES.get(name));
  }

  /** Returns the text with every reference replaced once, as browsers read text. */
  public static String decode(String text) {
    int next = text.indexOf('&');
    if (next < 0) {
      return text;
    }
    var out = new StringBuilder(text.length());
    int done = 0;
    while (next >= 0) {
      out.append(text, done, next);
      done = next + decodeAt(text, next, out);
      next = text.indexOf('&', done);
    }
    return out.append(text, done, text.length()).toString();
  }

  /**
   * Appends the character of the reference at this ampersand, or the ampersand itself if there is
   * none. Reads at most {@link #MAX_REFERENCE_LENGTH} characters.
   *
   * @return how many characters were read; at least one
   */
  static int decodeAt(String text, int at, StringBuilder out) {
    int before = out.length();
    int length = reference(text, at, out);
    if (length == 0) {
      length = withoutSemicolon(text, at, out);
    }
    if (length == 0) {
      out.append('&');
      return 1;
    }
    if (out.length() == before) {
      out.append(REPLACEMENT);
    }
    return length;
  }

  /**
   * Reads a reference with a semicolon, as XML requires it. A reference to a character that XML
   * does not allow is read, but nothing is appended.
   *
   * @return the length of the reference; 0 if there is none
   */
  public static int reference(String text, int at, StringBuilder out) {
    int semicolon = nameEnd(text, at + 1, at + MAX_REFERENCE_LENGTH);
    if (semicolon == at + 1 || semicolon >= text.length() || text.charAt(semicolon) != ';') {
      return 0;
    }
    if (text.charAt(at + 1) != '#') {
      var value = Names.VALUES.get(text.substring(at + 1, semicolon));
      if (value == null) {
        return 0;
      }
      out.append(value);
      return semicolon + 1 - at;
    }
    int code = number(text, at + 1, semicolon);
    if (code < 0) {
      return 0;
    }
    int pair = isHalf(code, true) ? pair(text, semicolon + 1, (char) code, out) : 0;
    if (pair == 0) {
      character(code, out);
    }
    return semicolon + 1 - at + pair;
  }

  /** Reads a reference that only browsers accept: {@code &copy 2024} or {@code &#169 2024}. */
  private static int withoutSemicolon(String text, int at, StringBuilder out) {
    int end = nameEnd(text, at + 1, at + MAX_REFERENCE_LENGTH);
    if (end == at + 1) {
      return 0;
    }
    if (text.charAt(at + 1) == '#') {
      int digits = digitsEnd(text, at + 2, end);
      int code = number(text, at + 1, digits);
      if (code < 0) {
        return 0;
      }
      character(code, out);
      return digits - at;
    }
    for (int stop = Math.min(end, at + 1 + Names.MAX_BARE_LENGTH); stop > at + 1; stop--) {
      var name = text.substring(at + 1, stop);
      if (Names.BARE.contains(name)) {
        out.append(Names.VALUES.get(name));
        return stop - at;
      }
    }
    return 0;
  }

  /** Reads the second of two references that are the halves of one character. */
  private static int pair(String text, int at, char high, StringBuilder out) {
    int end =
        text.startsWith("&#", at)
            ? nameEnd(text, at + 1, at + MAX_REFERENCE_LENGTH)
            : text.length();
    if (end >= text.length() || text.charAt(end) != ';') {
      return 0;
    }
    int low = number(text, at + 1, end);
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

  /**
   * Replaces each pair of references to two surrogates by their character, because browsers lose
   * such pairs.
   */
  public static String withoutHalves(String html) {
    var pairs = HALVES.matcher(html);
    return html.indexOf("&#") >= 0 && pairs.find()
        ? pairs.replaceAll(match -> decode(match.group()))
        : html;
  }

  private static int nameEnd(String text, int from, int most) {
    int end = from;
    int last = Math.min(text.length(), most);
    while (end < last && isNamePart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '#';
  }

  private static int digitsEnd(String text, int from, int most) {
    boolean hex = from < most && (text.charAt(from) | 0x20) == 'x';
    int end = hex ? from + 1 : from;
    while (end < most && Character.digit(text.charAt(end), hex ? 16 : 10) >= 0) {
      end++;
    }
    return end;
  }

  /** Returns the windows-1252 character for a control character from 128 to 159. */
  public static char sign(char control) {
    char sign = C1.charAt(control - 128);
    return sign == 0 ? control : sign;
  }

  /**
   * Returns the number of a reference such as {@code #x41}; -1 if it is none. A number that is
   * larger than any character becomes one that no character has.
   */
  private static int number(String text, int from, int end) {
    boolean hex = from + 1 < end && (text.charAt(from + 1) | 0x20) == 'x';
    int base = hex ? 16 : 10;
    int number = -1;
    for (int i = hex ? from + 2 : from + 1; i < end; i++) {
      int digit = Character.digit(text.charAt(i), base);
      if (digit < 0) {
        return -1;
      }
      number = Math.min(Math.max(0, number) * base + digit, TOO_LARGE);
    }
    return number;
  }

  private static void character(int number, StringBuilder out) {
    int code = number >= 128 && number < 160 ? sign((char) number) : number;
    if (XmlChars.isLegal(code)) {
      out.appendCodePoint(code);
    }
  }
}
