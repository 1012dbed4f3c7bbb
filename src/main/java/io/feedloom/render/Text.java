package io.feedloom.render;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text as it may stand in a document. */
final class Text {
  private static final char REPLACEMENT = '\uFFFD';
  private static final Pattern TAG = Pattern.compile("<[^>]*>");
  private static final Pattern BLOCK_END =
      Pattern.compile("(?i)</(?:p|div|li|h[1-6]|tr|blockquote)>|<br[^>]*>");
  private static final Pattern REFERENCE =
      Pattern.compile("&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,5}));");
  private static final Pattern MARKUP = Pattern.compile("<[/!a-zA-Z]|&#?\\w+");
  private static final Pattern SPACE = Pattern.compile("[\\s\\u00A0]+");
  private static final Map<String, String> NAMED =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");

  /** RFC 5646 section 2.1, loosely. */
  private static final Pattern LANGUAGE =
      Pattern.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}");

  /** RFC 6838 section 4.2, and parameters. */
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[\\w!#$&^.+-]{1,127}/[\\w!#$&^.+-]{1,127}(?:;[\\x20-\\x7E]*)?");

  private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

  private Text() {}

  /**
   * The language tag (BCP 47), where the text is one. Publishers write {@code en_US} for {@code
   * en-US}, as Java and POSIX do.
   */
  static Optional<String> language(String text) {
    return Optional.of(text.strip().replace('_', '-'))
        .filter(t -> LANGUAGE.matcher(t).matches())
        .filter(Text::isNamed);
  }

  /** Whether the primary subtag is one of ISO 639-1, where it has two letters as those have. */
  private static boolean isNamed(String tag) {
    var primary = tag.split("-", 2)[0].toLowerCase(Locale.ROOT);
    return primary.length() != 2 || LANGUAGES.contains(primary);
  }

  static boolean isMediaType(String text) {
    return MEDIA_TYPE.matcher(text).matches();
  }

  /**
   * The text with U+FFFD in place of each character that XML 1.0 (section 2.2) does not allow, lone
   * surrogates among them. Nothing is left out: what stood apart must not grow together, lest
   * markup appears that the sanitizer never saw.
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

  /** Whether readers might take it for markup. */
  static boolean looksLikeMarkup(String plain) {
    return MARKUP.matcher(plain).find();
  }

  /** Plain text as HTML. */
  static String escaped(String plain) {
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Sanitized HTML as one line of plain text. */
  static String plain(String html) {
    var words = TAG.matcher(BLOCK_END.matcher(html).replaceAll(" ")).replaceAll("");
    var decoded = REFERENCE.matcher(words).replaceAll(m -> Matcher.quoteReplacement(character(m)));
    return SPACE.matcher(decoded).replaceAll(" ").strip();
  }

  private static String character(MatchResult reference) {
    if (reference.group(3) != null) {
      return NAMED.getOrDefault(reference.group(3), reference.group());
    }
    int code =
        reference.group(1) != null
            ? Integer.parseInt(reference.group(1))
            : Integer.parseInt(reference.group(2), 16);
    return Character.isValidCodePoint(code) ? Character.toString(code) : reference.group();
  }
}
