package io.feedloom.feed;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads addresses of http and https as browsers do (WHATWG URL section 4.4) into URIs that
 * java.net.URI accepts. Publishers write spaces, pipes, braces, backslashes and bare percent signs;
 * each is encoded or corrected if a browser would accept the address. The result has a lower-case
 * host in ASCII, no default port, no user name, no fragment and no empty path.
 */
public final class WebAddress {
  /** No server accepts a longer one. */
  private static final int MAX_LENGTH = 8192;

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):");
  private static final Pattern BREAKS = Pattern.compile("[\\t\\r\\n]+");

  /** White space of any kind, control characters and marks of no width. */
  private static final Pattern AROUND =
      Pattern.compile("^[\\p{Cc}\\p{Cf}\\p{Z}]+|[\\p{Cc}\\p{Cf}\\p{Z}]+$");

  /** The scheme with which pages offer feeds to feed readers: {@code feed:https://…, feed://…}. */
  private static final Pattern FEED_SCHEME = Pattern.compile("(?i)^feed:(?=https?:)");

  private static final Pattern FEED_HOST = Pattern.compile("(?i)^feed:(?=//)");

  /** The characters that both {@code java.net.URI} and browsers allow in the name of a host. */
  private static final Pattern HOST = Pattern.compile("[a-z0-9_.!~'()*$,;&=+-]+");

  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]+]");
  private static final long MAX_IPV4 = 0xFFFF_FFFFL;

  private static final Pattern NUMERIC_END = Pattern.compile("(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)\\.?");

  /** Letters that browsers and {@link IDN} convert to different hosts (UTS 46 section 7). */
  private static final Pattern DEVIATES = Pattern.compile("[ßς\u200C\u200D]");

  private static final Pattern PORT = Pattern.compile("0*(\\d{1,5})");
  private static final int LAST_PORT = 65_535;

  private static final Pattern BAD_PERCENT = Pattern.compile("%(?![0-9a-fA-F]{2})");
  private static final Pattern ONE_DOT = Pattern.compile("(?i)\\.|%2e");
  private static final Pattern TWO_DOTS = Pattern.compile("(?i)(?:\\.|%2e){2}");
  private static final String IN_PATH = "-._~!$&'()*+,;=:@/%";
  private static final String IN_QUERY = IN_PATH + "?[]";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private WebAddress() {}

  /** Parses an absolute address; empty if a browser could not request it. */
  public static Optional<URI> parse(String text) {
    var clean = clean(text);
    var scheme = SCHEME.matcher(clean);
    return scheme.lookingAt() && isWeb(scheme.group(1)) && clean.length() <= MAX_LENGTH
        ? absolute(scheme.group(1).toLowerCase(Locale.ROOT), clean.substring(scheme.end()))
        : Optional.empty();
  }

  /**
   * Resolves a reference in an {@code href} or a header against the address of its document.
   *
   * @return empty if the reference is blank or is not an http or https address
   */
  public static Optional<URI> resolve(URI base, String reference) {
    var clean = clean(reference);
    if (clean.isEmpty() || clean.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    var scheme = SCHEME.matcher(clean);
    if (!scheme.lookingAt()) {
      return relative(base, clean);
    }
    if (!isWeb(scheme.group(1))) {
      return Optional.empty();
    }
    var rest = clean.substring(scheme.end());
    boolean isRelative =
        scheme.group(1).equalsIgnoreCase(base.getScheme()) && !slashes(rest).startsWith("//");
    return isRelative
        ? relative(base, rest)
        : absolute(scheme.group(1).toLowerCase(Locale.ROOT), rest);
  }

  /** Returns the host in lower case, without port; an IPv6 address is in brackets. */
  public static Optional<String> host(URI address) {
    return Optional.ofNullable(address.getRawAuthority())
        .flatMap(Authority::parse)
        .map(Authority::host);
  }

  /** Returns the port, or the scheme's default port. */
  public static Optional<Integer> port(URI address) {
    return Optional.ofNullable(address.getRawAuthority())
        .flatMap(Authority::parse)
        .map(found -> found.port().orElse(defaultPort(String.valueOf(address.getScheme()))));
  }

  /** Returns scheme, host and port (RFC 6454 section 4); the whole address if it has no host. */
  public static String origin(URI address) {
    return host(address)
        .map(host -> address.getScheme() + "://" + host + ":" + port(address).orElse(0))
        .orElseGet(address::toString)
        .toLowerCase(Locale.ROOT);
  }

  private static boolean isWeb(String scheme) {
    return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
  }

  private static int defaultPort(String scheme) {
    return scheme.equalsIgnoreCase("https") ? 443 : 80;
  }

  private static String clean(String text) {
    var trimmed = BREAKS.matcher(AROUND.matcher(text).replaceAll("")).replaceAll("");
    return FEED_HOST.matcher(FEED_SCHEME.matcher(trimmed).replaceFirst("")).replaceFirst("http:");
  }

  /** Turns backslashes before the query into slashes. */
  private static String slashes(String text) {
    int end = firstOf("?#", text, 0);
    return text.substring(0, end).replace('\\', '/') + text.substring(end);
  }

  private static Optional<URI> absolute(String scheme, String rest) {
    var text = slashes(rest);
    int start = 0;
    while (start < text.length() && text.charAt(start) == '/') {
      start++;
    }
    int end = firstOf("/?#", text, start);
    var authority = Authority.parse(text.substring(start, end));
    return authority.flatMap(found -> address(scheme, found, text.substring(end)));
  }

  private static Optional<URI> relative(URI base, String reference) {
    var authority = Optional.ofNullable(base.getRawAuthority()).flatMap(Authority::parse);
    if (authority.isEmpty() || !isWeb(String.valueOf(base.getScheme()))) {
      return Optional.empty();
    }
    var scheme = base.getScheme().toLowerCase(Locale.ROOT);
    var text = slashes(reference);
    if (text.startsWith("//")) {
      return absolute(scheme, text);
    }
    var path = Optional.ofNullable(base.getRawPath()).filter(it -> !it.isEmpty()).orElse("/");
    var merged =
        switch (text.isEmpty() ? '#' : text.charAt(0)) {
          case '/' -> text;
          case '?' -> path + text;
          case '#' -> path + (base.getRawQuery() == null ? "" : "?" + base.getRawQuery());
          default -> path.substring(0, path.lastIndexOf('/') + 1) + text;
        };
    return address(scheme, authority.get(), merged);
  }

  /**
   * @param rest the path, the query and the fragment as the publisher wrote them
   */
  private static Optional<URI> address(String scheme, Authority authority, String rest) {
    var text = rest.substring(0, firstOf("#", rest, 0));
    int end = firstOf("?", text, 0);
    var path = withoutDots(encode(text.substring(0, end), IN_PATH));
    var query = end < text.length() ? "?" + encode(text.substring(end + 1), IN_QUERY) : "";
    var port = authority.port().filter(it -> it != defaultPort(scheme)).map(it -> ":" + it);
    try {
      return Optional.of(
          new URI(scheme + "://" + authority.host() + port.orElse("") + path + query));
    } catch (URISyntaxException _) {
      return Optional.empty(); // It only looks like an IPv6 address.
    }
  }

  /** Percent-encodes what is not a letter, a digit or one of the given characters. */
  private static String encode(String text, String allowed) {
    var encoded = new StringBuilder(text.length() + 16);
    var marked = BAD_PERCENT.matcher(text).replaceAll("%25");
    marked
        .codePoints()
        .forEach(
            point -> {
              if (isAlphanumeric(point) || (point < 0x80 && allowed.indexOf(point) >= 0)) {
                encoded.append((char) point);
              } else {
                bytes(point, encoded);
              }
            });
    return encoded.toString();
  }

  private static void bytes(int point, StringBuilder out) {
    boolean isHalf = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    for (byte b : Character.toString(isHalf ? 0xFFFD : point).getBytes(StandardCharsets.UTF_8)) {
      HEX.toHexDigits(out.append('%'), b);
    }
  }

  private static boolean isAlphanumeric(int point) {
    return (point >= 'a' && point <= 'z')
        || (point >= 'A' && point <= 'Z')
        || (point >= '0' && point <= '9');
  }

  private static String withoutDots(String path) {
    List<String> kept = new ArrayList<>();
    var segments = path.split("/", -1);
    for (int i = path.startsWith("/") ? 1 : 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      boolean up = TWO_DOTS.matcher(segments[i]).matches();
      boolean here = ONE_DOT.matcher(segments[i]).matches();
      if (up && !kept.isEmpty()) {
        kept.removeLast();
      }
      if (!up && !here) {
        kept.add(segments[i]);
      } else if (last) {
        kept.add("");
      }
    }
    return "/" + String.join("/", kept);
  }

  private static int firstOf(String characters, String text, int from) {
    int at = from;
    while (at < text.length() && characters.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  /**
   * The host and port of an address.
   *
   * @param host in ASCII and lower case, an IPv6 address in brackets
   * @param port empty for the default port
   */
  private record Authority(String host, Optional<Integer> port) {
    /** Parses an authority. The part before the last {@code @} is a user name and is dropped. */
    static Optional<Authority> parse(String text) {
      var place = text.substring(text.lastIndexOf('@') + 1);
      int colon = place.indexOf(':', place.lastIndexOf(']') + 1);
      var host = host(colon < 0 ? place : place.substring(0, colon));
      var written = colon < 0 ? "" : place.substring(colon + 1);
      if (written.isEmpty()) {
        return host.map(name -> new Authority(name, Optional.empty()));
      }
      return port(written)
          .flatMap(port -> host.map(name -> new Authority(name, Optional.of(port))));
    }

    private static Optional<Integer> port(String written) {
      var digits = PORT.matcher(written);
      return Optional.of(digits.matches() ? Integer.parseInt(digits.group(1)) : 0)
          .filter(port -> port > 0 && port <= LAST_PORT);
    }

    private static Optional<String> host(String written) {
      var lower = decoded(written).toLowerCase(Locale.ROOT);
      if (lower.startsWith("[")) {
        return Optional.of(lower).filter(host -> IPV6.matcher(host).matches());
      }
      return ascii(lower)
          .filter(host -> HOST.matcher(host).matches())
          .flatMap(host -> NUMERIC_END.matcher(host).matches() ? ipv4(host) : Optional.of(host));
    }

    /** Percent-decodes a host as UTF-8. */
    private static String decoded(String host) {
      if (host.indexOf('%') < 0) {
        return host;
      }
      var out = new java.io.ByteArrayOutputStream();
      byte[] bytes = host.getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < bytes.length; i++) {
        boolean encoded =
            bytes[i] == '%'
                && i + 2 < bytes.length
                && HexFormat.isHexDigit(bytes[i + 1])
                && HexFormat.isHexDigit(bytes[i + 2]);
        out.write(
            encoded
                ? HexFormat.fromHexDigit(bytes[i + 1]) << 4 | HexFormat.fromHexDigit(bytes[i + 2])
                : bytes[i]);
        i += encoded ? 2 : 0;
      }
      return out.toString(StandardCharsets.UTF_8);
    }

    private static Optional<String> ascii(String host) {
      if (host.chars().allMatch(c -> c < 0x80)) {
        return Optional.of(host);
      }
      if (DEVIATES.matcher(host).find()) {
        return Optional.empty(); // IDNA 2003 would lead to the host of another owner.
      }
      try {
        return Optional.of(IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }

    /** Reads one to four numbers, decimal, octal or hexadecimal (WHATWG URL section 3.5). */
    private static Optional<String> ipv4(String host) {
      var parts =
          (host.endsWith(".") ? host.substring(0, host.length() - 1) : host).split("\\.", -1);
      if (parts.length > 4) {
        return Optional.empty();
      }
      long address = 0;
      for (int i = 0; i < parts.length; i++) {
        boolean last = i == parts.length - 1;
        long most = last ? (1L << (8 * (5 - parts.length))) - 1 : 255;
        long number = number(parts[i]);
        if (number < 0 || number > most) {
          return Optional.empty();
        }
        address = last ? (address << (8 * (5 - parts.length))) + number : (address << 8) + number;
      }
      return Optional.of(
          (address >> 24 & 0xFF)
              + "."
              + (address >> 16 & 0xFF)
              + "."
              + (address >> 8 & 0xFF)
              + "."
              + (address & 0xFF));
    }

    /** Returns the number, or -1 if it is none or larger than any address. */
    private static long number(String text) {
      int radix = text.startsWith("0x") ? 16 : text.length() > 1 && text.startsWith("0") ? 8 : 10;
      int start = radix == 16 ? 2 : radix == 8 ? 1 : 0;
      if (start == text.length()) {
        return radix == 16 ? 0 : -1;
      }
      long number = 0;
      for (int i = start; i < text.length() && number >= 0; i++) {
        int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), radix) : -1;
        number = digit < 0 || number > MAX_IPV4 ? -1 : number * radix + digit;
      }
      return number;
    }
  }
}
