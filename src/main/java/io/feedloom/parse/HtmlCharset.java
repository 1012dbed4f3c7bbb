package io.feedloom.parse;

import io.feedloom.parse.xml.Encoded;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds the charset that a page names in a {@code meta} element (WHATWG HTML section 13.2.3.2). */
final class HtmlCharset {
  private static final int HEAD = 4096;

  private static final Pattern META =
      Pattern.compile("(?i)<meta[^>]{0,300}?charset\\s*=\\s*[\"']?\\s*([^\\s\"'/>;]+)");

  private HtmlCharset() {}

  /** Returns the document with that charset, unless HTTP or a byte order mark names one. */
  static Encoded of(Encoded document, FetchedDocument source) {
    boolean named = source.contentType().orElse("").toLowerCase(Locale.ROOT).contains("charset=");
    var bytes = document.bytes();
    if (document.certain() || named) {
      return document;
    }
    var head = new String(bytes, 0, Math.min(HEAD, bytes.length), StandardCharsets.ISO_8859_1);
    var meta = META.matcher(head);
    if (!meta.find()) {
      return document;
    }
    try {
      var name = meta.group(1).toLowerCase(Locale.ROOT);
      var charset =
          Charset.forName(
              switch (name) {
                case "iso-8859-1", "latin1", "us-ascii" -> "windows-1252";
                case "shift_jis", "sjis", "x-sjis", "shift-jis" -> "windows-31j";
                case "gb2312", "gbk" -> "gb18030";
                default -> name;
              });
      return name.startsWith("utf-16")
          ? document
          : new Encoded(bytes, document.start(), charset, true);
    } catch (IllegalArgumentException _) {
      return document;
    }
  }
}
