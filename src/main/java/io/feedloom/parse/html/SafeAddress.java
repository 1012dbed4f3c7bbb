package io.feedloom.parse.html;

import io.feedloom.feed.Schemes;
import io.feedloom.parse.text.Addresses;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.owasp.html.AttributePolicy;

/**
 * Decides which addresses HTML may contain, depending on how browsers use them. Relative addresses
 * become absolute. An address that is not allowed is dropped with its attribute.
 */
final class SafeAddress {
  /** Hosts whose players may be embedded, over https only. */
  private static final Set<String> PLAYERS =
      Set.of(
          "www.youtube.com",
          "youtube.com",
          "www.youtube-nocookie.com",
          "player.vimeo.com",
          "www.dailymotion.com",
          "geo.dailymotion.com",
          "w.soundcloud.com",
          "open.spotify.com",
          "soundcloud.com",
          "www.mixcloud.com",
          "player-widget.mixcloud.com",
          "widget.deezer.com",
          "embed.podcasts.apple.com",
          "embed.music.apple.com",
          "bandcamp.com",
          "player.twitch.tv",
          "clips.twitch.tv",
          "player.bilibili.com",
          "embed.ted.com",
          "media.ccc.de",
          "archive.org",
          "www.archive.org");

  /** The path of PeerTube's players, which is the same on thousands of hosts. */
  private static final Pattern PEERTUBE =
      Pattern.compile(
          "https://[a-z0-9.-]+\\.[a-z]{2,}/videos/embed/[A-Za-z0-9-]+(?:\\?[A-Za-z0-9=&_-]*)?");

  private static final Pattern HOST = Pattern.compile("https://([a-z0-9.-]+)/\\S*");
  private static final Pattern INLINE_IMAGE =
      Pattern.compile(
          "data:image/(?:png|gif|jpeg|webp|avif);base64,[A-Za-z0-9+/=]+", Pattern.CASE_INSENSITIVE);
  private static final Pattern CANDIDATES = Pattern.compile(",\\s+|(?<=[0-9][wx]),");
  private static final Pattern BLANK = Pattern.compile("\\s+");
  private static final Pattern SIZE = Pattern.compile("[0-9.]{1,10}[wxh]");
  private static final int MAX_CANDIDATES = 50;
  private static final int INLINE_IMAGE_SIZE = 16 * 1024;

  /** The base of relative addresses while a text is sanitized. */
  static final ScopedValue<String> BASE = ScopedValue.newInstance();

  private SafeAddress() {}

  /** Returns the policy for addresses that readers may follow. */
  static AttributePolicy link() {
    return (element, attribute, value) -> followed(value).orElse(null);
  }

  /** Returns the policy for addresses that browsers fetch and play. */
  static AttributePolicy web() {
    return (element, attribute, value) -> fetched(value).orElse(null);
  }

  /**
   * Returns the policy for addresses that browsers fetch and show. Allows small pictures in {@code
   * data:} addresses.
   */
  static AttributePolicy image() {
    return (element, attribute, value) ->
        isInlineImage(value) ? value : fetched(value).orElse(null);
  }

  private static boolean isInlineImage(String value) {
    return value.regionMatches(true, 0, "data:", 0, 5)
        && value.length() <= INLINE_IMAGE_SIZE
        && INLINE_IMAGE.matcher(value).matches();
  }

  /** Returns the policy for addresses that may be shown in a frame. */
  static AttributePolicy player() {
    return (element, attribute, value) -> framed(value).orElse(null);
  }

  /** Returns the absolute address, if readers may follow it. */
  static Optional<String> followed(String value) {
    return absolute(value).filter(Schemes::mayFollow).map(SafeAddress::encoded);
  }

  /** Returns the absolute address, if a browser would fetch it. */
  static Optional<String> fetched(String value) {
    return absolute(value).filter(SafeAddress::isWeb).map(SafeAddress::encoded);
  }

  /** Returns the absolute address of a player that may be embedded. */
  static Optional<String> framed(String value) {
    return fetched(value).filter(SafeAddress::isPlayer);
  }

  private static boolean isPlayer(String address) {
    if (!address.regionMatches(true, 0, "https:", 0, 6)) {
      return false;
    }
    var host = HOST.matcher(address);
    boolean listed = host.matches() && PLAYERS.contains(host.group(1));
    return listed || PEERTUBE.matcher(address).matches();
  }

  /** Returns the policy for image candidates (WHATWG HTML 4.8.4.2.1). It checks each separately. */
  static AttributePolicy srcset() {
    return (element, attribute, value) -> {
      var kept = new StringBuilder();
      for (var candidate : CANDIDATES.split(value.strip(), MAX_CANDIDATES + 1)) {
        var parts = BLANK.split(candidate.strip(), 2);
        var address = fetched(parts[0]);
        boolean sized = parts.length > 1 && SIZE.matcher(parts[1]).matches();
        if (address.isPresent() && (sized || parts.length == 1)) {
          kept.append(kept.isEmpty() ? "" : ", ").append(address.get().replace(",", "%2C"));
          kept.append(sized ? " " + parts[1] : "");
        }
      }
      return kept.isEmpty() ? null : kept.toString();
    };
  }

  private static Optional<String> absolute(String value) {
    return Addresses.resolve(BASE.orElse(""), value);
  }

  private static boolean isWeb(String address) {
    int colon = address.indexOf(':');
    return (colon == 4 || colon == 5) && address.regionMatches(true, 0, "https", 0, colon);
  }

  /**
   * Encodes an address as browsers do (WHATWG URL 1.3), so that no character in it ends an
   * attribute or a tag.
   */
  private static String encoded(String address) {
    int safe = 0;
    while (safe < address.length() && !isUnsafe(address.charAt(safe))) {
      safe++;
    }
    if (safe == address.length()) {
      return address;
    }
    var out = new StringBuilder(address.length() + 16).append(address, 0, safe);
    for (int i = safe; i < address.length(); i++) {
      char c = address.charAt(i);
      if (isUnsafe(c)) {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean isUnsafe(char c) {
    return c <= ' ' || c == '"' || c == '<' || c == '>' || c == '`' || c == 0x7F;
  }
}
