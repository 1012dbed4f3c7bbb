package io.feedloom.serve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a publisher wrote, made fit to stand in a page of ours. It was sanitized when it arrived, so
 * every tag in it is allowed, balanced, in lower case and with its attributes quoted, and every
 * {@code <} begins one; that alone makes it possible to look for tags by pattern.
 */
final class Article {

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
}
