package io.feedloom.fetch;

import io.feedloom.feed.Exchange.Hop;
import io.feedloom.feed.Fetched.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Where a redirect leads, if it may be followed (RFC 9110 section 15.4). */
final class Redirect {
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
  private static final int MOST = 10;

  /** What a {@code Location} may hold unescaped; everything else is escaped before it is parsed. */
  private static final String ALLOWED = "-._~:/?#[]@!$&'()*+,;=%";

  private Redirect() {}

  static boolean is(Answer answer) {
    return STATUSES.contains(answer.status());
  }

  /**
   * The hop that the answer asks for.
   *
   * @param before the hops that led to {@code from}
   * @throws Refusal if it leads nowhere, in a circle, too far, or from https to http
   */
  static Hop next(URI from, Answer answer, List<Hop> before) throws Refusal {
    var location = answer.header("Location").map(String::strip).filter(it -> !it.isEmpty());
    if (location.isEmpty()) {
      throw refused(from, "redirects (%d) without saying where".formatted(answer.status()));
    }
    var to = resolve(from, location.get());
    var target = Target.of(to);
    if (!target.secure() && Target.of(from).secure()) {
      throw refused(from, "redirects from https to http (%s)".formatted(target.host()));
    }
    if (to.equals(from) || before.stream().anyMatch(hop -> hop.from().equals(to))) {
      throw refused(from, "redirects in a circle");
    }
    if (before.size() >= MOST) {
      throw refused(from, "redirects more than %d times in a row".formatted(MOST));
    }
    return new Hop(from, answer.status(), to);
  }

  private static URI resolve(URI from, String location) throws Refusal {
    try {
      var reference = new URI(escaped(location));
      // java.net.URI follows RFC 2396, where a bare query drops the last segment of the path.
      var base = reference.toString().startsWith("?") ? from.resolve(from.getRawPath()) : from;
      var to =
          reference.toString().startsWith("?")
              ? new URI(base + reference.toString())
              : base.resolve(reference);
      return withoutFragment(to);
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw refused(from, "redirects to something that is no address");
    }
  }

  private static URI withoutFragment(URI url) throws URISyntaxException {
    var text = url.toString();
    int fragment = text.indexOf('#');
    return fragment < 0 ? url : new URI(text.substring(0, fragment));
  }

  /** Headers are read as ISO 8859-1, one character a byte, so each can be escaped by itself. */
  private static String escaped(String location) {
    var escaped = new StringBuilder(location.length());
    for (byte b : location.getBytes(StandardCharsets.ISO_8859_1)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || ALLOWED.indexOf(c) >= 0);
      escaped.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return escaped.toString();
  }

  private static Refusal refused(URI from, String what) throws Refusal {
    return new Refusal(
        Reason.REDIRECT,
        "%s %s; open the feed in a browser and write its present address into feeds.yml"
            .formatted(Target.of(from).host(), what));
  }
}
