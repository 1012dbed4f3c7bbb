package io.feedloom.parse.text;

import io.feedloom.feed.Limits;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Resolves the addresses in feeds, also those that RFC 3986 does not allow. Absolute addresses stay
 * unchanged, except that white space around them is removed.
 */
public final class Addresses {
  private static final Pattern BREAKS = Pattern.compile("[\\t\\r\\n]+ *");
  private static final Pattern HOPELESS = Pattern.compile("[\\[\\]^{}|\\\\]");

  /** Matches blanks that were escaped once more, as character references of HTML. */
  private static final Pattern BLANK_REFERENCE =
      Pattern.compile(
          "(?i)&(?:nbsp|ensp|emsp|thinsp|zwnj|zwj|lrm|rlm|tab|newline"
              + "|#(?:9|10|13|32|160|8203|65279)|#x(?:9|a|d|20|a0|200b|feff));");

  private Addresses() {}

  /**
   * Resolves a reference by RFC 3986 section 5.2. With an empty base, returns the reference
   * unchanged.
   *
   * @return empty if the reference is blank, too long, or no address
   */
  public static Optional<String> resolve(String base, String reference) {
    var clean = clean(reference);
    if (clean.isEmpty() || clean.length() > Limits.ADDRESS) {
      return Optional.empty();
    }
    if (base.isEmpty() || isAbsolute(clean)) {
      return Optional.of(clean);
    }
    if (clean.indexOf('<') >= 0 || clean.indexOf('>') >= 0) {
      return Optional.empty(); // markup, where an address should be
    }
    int colon = schemeEnd(base);
    return Optional.of(colon < 0 ? clean : resolved(base, colon, clean));
  }

  /**
   * @param colon the offset at which the scheme of the base ends
   */
  private static String resolved(String base, int colon, String reference) {
    if (reference.startsWith("//")) {
      return base.substring(0, colon + 1) + reference;
    }
    boolean hasAuthority = base.startsWith("//", colon + 1);
    int authorityEnd = hasAuthority ? firstOf("/?#", base, colon + 3) : colon + 1;
    int basePathEnd = firstOf("?#", base, authorityEnd);
    int pathEnd = firstOf("?#", reference, 0);
    var rest = reference.substring(pathEnd);
    if (pathEnd == 0) {
      int kept = rest.startsWith("?") ? basePathEnd : firstOf("#", base, basePathEnd);
      return base.substring(0, kept) + rest;
    }
    var basePath = base.substring(authorityEnd, basePathEnd);
    var path = merge(hasAuthority, basePath, reference.substring(0, pathEnd));
    return base.substring(0, authorityEnd) + withoutDots(path) + rest;
  }

  /** Returns the position of the first of some characters; the end if there is none. */
  private static int firstOf(String characters, String text, int from) {
    int at = from;
    while (at < text.length() && characters.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  /** Returns whether an address begins with a scheme. */
  static boolean isAbsolute(String address) {
    return schemeEnd(address) > 0;
  }

  /**
   * Returns the position of the colon after a scheme (RFC 3986 section 3.1); -1 if there is none.
   */
  private static int schemeEnd(String address) {
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      if (c == ':') {
        return i > 0 ? i : -1;
      }
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean other = (c >= '0' && c <= '9') || c == '+' || c == '.' || c == '-';
      if (!letter && !(other && i > 0)) {
        return -1;
      }
    }
    return -1;
  }

  /** Returns whether a reference has no path, but characters that no address has. */
  public static boolean isHopeless(String reference) {
    return reference.indexOf('/') < 0 && HOPELESS.matcher(reference).find();
  }

  /** Returns whether an address begins with http or https. */
  public static boolean isWeb(String address) {
    return begins(address, "http://") || begins(address, "https://");
  }

  private static boolean begins(String address, String scheme) {
    return address.length() > scheme.length()
        && address.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static String clean(String reference) {
    var trimmed = trim(CdataMarks.removed(reference));
    boolean broken =
        trimmed.indexOf('\n') >= 0 || trimmed.indexOf('\r') >= 0 || trimmed.indexOf('\t') >= 0;
    return broken ? BREAKS.matcher(trimmed).replaceAll("") : trimmed;
  }

  /** Returns a text without the blanks around it, including blanks that were escaped twice. */
  public static String trim(String text) {
    int start = 0;
    int end = text.length();
    int blank = blankAt(text, start);
    while (start < end && blank > 0) {
      start += blank;
      blank = blankAt(text, start);
    }
    blank = blankBefore(text, start, end);
    while (start < end && blank > 0) {
      end -= blank;
      blank = blankBefore(text, start, end);
    }
    return text.substring(start, Math.max(start, end));
  }

  private static int blankAt(String text, int at) {
    if (at >= text.length()) {
      return 0;
    }
    char c = text.charAt(at);
    if (c == '&') {
      var reference = BLANK_REFERENCE.matcher(text).region(at, text.length());
      return reference.lookingAt() ? reference.end() - at : 0;
    }
    return isBlank(c) ? 1 : 0;
  }

  private static int blankBefore(String text, int start, int end) {
    if (end <= start) {
      return 0;
    }
    if (text.charAt(end - 1) == ';') {
      int ampersand = text.lastIndexOf('&', end - 1);
      var written = ampersand < start ? "" : text.substring(ampersand, end);
      return BLANK_REFERENCE.matcher(written).matches() ? written.length() : 0;
    }
    return isBlank(text.charAt(end - 1)) ? 1 : 0;
  }

  /**
   * Returns whether a character is invisible: white space, U+00A0, U+200B, U+FEFF, and control
   * characters.
   */
  static boolean isBlank(char c) {
    if (c > ' ' && c < 0x7F) {
      return false;
    }
    return c <= 0xA0
        ? c <= ' ' || c >= 0x7F
        : Character.isWhitespace(c)
            || Character.isSpaceChar(c)
            || Character.getType(c) == Character.FORMAT;
  }

  private static String merge(boolean hasAuthority, String base, String path) {
    if (path.startsWith("/")) {
      return path;
    }
    if (hasAuthority && base.isEmpty()) {
      return "/" + path;
    }
    return base.substring(0, base.lastIndexOf('/') + 1) + path;
  }

  /** Removes dot segments (RFC 3986 section 5.2.4). */
  private static String withoutDots(String path) {
    if (!path.contains("./") && !path.endsWith("/.") && !path.endsWith("/..")) {
      return path;
    }
    var segments = path.split("/", -1);
    var kept = new java.util.ArrayDeque<String>();
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      switch (segments[i]) {
        case "." -> {
          if (last) {
            kept.addLast("");
          }
        }
        case ".." -> {
          if (kept.size() > 1) {
            kept.removeLast();
          }
          if (last) {
            kept.addLast("");
          }
        }
        default -> kept.addLast(segments[i]);
      }
    }
    return String.join("/", kept);
  }
}
