package io.feedloom.feed;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides by the scheme whether an address may be a link. It refuses schemes that run code, read
 * the reader's machine or start programs on it. It allows all others: browsers ask before they pass
 * an address to another program.
 */
public final class Schemes {
  /** Schemes that run code or read something when someone follows them. */
  private static final Set<String> UNSAFE =
      Set.of(
          "javascript",
          "vbscript",
          "livescript",
          "mocha",
          "data",
          "blob",
          "file",
          "filesystem",
          "about",
          "view-source",
          "wyciwyg",
          "jar",
          "res",
          "resource",
          "mk",
          "its",
          "mhtml",
          "shell",
          "hcp",
          "search",
          "search-ms",
          "intent",
          "android-app",
          "chrome",
          "chrome-extension",
          "moz-extension",
          "edge",
          "opera",
          "brave");

  /** The schemes that Windows and its programs define. Several of them start programs. */
  private static final Pattern PLATFORM = Pattern.compile("ms-.*|.*-extension");

  /** Schemes of names, which no program opens, and words that only look like a scheme. */
  private static final Set<String> NAMES =
      Set.of("urn", "tag", "uuid", "cid", "mid", "info", "localhost");

  /** The characters that browsers skip in and before a scheme. */
  private static final Pattern INVISIBLE = Pattern.compile("[\\s\\p{Z}\\p{C}]");

  /**
   * Matches a scheme (RFC 3986 section 3.1). Dots are not allowed, because {@code example.org:80}
   * means a host. Single letters are not allowed, because they are drives.
   */
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+-]+");

  /** Schemes that only wrap another address, as in {@code feed:https://example.org/}. */
  private static final Set<String> WRAPPERS = Set.of("feed", "pcast", "itpc", "podcast", "zune");

  /** No registered scheme is longer, even with invisible characters in it. */
  private static final int MAX_SCHEME_LENGTH = 64;

  private Schemes() {}

  /** Returns whether an address might run or read something on the reader's machine. */
  public static boolean isUnsafe(String address) {
    int colon = address.indexOf(':');
    if (colon <= 0 || colon > MAX_SCHEME_LENGTH) {
      return false;
    }
    var scheme = visible(address.substring(0, colon));
    return isUnsafeScheme(scheme)
        || (WRAPPERS.contains(scheme) && isUnsafe(address.substring(colon + 1)));
  }

  /** Returns whether an address is absolute and may be a link. */
  public static boolean mayFollow(String address) {
    int colon = address.indexOf(':');
    if (colon <= 1 || colon > MAX_SCHEME_LENGTH || colon == address.length() - 1) {
      return false;
    }
    var scheme = address.substring(0, colon);
    return isWeb(scheme)
        || (SCHEME.matcher(scheme).matches()
            && !NAMES.contains(scheme.toLowerCase(Locale.ROOT))
            && !isUnsafe(address));
  }

  private static boolean isWeb(String scheme) {
    return scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http");
  }

  private static boolean isUnsafeScheme(String scheme) {
    return UNSAFE.contains(scheme) || PLATFORM.matcher(scheme).matches();
  }

  private static String visible(String scheme) {
    return INVISIBLE.matcher(scheme).replaceAll("").toLowerCase(Locale.ROOT);
  }
}
