package io.feedloom.fetch;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.psl.DomainType;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/**
 * Finds the registrable domain of a host, by the Public Suffix List (publicsuffix.org) of
 * HttpClient, which is read at first use. Each name under a private suffix such as {@code
 * github.io} is a domain of its own, because it has its own owner.
 */
public final class Domains {
  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|.*:.*");

  private Domains() {}

  private static final class Suffixes {
    static final PublicSuffixMatcher LIST = PublicSuffixMatcherLoader.getDefault();
  }

  /**
   * Returns the host in the form of requests: in ASCII and lower case, an IPv6 address without
   * brackets.
   */
  public static String host(URI url) {
    try {
      return Target.of(url).host();
    } catch (Refusal e) {
      return String.valueOf(url.getAuthority()).toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Returns the domain that the host's owner registered, such as {@code example.co.uk} for {@code
   * www.example.co.uk}. Empty for IP addresses, for names without a public suffix (those of a
   * private network), and for public suffixes themselves.
   *
   * @param host the result of {@link #host}
   */
  public static Optional<String> registrable(String host) {
    if (NUMERIC.matcher(host).matches()
        || Suffixes.LIST.getDomainRoot(host, DomainType.ICANN) == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(Suffixes.LIST.getDomainRoot(host));
  }
}
