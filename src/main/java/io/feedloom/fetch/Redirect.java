package io.feedloom.fetch;

import io.feedloom.feed.Exchange.Hop;
import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.WebAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which redirects to follow, and to which address (RFC 9110 section 15.4). */
final class Redirect {
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
  private static final int MAX_HOPS = 10;

  private Redirect() {}

  static boolean is(HttpAnswer answer) {
    return STATUSES.contains(answer.status());
  }

  /**
   * Returns the next hop.
   *
   * @param before the hops that led to {@code from}
   * @param advice what to do if it cannot be followed
   * @throws Refusal if it has no usable address, leads in a circle, is one too many, or leads from
   *     https to http
   */
  static Hop next(URI from, HttpAnswer answer, List<Hop> before, String advice) throws Refusal {
    return next(from, answer, before, advice, false);
  }

  /**
   * Returns the next hop.
   *
   * @param otherRequest whether the next request differs from the one before, so that the same
   *     address is no circle
   */
  static Hop next(
      URI from, HttpAnswer answer, List<Hop> before, String advice, boolean otherRequest)
      throws Refusal {
    var location = answer.header("Location").map(String::strip).filter(it -> !it.isEmpty());
    if (location.isEmpty()) {
      throw refused(from, "redirects (%d) without an address".formatted(answer.status()), advice);
    }
    var to = resolve(from, location.get(), advice);
    var target = Target.of(to);
    if (!target.secure() && Target.of(from).secure()) {
      throw refused(from, "redirects from https to http (%s)".formatted(target.host()), advice);
    }
    if (!otherRequest && isCircle(from, to, before)) {
      throw refused(from, "redirects in a circle", advice);
    }
    if (before.size() >= MAX_HOPS) {
      throw refused(from, "redirects more than %d times in a row".formatted(MAX_HOPS), advice);
    }
    return new Hop(from, answer.status(), to);
  }

  private static boolean isCircle(URI from, URI to, List<Hop> before) {
    return to.equals(from) || before.stream().anyMatch(hop -> hop.from().equals(to));
  }

  private static URI resolve(URI from, String location, String advice) throws Refusal {
    var to = WebAddress.resolve(from, text(location));
    if (to.isEmpty()) {
      throw refused(from, "redirects to an address that is not http or https", advice);
    }
    return to.get();
  }

  /**
   * Returns a {@code Location} as text. Headers are read as ISO 8859-1, one character a byte, but
   * most servers mean UTF-8. Otherwise each byte is encoded by itself.
   */
  private static String text(String location) {
    byte[] bytes = location.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return location
          .chars()
          .mapToObj(c -> c < 0x80 ? Character.toString(c) : "%%%02X".formatted(c))
          .collect(Collectors.joining());
    }
  }

  private static Refusal refused(URI from, String what, String advice) throws Refusal {
    return new Refusal(
        Reason.REDIRECT, "%s %s; %s".formatted(Target.of(from).host(), what, advice));
  }
}
