package io.feedloom.serve.page;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a publisher wrote, made fit to stand in a page of ours. It was sanitized when it arrived, so
 * every tag in it is allowed, balanced, in lower case and with its attributes quoted, and every
 * {@code <} begins one; that alone makes it possible to look for tags by pattern.
 */
final class Article {
  private static final Pattern MARKUP = Pattern.compile("<[^>]*>");
  private static final Pattern REFERENCE = Pattern.compile("&(?:#([0-9]{1,7})|([a-z]{2,6}));");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private static final Pattern IMAGE = Pattern.compile("<img ");
  private static final Pattern PLAYER = Pattern.compile("<(audio|video)\\b([^>]*)>");
  private static final Pattern PLAYING =
      Pattern.compile(" (?:controls|preload|poster)(?:=\"[^\"]*\")?");
  private static final Pattern FRAME =
      Pattern.compile("<iframe\\b[^>]*? src=\"(https?://([^/\"]+)[^\"]*)\"[^>]*></iframe>");
  private static final Pattern LOST_FRAME = Pattern.compile("</?iframe\\b[^>]*>");
  private static final Pattern HEADING = Pattern.compile("<(/?)h([1-6])\\b");
  private static final Pattern MAIN = Pattern.compile("<(/?)main\\b");
  private static final Pattern LINK = Pattern.compile("<a ");

  /** Of the page are the three above: its title, the day, the entry's title. */
  private static final int HIGHEST_HEADING = 4;

  private static final int LONGEST_SUMMARY = 300;
  private static final int READ_FOR_SUMMARY = 6_000;

  private Article() {}

  /**
   * The whole of it. Pictures load when they come near the screen, sounds and films when someone
   * plays them; instead of a frame from another site stands a link to it; headings lie below the
   * page's own three levels.
   */
  static String html(String sanitized) {
    var html = IMAGE.matcher(sanitized).replaceAll("<img loading=\"lazy\" decoding=\"async\" ");
    html =
        PLAYER
            .matcher(html)
            .replaceAll(
                tag ->
                    Matcher.quoteReplacement(
                        "<%s controls preload=\"none\"%s>"
                            .formatted(
                                tag.group(1), PLAYING.matcher(tag.group(2)).replaceAll(""))));
    html = FRAME.matcher(html).replaceAll("<a class=\"frame\" href=\"$1\">Open at $2</a>");
    html = LOST_FRAME.matcher(html).replaceAll("");
    html = lowered(html);
    html = MAIN.matcher(html).replaceAll("<$1div");
    return LINK.matcher(html).replaceAll("<a rel=\"noopener noreferrer\" ");
  }

  /** The same with its highest heading one below an entry's title, and the others below that. */
  private static String lowered(String html) {
    int highest =
        HEADING
            .matcher(html)
            .results()
            .mapToInt(tag -> Integer.parseInt(tag.group(2)))
            .min()
            .orElse(HIGHEST_HEADING);
    return HEADING
        .matcher(html)
        .replaceAll(
            tag -> {
              int level = Integer.parseInt(tag.group(2)) - highest + HIGHEST_HEADING;
              return "<" + tag.group(1) + "h" + Math.min(6, level);
            });
  }

  /** The beginning of it as plain text, at the end of a word where there is one. */
  static String summary(String sanitized) {
    var text = plain(sanitized.substring(0, Math.min(sanitized.length(), READ_FOR_SUMMARY)));
    if (text.codePointCount(0, text.length()) <= LONGEST_SUMMARY) {
      return text;
    }
    var head = text.substring(0, text.offsetByCodePoints(0, LONGEST_SUMMARY));
    int space = head.lastIndexOf(' ');
    return (space > LONGEST_SUMMARY / 2 ? head.substring(0, space) : head).strip() + "…";
  }

  private static String plain(String html) {
    int open = html.lastIndexOf('<');
    var whole = open > html.lastIndexOf('>') ? html.substring(0, open) : html;
    var text = MARKUP.matcher(whole).replaceAll(" ");
    var decoded =
        REFERENCE
            .matcher(text)
            .replaceAll(found -> Matcher.quoteReplacement(decode(found.group())));
    return SPACE.matcher(decoded).replaceAll(" ").strip();
  }

  private static String decode(String reference) {
    if (reference.startsWith("&#")) {
      int point = Integer.parseInt(reference.substring(2, reference.length() - 1));
      return Character.isValidCodePoint(point) ? Character.toString(point) : "";
    }
    return switch (reference) {
      case "&lt;" -> "<";
      case "&gt;" -> ">";
      case "&amp;" -> "&";
      case "&quot;" -> "\"";
      case "&apos;" -> "'";
      case "&nbsp;" -> " ";
      default -> reference;
    };
  }
}
