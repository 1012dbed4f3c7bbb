package io.feedloom.fetch;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.psl.DomainType;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/**
 * Who answers for a host: its registrable domain, by the Public Suffix List (publicsuffix.org) that
 * comes with HttpClient, read at first use. Names under a private suffix such as {@code github.io}
 * are each of their own domain, as they are each of their own owner.
 */
public final class Domains {
  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|.*:.*");

  private Domains() {}

  private static final class Suffixes {
    static final PublicSuffixMatcher LIST = PublicSuffixMatcherLoader.getDefault();
  }

  /** The host as requests name it: in ASCII and lower case, an IPv6 address without brackets. */
  public static String host(URI url) {
    try {
      return Target.of(url).host();
    } catch (Refusal e) {
      return String.valueOf(url.getAuthority()).toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The domain that the host's owner registered, such as {@code example.co.uk} for {@code
   * www.example.co.uk}. Empty for addresses, for names without a public suffix (those of one's own
   * network), and for public suffixes themselves.
   *
   * @param host as {@link #host} gives it
   */
  public static Optional<String> registrable(String host) {
    if (NUMERIC.matcher(host).matches()
        || Suffixes.LIST.getDomainRoot(host, DomainType.ICANN) == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(Suffixes.LIST.getDomainRoot(host));
  }
}
