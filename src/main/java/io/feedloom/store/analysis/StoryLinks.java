package io.feedloom.store.analysis;

import io.feedloom.feed.TrackingParameters;
import io.feedloom.feed.WebAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes links comparable: removes the scheme, tracking parameters, the fragment, and the marks of
 * AMP and mobile pages.
 */
final class StoryLinks {
  /**
   * Parameters that usually do not select the content of a page, in addition to {@link
   * TrackingParameters}. To compare two links, a guess is good enough.
   */
  private static final Pattern MINOR =
      Pattern.compile(
          "(?i)(?:ref|ref_src|ref_url|cmpid|cmp|ncid|smid|sr_share|at_custom\\d|ito|guce_.*|"
              + "spm|share|rss|amp|outputtype)(?:=.*)?");

  private static final Pattern SIDE = Pattern.compile("^(?:www|m|mobile|amp)\\.(?=.+\\.)");
  private static final Pattern AMP_PATH =
      Pattern.compile("^/amp(?=/.)|/amp/?$|\\.amp(?=\\.html?$|$)");

  /** Addresses in the caches of Google and Cloudflare, which contain the address of the page. */
  private static final Pattern CACHED =
      Pattern.compile(
          "(?i)^https?://(?:www\\.google\\.[a-z.]+/amp/|[^/]+\\.cdn\\.ampproject\\.org/[cv]/)s?/?(.+)$");

  private StoryLinks() {}

  /**
   * Returns the same text for all addresses of a page; empty if the link is not a valid web address
   * or leads to the home page of a site.
   */
  static Optional<String> canonical(String link) {
    var cached = CACHED.matcher(link);
    try {
      var url = new URI(cached.matches() ? "https://" + cached.group(1) : link);
      var name = WebAddress.host(url);
      if (name.isEmpty() || !isWeb(url)) {
        return Optional.empty();
      }
      var host = SIDE.matcher(name.get()).replaceFirst("");
      var path = path(Optional.ofNullable(url.getRawPath()).orElse(""));
      var query = query(Optional.ofNullable(url.getRawQuery()).orElse(""));
      boolean isSite = path.isEmpty() && query.isEmpty();
      return isSite ? Optional.empty() : Optional.of(host + port(url) + path + query);
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static boolean isWeb(URI url) {
    return "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
  }

  private static String port(URI url) {
    return WebAddress.port(url)
        .filter(port -> port != 80 && port != 443)
        .map(port -> ":" + port)
        .orElse("");
  }

  private static String path(String path) {
    var plain = AMP_PATH.matcher(path).replaceFirst("");
    return plain.replaceFirst("/index\\.html?$", "/").replaceFirst("/+$", "");
  }

  private static boolean isMinor(String parameter) {
    return TrackingParameters.isTracking(parameter) || MINOR.matcher(parameter).matches();
  }

  private static String query(String query) {
    var kept =
        Arrays.stream(query.split("&", -1))
            .map(TrackingParameters::withoutEscape)
            .filter(part -> !part.isEmpty() && !isMinor(part))
            .sorted()
            .collect(Collectors.joining("&"));
    return kept.isEmpty() ? "" : "?" + kept;
  }
}
