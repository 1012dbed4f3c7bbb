package io.feedloom.feed.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the charset that an HTML page declares (WHATWG HTML section 13.2.3.2). */
public final class HtmlCharset {
  private static final Pattern NAME =
      Pattern.compile("(?i)charset\\s{0,9}=\\s{0,9}[\"']?\\s{0,9}([a-z0-9_:.()-]{1,40})");

  private static final Pattern META =
      Pattern.compile("(?i)<meta\\s[^>]{0,500}?" + NAME.pattern().substring(4));

  /** How much of a page is searched; WHATWG asks for 1024, many pages declare it later. */
  private static final int HEAD = 8192;

  private HtmlCharset() {}

  /** Returns the charset of a {@code Content-Type} header; empty if it names none. */
  public static Optional<Charset> http(Optional<String> contentType) {
    return contentType.flatMap(type -> named(NAME, type));
  }

  /** Returns the charset of the first {@code meta} element that declares one. */
  public static Optional<Charset> meta(byte[] body) {
    var head = new String(body, 0, Math.min(HEAD, body.length), StandardCharsets.ISO_8859_1);
    return named(META, head);
  }

  private static Optional<Charset> named(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    // A declaration that was found as ASCII was not written in UTF-16.
    return matcher.find()
        ? CharsetNames.charset(matcher.group(1))
            .map(it -> it.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : it)
        : Optional.empty();
  }
}
