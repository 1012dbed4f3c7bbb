package io.feedloom.render;

import io.feedloom.feed.Schemes;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Prepares addresses and identifiers for documents. */
final class Web {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** The reserved and unreserved marks of RFC 3986 section 2, and the percent sign. */
  private static final String LEGAL_MARKS = "-._~:/?#[]@!$&'()*+,;=%";

  private static final Pattern HTTP = Pattern.compile("(?i)https?://[^/?#]+.*", Pattern.DOTALL);
  private static final Pattern HTTP_SCHEME = Pattern.compile("(?i)https?:");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.+");
  private static final Pattern BAD_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  /**
   * Matches characters that an IRI must not contain (RFC 3987 section 2.2), except private-use
   * characters.
   */
  private static final Pattern NOT_IRI =
      Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cs}\\p{Cn}\\p{Co}<>\"{}|\\\\^`\\uFFFD]");

  private static final Pattern UUID =
      Pattern.compile("urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern URN =
      Pattern.compile("(?i)urn:[a-z0-9][a-z0-9-]{1,31}:[a-z0-9()+,.:=@;$_!*'/~&?#%-]+");
  private static final Pattern TAG =
      Pattern.compile("tag:(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9.-]+,\\d{4}(?:-\\d\\d){0,2}:\\S*");

  /**
   * Matches schemes that run or read something when someone follows them. The ids of entries depend
   * on this list, so it must not change. {@link Schemes} has the full list for links.
   */
  private static final Pattern UNSAFE =
      Pattern.compile("(?i)javascript|vbscript|data|file|blob|about|view-source");

  /** Matches the characters that browsers skip in a scheme. */
  private static final Pattern INVISIBLE = Pattern.compile("[\\s\\p{C}]");

  private Web() {}

  /**
   * Returns an http or https address as a URI (RFC 3986), without user and password. Characters
   * that are not allowed are percent-encoded. Returns empty for other addresses.
   */
  static Optional<String> address(String text) {
    var trimmed = text.strip();
    if (!HTTP.matcher(trimmed).matches()) {
      return Optional.empty();
    }
    try {
      var uri = new URI(isLegal(trimmed) ? trimmed : encoded(trimmed));
      return hasHost(uri) ? Optional.of(withoutUser(uri)) : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * Returns the address of a page or file as a URI: an http or https address as {@link #address}
   * returns it, or an address with another scheme that readers may follow.
   */
  static Optional<String> link(String text) {
    return HTTP_SCHEME.matcher(text.strip()).lookingAt()
        ? address(text)
        : Optional.of(text.strip())
            .filter(Schemes::mayFollow)
            .map(other -> isLegal(other) ? other : percentEncoded(other))
            .filter(Web::isIri);
  }

  /**
   * Returns whether there is a host. Also accepts one with an underscore, for which {@link
   * URI#getHost()} returns null.
   */
  private static boolean hasHost(URI uri) {
    var authority = uri.getRawAuthority();
    var host = authority == null ? "" : authority.substring(authority.lastIndexOf('@') + 1);
    return !host.isEmpty() && !host.startsWith(":");
  }

  private static String withoutUser(URI uri) {
    var authority = uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    return at < 0
        ? uri.toString()
        : uri.toString().replaceFirst(Pattern.quote(authority.substring(0, at + 1)), "");
  }

  /** Returns whether the text is an absolute IRI (RFC 3987) that is safe to follow. */
  static boolean isIri(String text) {
    return SCHEME.matcher(text).matches()
        && !NOT_IRI.matcher(text).find()
        && !isUnsafe(text)
        && isUri(text)
        && isOfItsScheme(text)
        && (!HTTP_SCHEME.matcher(text).lookingAt() || address(text).isPresent());
  }

  /**
   * Returns whether an IRI follows the rules of its scheme, which publishers often break (RFC 8141,
   * RFC 4151).
   */
  private static boolean isOfItsScheme(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("urn:uuid:")) {
      return UUID.matcher(lower).matches();
    }
    return lower.startsWith("urn:")
        ? URN.matcher(text).matches()
        : !lower.startsWith("tag:") || TAG.matcher(text).matches();
  }

  private static boolean isUri(String text) {
    try {
      return new URI(text).isAbsolute();
    } catch (URISyntaxException _) {
      return false;
    }
  }

  /** Returns whether following the address might run or read something on the reader's machine. */
  static boolean isUnsafe(String text) {
    int colon = text.indexOf(':');
    return colon > 0
        && UNSAFE.matcher(INVISIBLE.matcher(text.substring(0, colon)).replaceAll("")).matches();
  }

  private static boolean isLegal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isLegal(text.charAt(i))) {
        return false;
      }
    }
    return !BAD_PERCENT.matcher(text).find();
  }

  private static boolean isLegal(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || LEGAL_MARKS.indexOf(c) >= 0;
  }

  private static String encoded(String text) {
    int start = text.indexOf("//") + 2;
    int end = start;
    while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    var authority = text.substring(start, end);
    int at = authority.lastIndexOf('@');
    var host = IDN.toASCII(authority.substring(at + 1), IDN.ALLOW_UNASSIGNED);
    return text.substring(0, start) + host + percentEncoded(text.substring(end));
  }

  private static String percentEncoded(String text) {
    var out = new StringBuilder(text.length() + 16);
    for (byte b : BAD_PERCENT.matcher(text).replaceAll("%25").getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (c < 0x80 && isLegal(c)) {
        out.append(c);
      } else {
        out.append('%').append(HEX.toHexDigits(b));
      }
    }
    return out.toString();
  }
}
