package io.feedloom.serve.page;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prepares a publisher's HTML for a page. It was sanitized on arrival: every tag is allowed,
 * balanced, in lower case and with quoted attributes, and every {@code <} begins a tag. So patterns
 * can find the tags.
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

  /**
   * The first heading level within an entry. The page itself uses three: its title, the day and the
   * entry's title.
   */
  private static final int HIGHEST_HEADING = 4;

  private Article() {}

  /**
   * Returns the whole text. Pictures load when they come near the screen, and media when someone
   * plays them. A link replaces each frame of another site. Headings start below the page's own
   * three levels.
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

  /** Shifts the headings so that the highest is one level below the entry's title. */
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
