package io.feedloom.serve.access;

import io.feedloom.feed.AddressBlock;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.QuotedCSV;

/**
 * What reverse proxies report about a request that they forward: {@code X-Forwarded-For}, {@code
 * -Proto}, {@code -Host}, {@code -Port} and {@code -Prefix}. Without the first four, {@code
 * Forwarded} is read (RFC 7239).
 *
 * <p>Each proxy appends to what it received, and a client may send the same fields. So the values
 * are read from the end, and only as far as trusted proxies added them.
 *
 * @param client the address of the client
 * @param scheme {@code http} or {@code https}
 * @param host with its port, if one was given
 * @param prefix the beginning of the path that a proxy removed, as {@code /planet}
 */
record Forwarding(
    Optional<InetAddress> client,
    Optional<String> scheme,
    Optional<String> host,
    Optional<String> prefix) {
  /** No proxy reports anything. */
  static final Forwarding NONE =
      new Forwarding(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");
  private static final Pattern PREFIX = Pattern.compile("(?:/[A-Za-z0-9._~%-]{1,100}){1,10}");

  /** The parts of an element between semicolons. A quoted value can contain semicolons. */
  private static final Pattern PAIR = Pattern.compile("(?:\"(?:[^\"\\\\]|\\\\.)*+\"|[^;\"])+");

  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final List<String> X_FIELDS =
      List.of("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port");

  /**
   * Reads the fields of a request.
   *
   * @param peer the address that opened the connection
   * @param trusted the addresses of proxies
   * @return {@link #NONE} if the peer is not trusted
   */
  static Forwarding of(InetAddress peer, Collection<AddressBlock> trusted, HttpFields fields) {
    if (!isTrusted(peer, trusted)) {
      return NONE;
    }
    var prefix =
        last(fields, "X-Forwarded-Prefix")
            .map(text -> text.replaceFirst("/+$", ""))
            .filter(PREFIX.asMatchPredicate());
    return X_FIELDS.stream().anyMatch(fields::contains)
        ? new Forwarding(
            client(values(fields, "X-Forwarded-For").toList(), trusted),
            last(fields, "X-Forwarded-Proto").flatMap(Forwarding::scheme),
            last(fields, "X-Forwarded-Host")
                .flatMap(Forwarding::host)
                .map(host -> withPort(host, last(fields, "X-Forwarded-Port"))),
            prefix)
        : standard(fields, trusted, prefix);
  }

  /** Reads what the outermost trusted proxy reports by RFC 7239. */
  private static Forwarding standard(
      HttpFields fields, Collection<AddressBlock> trusted, Optional<String> prefix) {
    var elements = values(fields, "Forwarded").toList();
    for (int i = elements.size() - 1; i >= 0; i--) {
      var element = elements.get(i);
      var client = parameter(element, "for").flatMap(Forwarding::address);
      if (i == 0 || client.filter(address -> isTrusted(address, trusted)).isEmpty()) {
        return new Forwarding(
            client,
            parameter(element, "proto").flatMap(Forwarding::scheme),
            parameter(element, "host").flatMap(Forwarding::host),
            prefix);
      }
    }
    return new Forwarding(Optional.empty(), Optional.empty(), Optional.empty(), prefix);
  }

  private static boolean isTrusted(InetAddress address, Collection<AddressBlock> trusted) {
    return trusted.stream().anyMatch(block -> block.contains(address));
  }

  /** Returns the last address that is not a trusted proxy; the first address if all are. */
  private static Optional<InetAddress> client(
      List<String> addresses, Collection<AddressBlock> trusted) {
    var client = Optional.<InetAddress>empty();
    for (var text : addresses.reversed()) {
      var address = address(text);
      if (address.isEmpty()) {
        return client;
      }
      client = address;
      if (!isTrusted(address.get(), trusted)) {
        return client;
      }
    }
    return client;
  }

  /** Parses an address, with or without brackets and port. */
  private static Optional<InetAddress> address(String text) {
    var bare = text.strip();
    if (bare.startsWith("[")) {
      bare = bare.substring(1).replaceFirst("].*", "");
    } else if (bare.indexOf(':') == bare.lastIndexOf(':')) {
      bare = bare.replaceFirst(":.*", "");
    }
    try {
      return Optional.of(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // "unknown", or a name that hides the address
    }
  }

  private static Optional<String> scheme(String text) {
    return Optional.of(text.toLowerCase(Locale.ROOT))
        .filter(scheme -> scheme.equals("http") || scheme.equals("https"));
  }

  /** Returns a host that is valid in a URL; otherwise empty. */
  static Optional<String> host(String text) {
    return Optional.of(text.strip()).filter(HOST.asMatchPredicate());
  }

  private static String withPort(String host, Optional<String> port) {
    boolean has = host.indexOf(':', host.lastIndexOf(']') + 1) >= 0;
    return port.filter(PORT.asMatchPredicate())
        .filter(number -> !has && !number.equals("80") && !number.equals("443"))
        .map(number -> host + ":" + number)
        .orElse(host);
  }

  private static Optional<String> last(HttpFields fields, String name) {
    return values(fields, name).reduce((_, later) -> later);
  }

  /** Returns the elements of all fields of the name, which are one list (RFC 9110, 5.3). */
  private static Stream<String> values(HttpFields fields, String name) {
    return fields.getFields(name).stream().map(HttpField::getValue).flatMap(Forwarding::elements);
  }

  private static Stream<String> elements(String value) {
    try {
      return new QuotedCSV(true, value).getValues().stream();
    } catch (IllegalArgumentException e) {
      return Stream.of(); // quotes that do not end
    }
  }

  private static Optional<String> parameter(String element, String name) {
    return PAIR.matcher(element)
        .results()
        .map(MatchResult::group)
        .map(pair -> pair.strip().split("=", 2))
        .filter(pair -> pair.length == 2 && pair[0].strip().equalsIgnoreCase(name))
        .map(pair -> QuotedCSV.unquote(pair[1].strip()))
        .findFirst();
  }
}
