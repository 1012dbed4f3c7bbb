package io.feedloom.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The cookies of one exchange (RFC 6265). Some servers set a cookie with a redirect to the same
 * address, and answer only when it comes back. Lifetimes are ignored, except that a cookie can be
 * deleted: an exchange takes seconds.
 */
final class ExchangeCookies {
  private static final int MOST = 50;
  private static final int LONGEST = 4096;

  private final List<Cookie> cookies = new ArrayList<>();

  /**
   * A cookie.
   *
   * @param domain the host, or a domain that contains it
   * @param withSubdomains whether the hosts of the domain get it too
   */
  private record Cookie(
      String name,
      String value,
      String domain,
      boolean withSubdomains,
      String path,
      boolean secure) {
    boolean replaces(Cookie other) {
      return name.equals(other.name) && domain.equals(other.domain) && path.equals(other.path);
    }

    boolean isFor(Target target) {
      return (target.host().equals(domain)
              || (withSubdomains && target.host().endsWith("." + domain)))
          && isBelow(target.path().replaceFirst("\\?.*", ""))
          && (!secure || target.secure());
    }

    private boolean isBelow(String requested) {
      return requested.equals(path)
          || (requested.startsWith(path)
              && (path.endsWith("/") || requested.startsWith("/", path.length())));
    }
  }

  /**
   * Stores the cookies of an answer. Returns whether that changes what the next request sends.
   *
   * @param fields the values of {@code Set-Cookie}
   */
  boolean store(Target from, List<String> fields) {
    var before = List.copyOf(cookies);
    for (var field : fields) {
      if (field.length() <= LONGEST && cookies.size() < MOST) {
        store(from, field);
      }
    }
    return !before.equals(cookies);
  }

  private void store(Target from, String field) {
    var parts = field.split(";", -1);
    int equals = parts[0].indexOf('=');
    var name = equals < 0 ? "" : parts[0].substring(0, equals).strip();
    if (name.isEmpty()) {
      return;
    }
    var domain = from.host();
    boolean withSubdomains = false;
    var path = folder(from);
    boolean secure = false;
    boolean deleted = false;
    for (int i = 1; i < parts.length; i++) {
      var pair = parts[i].strip().split("=", 2);
      var value = pair.length < 2 ? "" : pair[1].strip();
      switch (pair[0].strip().toLowerCase(Locale.ROOT)) {
        case "domain" -> {
          var wanted = value.toLowerCase(Locale.ROOT).replaceFirst("^\\.", "");
          if (!wanted.isEmpty() && !wanted.equals(from.host())) {
            if (!isShared(wanted, from.host())) {
              return;
            }
            domain = wanted;
          }
          withSubdomains = !wanted.isEmpty() && Domains.registrable(domain).isPresent();
        }
        case "path" -> path = value.startsWith("/") ? value : path;
        case "secure" -> secure = true;
        case "max-age" -> deleted = value.startsWith("-") || value.equals("0");
        default -> {
          // Other attributes do not matter within seconds.
        }
      }
    }
    var cookie =
        new Cookie(
            name, parts[0].substring(equals + 1).strip(), domain, withSubdomains, path, secure);
    cookies.removeIf(cookie::replaces);
    if (!deleted) {
      cookies.add(cookie);
    }
  }

  /** Returns the path of a cookie that names none (RFC 6265 section 5.1.4). */
  private static String folder(Target from) {
    var path = from.path().replaceFirst("\\?.*", "");
    int last = path.lastIndexOf('/');
    return last <= 0 ? "/" : path.substring(0, last);
  }

  /** Returns whether a host may set a cookie for a domain: never for a public suffix. */
  private static boolean isShared(String domain, String host) {
    return host.endsWith("." + domain) && Domains.registrable(domain).isPresent();
  }

  /** Returns the value of {@code Cookie} for a request; empty if there is none. */
  Optional<String> header(Target target) {
    var value =
        cookies.stream()
            .filter(cookie -> cookie.isFor(target))
            .map(cookie -> cookie.name() + "=" + cookie.value())
            .collect(Collectors.joining("; "));
    return Optional.of(value).filter(text -> !text.isEmpty());
  }
}
