package io.feedloom.extract;

import java.util.Locale;
import java.util.Optional;

/** Decides whether a page is an article. */
final class PageKind {
  private static final int LOGIN_TEXT = 300;

  /** The characters that show whether a body is text. */
  private static final int BINARY_LENGTH = 1_000;

  /** Control characters that a broken text may have there. */
  private static final int MOST_CONTROLS = 3;

  private PageKind() {}

  /** Returns whether an HTTP header names another type than HTML. */
  static boolean isOtherType(Optional<String> contentType) {
    var type = contentType.orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "",
          "text/html",
          "application/xhtml+xml",
          "text/plain",
          "application/octet-stream",
          "application/xml",
          "text/xml",
          "unknown/unknown",
          "*/*" ->
          false;
      default -> type.contains("/");
    };
  }

  /** Returns whether a body is no HTML, by its first characters. */
  static boolean isOther(String body) {
    int at = 0;
    while (at < body.length() && (body.charAt(at) <= ' ' || body.charAt(at) == '\ufeff')) {
      at++;
    }
    var start = body.substring(at, Math.min(body.length(), at + 200)).toLowerCase(Locale.ROOT);
    return start.startsWith("%pdf")
        || start.startsWith("{")
        || start.startsWith("[")
        || start.startsWith("gif8")
        || start.startsWith("<rss")
        || start.startsWith("<feed")
        || isBinary(body);
  }

  /** Returns whether a body is binary data, by its control characters. */
  private static boolean isBinary(String body) {
    var start = body.substring(0, Math.min(body.length(), BINARY_LENGTH));
    return start.indexOf('\0') >= 0
        || start.chars().filter(c -> c < ' ' && "\t\n\u000b\f\r\u001b".indexOf(c) < 0).count()
            > MOST_CONTROLS;
  }

  static ExtractedArticle.Kind of(String content, int length, boolean asksForPassword) {
    if (asksForPassword && length < LOGIN_TEXT) {
      return ExtractedArticle.Kind.LOGIN;
    }
    boolean shown = content.contains("<img") || content.contains("<iframe");
    return length == 0 && !shown ? ExtractedArticle.Kind.EMPTY : ExtractedArticle.Kind.ARTICLE;
  }
}
