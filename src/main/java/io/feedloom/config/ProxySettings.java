package io.feedloom.config;

import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.OutgoingProxy;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxies for requests to other servers.
 *
 * @param configured the proxy of {@code feeds.yml}; it replaces those of the environment
 * @param byScheme the proxies of the environment for {@code http} and {@code https}
 * @param exceptions the hosts of {@code NO_PROXY}, which are reached without a proxy
 */
public record ProxySettings(
    Optional<OutgoingProxy> configured,
    Map<String, OutgoingProxy> byScheme,
    List<String> exceptions) {
  /** No proxies. */
  public static final ProxySettings NONE = new ProxySettings(Optional.empty(), Map.of(), List.of());

  public ProxySettings {
    byScheme = Map.copyOf(byScheme);
    exceptions = List.copyOf(exceptions);
  }

  /** Returns a proxy for all hosts, without exceptions. */
  public static ProxySettings always(OutgoingProxy proxy) {
    return new ProxySettings(Optional.of(proxy), Map.of(), List.of());
  }

  /** A variable of the environment that does not contain the address of a proxy. */
  static final class InvalidVariable extends Exception {
    private static final long serialVersionUID = 1;

    InvalidVariable(String name) {
      super("the environment variable " + name + " is not the address of a proxy");
    }
  }

  /**
   * Reads {@code HTTP_PROXY}, {@code HTTPS_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}, also in
   * lower case, which counts first.
   *
   * @param configured the proxy of {@code feeds.yml}
   */
  static ProxySettings of(Optional<OutgoingProxy> configured, Map<String, String> environment)
      throws InvalidVariable {
    var exceptions =
        variable("no_proxy", environment).stream()
            .flatMap(pair -> Stream.of(pair.getValue().split("[,\\s]+")))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty())
            .toList();
    if (configured.isPresent()) {
      return new ProxySettings(configured, Map.of(), exceptions);
    }
    var all = proxy("all_proxy", environment);
    var proxies = new java.util.HashMap<String, OutgoingProxy>();
    for (var scheme : List.of("http", "https")) {
      proxy(scheme + "_proxy", environment).or(() -> all).ifPresent(it -> proxies.put(scheme, it));
    }
    return new ProxySettings(configured, proxies, exceptions);
  }

  /** Reads the variables for programs without a {@code feeds.yml}; ignores invalid ones. */
  public static ProxySettings of(Map<String, String> environment) {
    try {
      return of(Optional.empty(), environment);
    } catch (InvalidVariable e) {
      return NONE;
    }
  }

  private static Optional<Map.Entry<String, String>> variable(
      String name, Map<String, String> environment) {
    return Stream.of(name, name.toUpperCase(Locale.ROOT))
        .filter(it -> !environment.getOrDefault(it, "").isBlank())
        .findFirst()
        .map(it -> Map.entry(it, environment.getOrDefault(it, "").strip()));
  }

  private static Optional<OutgoingProxy> proxy(String name, Map<String, String> environment)
      throws InvalidVariable {
    var found = variable(name, environment);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var text = found.get().getValue();
    try {
      return Optional.of(ProxyKind.parse(text.contains("://") ? text : "http://" + text));
    } catch (InvalidValue e) {
      throw new InvalidVariable(found.get().getKey());
    }
  }

  /**
   * Returns the proxy for a request.
   *
   * @param host in ASCII and lower case; an IPv6 address without brackets
   */
  public OutgoingProxy of(String scheme, String host, int port) {
    var proxy = configured.orElseGet(() -> byScheme.getOrDefault(scheme, OutgoingProxy.NONE));
    return proxy instanceof OutgoingProxy.None
            || exceptions.stream().anyMatch(exception -> concerns(exception, host, port))
        ? OutgoingProxy.NONE
        : proxy;
  }

  /** Returns whether an item of {@code NO_PROXY} names this host, its domain or its block. */
  private static boolean concerns(String exception, String host, int port) {
    if (exception.equals("*")) {
      return true;
    }
    var name = exception.replaceFirst("^\\*?\\.", "");
    if (host.equals(name) || ("[" + host + "]").equals(name) || host.endsWith("." + name)) {
      return true;
    }
    var suffix = ":" + port;
    if (name.endsWith(suffix)) {
      var rest = name.substring(0, name.length() - suffix.length());
      return host.equals(rest) || ("[" + host + "]").equals(rest) || host.endsWith("." + rest);
    }
    return name.contains("/") && contains(name, host);
  }

  private static boolean contains(String block, String host) {
    try {
      return AddressBlock.parse(block).contains(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return false; // a name, or no block
    }
  }
}
