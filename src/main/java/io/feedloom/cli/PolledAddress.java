package io.feedloom.cli;

import io.feedloom.feed.Credentials;
import io.feedloom.feed.Masked;
import io.feedloom.feed.Secret;
import io.feedloom.feed.WebAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An address as given on the command line, its user name and password apart from it.
 *
 * @param url without them
 * @param credentials what to send instead
 * @param secrets texts that nothing printed may hold
 */
record PolledAddress(URI url, Optional<Credentials> credentials, List<String> secrets) {
  /** Texts shorter than this stand everywhere, and hiding them would hide everything. */
  private static final int SHORTEST = 3;

  private static final Pattern FORM =
      Pattern.compile("(?i)(https?://)(?:([^/?#]*)@)?([^/?#@]+(?:[/?#].*)?)");

  /** Returns the parts of the address; empty where it is none of http or https. */
  static Optional<PolledAddress> parse(String text) {
    var parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    var user = Optional.ofNullable(parts.group(2)).filter(info -> !info.isEmpty());
    return WebAddress.parse(parts.group(1) + parts.group(3))
        .map(
            url ->
                new PolledAddress(
                    url,
                    user.map(PolledAddress::basic),
                    user.map(PolledAddress::parts).orElse(List.of())));
  }

  private static Credentials basic(String userInfo) {
    int colon = userInfo.indexOf(':');
    var user = colon < 0 ? userInfo : userInfo.substring(0, colon);
    var password = colon < 0 ? "" : userInfo.substring(colon + 1);
    return new Credentials.Basic(decoded(user), new Secret(decoded(password)));
  }

  /** The password as given and decoded; the longest first, so that no part of one is left. */
  private static List<String> parts(String userInfo) {
    int colon = userInfo.indexOf(':');
    var password = colon < 0 ? "" : userInfo.substring(colon + 1);
    return Stream.of(userInfo, password, decoded(password))
        .filter(part -> part.length() >= SHORTEST)
        .distinct()
        .sorted((a, b) -> b.length() - a.length())
        .toList();
  }

  /** Decodes percent-encoding alone; a plus stands for itself outside queries. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** Returns a text to print: a publisher may repeat the credentials in what it answers. */
  String withoutSecrets(String text) {
    var masked = Masked.credentials(text);
    for (var secret : secrets) {
      masked = masked.replace(secret, "***");
    }
    return masked;
  }
}
