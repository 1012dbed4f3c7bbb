package io.feedloom.config;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Reads an address as people copy it into one that can be asked for and compared: scheme and host
 * in lower case, a host of other letters in its {@code xn--} form (RFC 5891), no default port, no
 * fragment, no empty path, and everything that RFC 3986 does not allow percent-encoded as UTF-8.
 * Two addresses that come out equal name the same feed.
 */
final class FeedAddress {
  private static final Pattern PORT = Pattern.compile("\\d{1,5}");
  private static final Pattern UNENCODED_PERCENT = Pattern.compile("%(?![0-9a-fA-F]{2})");
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** What may stand in path and query as it is (RFC 3986 sections 3.3 and 3.4), and %. */
  private static final String PUNCTUATION = "-._~!$&'()*+,;=:@/?%";

  /** Letters that browsers and {@link IDN} take to different hosts (UTS 46 section 7). */
  private static final Pattern DEVIATES = Pattern.compile("[ßς\u200C\u200D]");

  private FeedAddress() {}

  /** The address, white space around it left out. */
  static URI parse(String text) throws Unfit {
    var stripped = text.strip();
    if (firstOther(stripped, c -> !Character.isISOControl(c)) >= 0) {
      throw new Unfit("has a line break or another control character");
    }
    var scheme = scheme(stripped);
    int start = scheme.length() + "://".length();
    int end = endOfAuthority(stripped, start);
    var authority = authority(stripped.substring(start, end), scheme);
    int fragment = stripped.indexOf('#', end);
    var rest = stripped.substring(end, fragment < 0 ? stripped.length() : fragment);
    var path = rest.startsWith("/") ? encode(rest) : "/" + encode(rest);
    return checked(scheme + "://" + authority + path);
  }

  private static URI checked(String address) throws Unfit {
    try {
      var url = new URI(address);
      if (url.getHost() == null) {
        throw new Unfit("has no valid host name; letters, digits, \"-\" and \".\" make one");
      }
      return url;
    } catch (URISyntaxException e) {
      throw new Unfit("cannot be read: " + e.getReason());
    }
  }

  private static String scheme(String text) throws Unfit {
    if (text.isEmpty()) {
      throw new Unfit("is empty");
    }
    if (text.regionMatches(true, 0, "https://", 0, 8)) {
      return "https";
    }
    if (text.regionMatches(true, 0, "http://", 0, 7)) {
      return "http";
    }
    throw new Unfit("does not begin with http:// or https://");
  }

  private static int endOfAuthority(String text, int start) {
    int end = start;
    while (end < text.length() && "/?#\\".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static String authority(String text, String scheme) throws Unfit {
    if (text.indexOf('@') >= 0) {
      throw new Unfit("holds a user name; write it under \"auth: { basic: … }\"");
    }
    int colon = text.indexOf(':', text.lastIndexOf(']') + 1);
    var host = host(colon < 0 ? text : text.substring(0, colon));
    var port = colon < 0 ? "" : text.substring(colon + 1);
    if (port.isEmpty()) {
      return host;
    }
    int number = PORT.matcher(port).matches() ? Integer.parseInt(port) : 0;
    if (number < 1 || number > 65_535) {
      throw new Unfit("has a port that is not a number from 1 to 65535");
    }
    return number == (scheme.equals("https") ? 443 : 80) ? host : host + ":" + number;
  }

  private static String host(String text) throws Unfit {
    if (text.isEmpty()) {
      throw new Unfit("has no host");
    }
    if (text.indexOf('_') >= 0) {
      throw new Unfit("has \"_\" in its host name, where RFC 952 allows letters, digits and \"-\"");
    }
    if (firstOther(text, c -> c < 0x80) < 0) {
      return text.toLowerCase(Locale.ROOT);
    }
    if (DEVIATES.matcher(text).find()) {
      throw new Unfit("has a letter in its host name that is read in two ways; write it as xn--…");
    }
    try {
      return IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw new Unfit("has a host name that cannot be written as xn--…");
    }
  }

  private static String encode(String text) {
    if (firstOther(text, FeedAddress::isPlain) < 0 && text.indexOf('%') < 0) {
      return text;
    }
    var encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b & 0xFF)) {
        encoded.append((char) b);
      } else {
        HEX.toHexDigits(encoded.append('%'), b);
      }
    }
    return UNENCODED_PERCENT.matcher(encoded).replaceAll("%25");
  }

  /** Where the first character stands that is not such a one, or -1. */
  private static int firstOther(String text, IntPredicate such) {
    for (int i = 0; i < text.length(); i++) {
      if (!such.test(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || (c < 0x80 && PUNCTUATION.indexOf(c) >= 0);
  }
}
