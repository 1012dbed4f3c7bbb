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
 * An address from the command line, with its user name and password separated.
 *
 * @param url the address without user name and password
 * @param credentials the user name and password to send
 * @param secrets texts that must not be printed
 */
record PolledAddress(URI url, Optional<Credentials> credentials, List<String> secrets) {
  /** Shorter texts occur everywhere, so they are not hidden. */
  private static final int MIN_LENGTH = 3;

  private static final Pattern FORM =
      Pattern.compile("(?i)(https?://)(?:([^/?#]*)@)?([^/?#@]+(?:[/?#].*)?)");

  /** Returns the parts of the address; empty if it is not an http or https address. */
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

  /**
   * Returns the password as written and decoded, the longest first, so that no part of it stays
   * visible.
   */
  private static List<String> parts(String userInfo) {
    int colon = userInfo.indexOf(':');
    var password = colon < 0 ? "" : userInfo.substring(colon + 1);
    return Stream.of(userInfo, password, decoded(password))
        .filter(part -> part.length() >= MIN_LENGTH)
        .distinct()
        .sorted((a, b) -> b.length() - a.length())
        .toList();
  }

  /** Decodes percent-encoding. A plus sign stays, because it means a space only in queries. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /**
   * Returns a text without secrets, because publishers may repeat the credentials in their answers.
   */
  String withoutSecrets(String text) {
    var masked = Masked.credentials(text);
    for (var secret : secrets) {
      masked = masked.replace(secret, "***");
    }
    return masked;
  }
}
