package io.feedloom.feed.text;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds charsets by all names that publishers use for them. */
public final class CharsetNames {
  private static final Pattern YEAR = Pattern.compile("(?<=\\D\\d{1,2})-?(?:19|20)\\d\\d$");
  private static final Pattern CODE_PAGE =
      Pattern.compile("(?:cs)?(?:pc|cp|ibm|pcp|windows|dos)?-?(?:cp)?(\\d{3,4})\\D*");

  /** Names by which publishers mean a different charset, or that Java does not know. */
  private static final Map<String, Charset> ALIASES = new HashMap<>();

  static {
    // Like browsers, use the larger charset that contains the named one (WHATWG Encoding 4.2).
    addAliases("UTF-8", "utf-8", "utf8", "unicode-1-1-utf-8", "unicode");
    addAliases(
        "windows-1252", "iso-8859-1", "iso8859-1", "l1", "8859", "latin", "latin-1", "latin1");
    addAliases("windows-1252", "us-ascii", "ascii", "ansi");
    addAliases("GB18030", "gb2312", "gb-2312-80", "gbk", "x-gbk");
    addAliases(
        "windows-31j", "shift-jis", "shiftjis", "sjis", "s-jis", "x-sjis", "ms-kanji", "mskanji");
    addAliases("windows-31j", "cp932", "932", "ms932");
    addAliases("Big5-HKSCS", "big5");
    addAliases("x-windows-949", "ks-c-5601-1987", "euc-kr");
    addAliases("x-windows-874", "thai", "iso8859-11", "iso-8859-11", "tis-620", "tis620");
    addAliases("ISO-8859-7", "elot-928");
    addAliases("x-MacCentralEurope", "maclatin2", "mac-latin2", "mac-centeuro", "maccentraleurope");
    addAliases("IBM037", "ibm039");
  }

  private CharsetNames() {}

  /** Returns the charset with this name, in upper or lower case; empty if it is unknown. */
  public static Optional<Charset> charset(String name) {
    var written = name.strip().toLowerCase(Locale.ROOT);
    var hyphened = written.replace('_', '-');
    return Optional.ofNullable(ALIASES.get(hyphened)).or(() -> spelled(written, hyphened));
  }

  /**
   * Returns the charset for a name as other systems write it: {@code windows_1257}, {@code
   * cspcp852}, {@code maccyrillic}.
   */
  private static Optional<Charset> spelled(String written, String hyphened) {
    var undated = YEAR.matcher(hyphened).replaceFirst("");
    var page = CODE_PAGE.matcher(undated);
    var number = page.matches() ? page.group(1) : "0";
    return Stream.of(
            written,
            undated,
            "windows-" + number,
            "IBM" + number,
            "x-IBM" + number,
            "x-" + undated.replaceFirst("^mac-?", "Mac"),
            written.startsWith("mac") ? "x-MacRoman" : written)
        .flatMap(CharsetNames::supported)
        .findFirst();
  }

  private static Stream<Charset> supported(String name) {
    try {
      return Stream.of(Charset.forName(name));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Stream.empty();
    }
  }

  private static void addAliases(String charset, String... names) {
    for (var name : names) {
      ALIASES.put(name, Charset.forName(charset));
    }
  }
}
