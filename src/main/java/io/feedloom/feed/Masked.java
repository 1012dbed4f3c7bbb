package io.feedloom.feed;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Hides secrets in the addresses of feeds: user name and password, and the values of parameters
 * whose name says that they are secret. People still recognize the feed by the rest.
 */
public final class Masked {
  private static final String STARS = "***";

  /**
   * A parameter whose name says that it is secret: {@code ?token=}, {@code &api_key=}, {@code
   * ;jsessionid=}.
   */
  private static final Pattern SECRET_PARAMETER =
      Pattern.compile(
          "(?i)([?&;/](?:[\\w.~\\[\\]%-]*"
              + "(?:token|key(?!word)|secret|passw|passphrase|pwd|auth(?!or)|signature|session"
              + "|credential|jwt|bearer)[\\w.~\\[\\]%-]*"
              + "|pass|pw|pin|sig|sid|hash|code|private)=)[^&;#\\s\"'<>]+");

  private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/?#@\\s\"'<>]*@");

  private Masked() {}

  /** Returns a text in which every address is masked. */
  public static String text(String text) {
    if (text.indexOf('=') < 0 && text.indexOf('@') < 0) {
      return text;
    }
    var parameters = SECRET_PARAMETER.matcher(text).replaceAll("$1" + STARS);
    return credentials(parameters);
  }

  /** Returns a text without the user names and passwords in its addresses. */
  public static String credentials(String text) {
    return text.indexOf('@') < 0 ? text : USER_INFO.matcher(text).replaceAll("");
  }

  /** Returns the address with its secrets masked; the same one if it has none. */
  public static URI address(URI address) {
    var text = address.toString();
    var masked = text(text);
    return masked.equals(text) ? address : URI.create(masked);
  }

  static Optional<String> text(Optional<String> text) {
    return text.map(Masked::text);
  }
}
