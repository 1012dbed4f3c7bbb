package io.feedloom.config;

import io.feedloom.feed.WebAddress;
import java.net.IDN;
import java.net.URI;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Normalizes the address of a feed, so that it can be requested and compared. Scheme and host
 * become lower case, and a host with letters outside ASCII gets its {@code xn--} form (RFC 5891).
 * The default port and the fragment are removed, and an empty path becomes a slash. Characters that
 * RFC 3986 does not allow are percent-encoded as UTF-8. Addresses with equal results are the same
 * feed.
 */
final class FeedAddress {
  private static final Pattern PORT = Pattern.compile("\\d{1,5}");

  /** Matches host names, also with underscores, and IPv4 and IPv6 addresses. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*\\.?|\\[.*]");

  /**
   * Matches letters that browsers and {@link IDN} convert to different hosts (UTS 46 section 7).
   */
  private static final Pattern DEVIATES = Pattern.compile("[ßς\u200C\u200D]");

  private FeedAddress() {}

  /** Parses an address, ignoring white space around it. */
  static URI parse(String text) throws InvalidValue {
    var stripped = text.strip();
    if (firstOther(stripped, c -> !Character.isISOControl(c)) >= 0) {
      throw new InvalidValue("has a line break or another control character");
    }
    var scheme = scheme(stripped);
    int start = scheme.length() + "://".length();
    int end = endOfAuthority(stripped, start);
    checkAuthority(stripped.substring(start, end));
    return WebAddress.parse(stripped)
        .map(FeedAddress::withoutBrackets)
        .orElseThrow(() -> new InvalidValue("is too long for an address, or is not an address"));
  }

  /**
   * Encodes brackets in the query. Browsers do not, but all stored addresses have encoded brackets.
   */
  private static URI withoutBrackets(URI url) {
    int query = url.toString().indexOf('?');
    var text = url.toString();
    return query < 0
        ? url
        : URI.create(
            text.substring(0, query)
                + text.substring(query).replace("[", "%5B").replace("]", "%5D"));
  }

  private static String scheme(String text) throws InvalidValue {
    if (text.isEmpty()) {
      throw new InvalidValue("is empty");
    }
    if (text.regionMatches(true, 0, "https://", 0, 8)) {
      return "https";
    }
    if (text.regionMatches(true, 0, "http://", 0, 7)) {
      return "http";
    }
    throw new InvalidValue("does not begin with http:// or https://");
  }

  private static int endOfAuthority(String text, int start) {
    int end = start;
    while (end < text.length() && "/?#\\".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** Checks host and port, with messages that help to correct them. */
  private static void checkAuthority(String text) throws InvalidValue {
    if (text.indexOf('@') >= 0) {
      throw new InvalidValue("contains a user name; write it under \"auth: { basic: … }\"");
    }
    int colon = text.indexOf(':', text.lastIndexOf(']') + 1);
    checkHost(colon < 0 ? text : text.substring(0, colon));
    var port = colon < 0 ? "" : text.substring(colon + 1);
    int number = PORT.matcher(port).matches() ? Integer.parseInt(port) : 0;
    if (!port.isEmpty() && (number < 1 || number > 65_535)) {
      throw new InvalidValue("has a port that is not a number from 1 to 65535");
    }
  }

  private static void checkHost(String text) throws InvalidValue {
    if (text.isEmpty()) {
      throw new InvalidValue("has no host");
    }
    if (DEVIATES.matcher(text).find()) {
      throw new InvalidValue(
          "has a letter in its host name that programs read in two ways; write the name as xn--…");
    }
    var host = WebAddress.parse("http://" + text + "/").flatMap(WebAddress::host);
    if (firstOther(text, c -> c < 0x80) >= 0 && host.isEmpty()) {
      throw new InvalidValue("has a host name that cannot be written as xn--…");
    }
    boolean numbers = text.matches("[0-9.]+") && !host.equals(Optional.of(text));
    if (numbers || host.filter(name -> NAME.matcher(name).matches()).isEmpty()) {
      throw new InvalidValue("has no valid host name; use letters, digits, \"-\", \"_\" and \".\"");
    }
  }

  /** Returns the index of the first character that fails the test, or -1. */
  private static int firstOther(String text, IntPredicate such) {
    for (int i = 0; i < text.length(); i++) {
      if (!such.test(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }
}
