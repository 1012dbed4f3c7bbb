package io.feedloom.parse.xml;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * Finds documents that a page shows as text, as browsers show files that they cannot render: in a
 * {@code pre} element with all angle brackets escaped.
 */
public final class EscapedFeed {
  /** Elements that show text unchanged, and the body of a page that has only text. */
  private static final String SHOWING = "pre, textarea, xmp, plaintext, listing, code, body";

  private static final Pattern ESCAPED =
      Pattern.compile(
          "(?i)&(?:lt|#0*60|#x0*3c);(?:\\?xml\\s|!--|(?:[\\w.-]+:)?(?:rss|feed|rdf|channel)\\b)");

  private static final Pattern JSON =
      Pattern.compile("(?i)<(?:pre|textarea|xmp|code|plaintext)[^<>]*>\\s*\\{");

  private static final int MAX_TEXTS = 10;

  private EscapedFeed() {}

  /** Returns the texts that may be feeds, in the order of the page. */
  public static List<Encoded> in(String page) {
    if (!ESCAPED.matcher(page).find() && !JSON.matcher(page).find()) {
      return List.of();
    }
    return Jsoup.parse(page).select(SHOWING).stream()
        .map(Element::wholeText)
        .flatMap(text -> document(text).stream())
        .limit(MAX_TEXTS)
        .toList();
  }

  private static Optional<Encoded> document(String text) {
    var stripped = text.strip();
    return stripped.startsWith("{") || new DocumentStart(stripped).xml(0) >= 0
        ? Optional.of(Encoded.of(stripped))
        : Optional.empty();
  }
}
