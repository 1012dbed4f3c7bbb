package io.feedloom.render;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Prepares texts for documents. */
final class Text {
  private static final char REPLACEMENT = '\uFFFD';
  private static final Pattern MARKUP = Pattern.compile("<[/!a-zA-Z]|&#?\\w+");

  /** Matches language tags as in RFC 5646 section 2.1, but leniently. */
  private static final Pattern LANGUAGE =
      Pattern.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}");

  /** Matches media types (RFC 6838 section 4.2) with parameters. */
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[\\w!#$&^.+-]{1,127}/[\\w!#$&^.+-]{1,127}(?:;[\\x20-\\x7E]*)?");

  private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

  private Text() {}

  /**
   * Returns the language tag (BCP 47), if the text is one. Publishers write {@code en_US} for
   * {@code en-US}, as Java and POSIX do.
   */
  static Optional<String> language(String text) {
    return Optional.of(text.strip().replace('_', '-'))
        .filter(t -> LANGUAGE.matcher(t).matches())
        .filter(Text::isNamed);
  }

  /** Returns whether the primary subtag can exist: one with two letters must be in ISO 639-1. */
  private static boolean isNamed(String tag) {
    var primary = tag.split("-", 2)[0].toLowerCase(Locale.ROOT);
    return primary.length() != 2 || LANGUAGES.contains(primary);
  }

  static boolean isMediaType(String text) {
    return MEDIA_TYPE.matcher(text).matches();
  }

  /**
   * Returns the text with U+FFFD in place of each character that XML 1.0 (section 2.2) does not
   * allow, lone surrogates among them. Nothing is left out: joining the parts could create markup
   * that the sanitizer never saw.
   */
  static String legal(String text) {
    int bad = firstIllegal(text, 0);
    if (bad < 0) {
      return text;
    }
    var out = new StringBuilder(text.length());
    int from = 0;
    while (bad >= 0) {
      out.append(text, from, bad).append(REPLACEMENT);
      from = bad + 1;
      bad = firstIllegal(text, from);
    }
    return out.append(text, from, text.length()).toString();
  }

  private static int firstIllegal(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c >= ' ' && c < Character.MIN_SURROGATE) || c == '\n' || c == '\t' || c == '\r') {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (c < ' ' || Character.isSurrogate(c) || c >= '\uFFFE') {
        return i;
      }
    }
    return -1;
  }

  /** Returns whether readers may treat the text as markup. */
  static boolean looksLikeMarkup(String plain) {
    return MARKUP.matcher(plain).find();
  }

  /** Returns plain text as HTML. */
  static String escaped(String plain) {
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
